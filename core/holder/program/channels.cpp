// What goes from the child to the spool, and from the servers to the child.
#include "core/holder/program/holder.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include <sys/epoll.h>
#include <unistd.h>

namespace holder {

namespace {

constexpr std::chrono::milliseconds StallRetry{500};
constexpr std::size_t ReadBytes = std::size_t{64} * 1024;
// Read at one go before anything else has its turn.
constexpr int MaxReads = 16;

} // namespace

void Holder::watchChild()
{
    m_outputOpen = true;
    watchOutput();
    if (m_child.onTerminal())
        return;
    m_loop.watch(m_child.errors(), EPOLLIN, [this](std::uint32_t) { onErrors(); });
    m_loop.watch(m_child.input(), 0, [this](std::uint32_t events) {
        if (events & EPOLLERR)
            forgoInput();
        else
            giveInput();
    });
}

// A descriptor whose other end is gone says so all the time, asked or not; one of which we want nothing is
// not watched.
void Holder::watchOutput()
{
    m_loop.forget(m_child.output());
    const std::uint32_t wanted
        = (m_unkept.empty() ? EPOLLIN : 0U) | (m_watchesInput && m_child.onTerminal() ? EPOLLOUT : 0U);
    if (!m_outputOpen || wanted == 0)
        return;
    m_loop.watch(m_child.output(), wanted, [this](std::uint32_t events) {
        if (events & EPOLLOUT)
            giveInput();
        if (events & (EPOLLIN | EPOLLHUP | EPOLLERR))
            onOutput();
    });
}

// What there is room for; the rest waits in m_unkept.
bool Holder::keep(std::string_view bytes)
{
    // When nobody is left who writes, what there is has an end: no stop may hang on a server that cannot take
    // half a line over.
    const bool isLimited = m_spoolLimit > 0 && !m_swept;
    const std::uint64_t room
        = isLimited ? m_spoolLimit - std::min(m_spoolLimit, m_spool.held()) : std::uint64_t{bytes.size()};
    const std::string_view wanted
        = bytes.substr(0, static_cast<std::size_t>(std::min<std::uint64_t>(room, bytes.size())));
    const std::size_t kept = m_spool.append(wanted);
    if (kept == bytes.size())
        return true;
    const std::string reason = kept < wanted.size()
        ? std::string("its output cannot be written to the disk: ") + std::strerror(errno)
        : "its output waits to be taken over, and the limit of " + std::to_string(m_spoolLimit)
            + " bytes for that is reached";
    m_unkept = bytes.substr(kept);
    stall(reason);
    return false;
}

void Holder::onOutput()
{
    std::array<char, ReadBytes> bytes{};
    for (int i = 0; i < MaxReads && m_outputOpen && m_unkept.empty(); ++i) {
        const ssize_t count = ::read(m_child.output(), bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0 && errno == EAGAIN)
            break;
        if (count <= 0) { // a terminal says EIO when nobody has it open any more
            endOutput();
            return;
        }
        keep({bytes.data(), static_cast<std::size_t>(count)});
    }
    tellEnd();
}

void Holder::stall(const std::string &reason)
{
    watchOutput();
    if (m_status.stalled != reason) {
        m_status.stalled = reason;
        tell();
    }
    if (m_stallRetry)
        m_loop.cancel(*m_stallRetry);
    m_stallRetry = m_loop.after(StallRetry, [this] {
        m_stallRetry.reset();
        retryStalled();
    });
}

void Holder::retryStalled()
{
    const std::string bytes = std::exchange(m_unkept, {});
    if (!keep(bytes)) {
        tellEnd();
        return;
    }
    if (m_stallRetry)
        m_loop.cancel(*m_stallRetry);
    m_stallRetry.reset();
    m_status.stalled.clear();
    if (m_outputOpen)
        watchOutput();
    tell();
    finishIfDone();
}

void Holder::endOutput()
{
    m_outputOpen = false;
    m_loop.forget(m_child.output());
    m_child.closeOutput();
    tellEnd();
    finishIfDone();
}

void Holder::onErrors()
{
    std::array<char, ReadBytes> bytes{};
    for (int i = 0; i < MaxReads; ++i) {
        const ssize_t count = ::read(m_child.errors(), bytes.data(), bytes.size());
        if (count > 0) {
            m_errors.append({bytes.data(), static_cast<std::size_t>(count)});
            continue;
        }
        if (count < 0 && (errno == EAGAIN || errno == EINTR))
            return;
        m_loop.forget(m_child.errors());
        m_child.closeErrors();
        return;
    }
}

// Taken whatever waits already: a Stop may come behind it, and must not wait for a child that does not read.
void Holder::on(const Input &input)
{
    const bool isLate = m_status.phase != Phase::Waiting && m_status.phase != Phase::Running;
    if (isLate || m_childGone || m_inputEnds)
        return;
    if (input.place != InputPlace{}) {
        if (input.place <= m_status.lastInput)
            return;
        m_status.lastInput = input.place;
    }
    m_input.add(input.bytes);
    giveInput();
}

void Holder::giveInput()
{
    if (m_child.input() < 0)
        return;
    if (!m_input.writeTo(m_child.input())) {
        forgoInput();
        return;
    }
    if (m_inputEnds && m_input.isEmpty()) {
        endInput();
    } else if (m_watchesInput != !m_input.isEmpty()) {
        m_watchesInput = !m_input.isEmpty();
        if (m_child.onTerminal())
            watchOutput();
        else
            m_loop.change(m_child.input(), m_watchesInput ? EPOLLOUT : 0U);
    }
}

// The child has closed its input; what it does then is its own affair.
void Holder::forgoInput()
{
    m_input.clear();
    if (m_child.onTerminal()) {
        m_watchesInput = false;
        watchOutput();
        return;
    }
    m_inputEnds = true;
    endInput();
}

void Holder::endInput()
{
    if (m_child.onTerminal() || m_child.input() < 0)
        return;
    m_loop.forget(m_child.input());
    m_child.closeInput();
}

} // namespace holder
