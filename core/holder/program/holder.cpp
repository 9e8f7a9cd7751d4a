// Taking over, the child's output and its input. How it comes to its end is in ending.cpp.
#include "core/holder/program/holder.h"

#include <array>
#include <cerrno>
#include <cstring>

#include <signal.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <unistd.h>

namespace holder {

namespace {

constexpr std::chrono::seconds UnusedLimit{30};
constexpr std::chrono::milliseconds StallRetry{500};
constexpr std::size_t ReadBytes = std::size_t{64} * 1024;
// Read at one go before anything else has its turn.
constexpr int MaxReads = 16;

} // namespace

Holder::Holder(EventLoop &loop, process::FileDescriptor folder, process::FileDescriptor listener,
    process::FileDescriptor signals)
    : m_loop(loop)
    , m_folder(std::move(folder))
    , m_listener(std::move(listener))
    , m_signals(std::move(signals))
{
    m_status.program = AGENTMONITOR_VERSION;
    m_status.holderPid = static_cast<std::uint64_t>(::getpid());
    m_loop.watch(m_listener.get(), EPOLLIN, [this](std::uint32_t) { onConnect(); });
    m_loop.watch(m_signals.get(), EPOLLIN, [this](std::uint32_t) { onSignals(); });
    m_unused = m_loop.after(UnusedLimit, [this] {
        if (m_status.phase == Phase::Waiting)
            m_loop.quit();
    });
}

void Holder::onConnect()
{
    process::FileDescriptor socket(
        ::accept4(m_listener.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
    if (!socket.isValid() || !Connection::isOurs(socket.get()))
        return;
    if (m_servers.size() == MaxConnections)
        m_servers.pop_front();
    m_servers.push_back(std::make_unique<Connection>(m_loop, std::move(socket)));
    Connection *connection = m_servers.back().get();
    connection->begin([this](const Message &message) { onMessage(message); },
        [this, connection] {
            // It is the one that calls.
            m_loop.after(std::chrono::milliseconds(0), [this, connection] { onLost(connection); });
        });
    connection->setReading(!m_input.isFull());
    m_status.outputEnd = m_spool.end();
    connection->send(m_status);
}

void Holder::onLost(const Connection *connection)
{
    m_servers.remove_if([connection](const auto &each) { return each.get() == connection; });
}

void Holder::tell()
{
    m_status.outputEnd = m_spool.end();
    for (const auto &server : m_servers)
        server->send(m_status);
}

void Holder::tellEnd()
{
    for (const auto &server : m_servers)
        server->tellEnd(m_spool.end());
}

void Holder::onMessage(const Message &message)
{
    std::visit([this](const auto &concrete) { on(concrete); }, message);
}

void Holder::on(const Launch &launch)
{
    if (m_status.phase != Phase::Waiting)
        return;
    m_spoolLimit = launch.spoolLimit;
    std::string error;
    if (m_spool.open(m_folder.get(), error) && m_errors.open(m_folder.get()))
        error = m_child.start(launch);
    else if (error.empty())
        error = std::string("its errors cannot be kept: ") + std::strerror(errno);
    if (!error.empty()) {
        m_status.phase = Phase::Failed;
        m_status.error = error;
        m_childGone = true;
        tell();
        return;
    }
    m_status.phase = Phase::Running;
    m_status.childPid = static_cast<std::uint64_t>(m_child.pid());
    watchChild();
    tell();
}

void Holder::watchChild()
{
    m_outputOpen = true;
    m_loop.watch(m_child.output(), EPOLLIN, [this](std::uint32_t events) {
        if (events & EPOLLOUT)
            giveInput();
        if (events & (EPOLLIN | EPOLLHUP | EPOLLERR))
            onOutput();
    });
    if (m_child.onTerminal())
        return;
    m_loop.watch(m_child.errors(), EPOLLIN, [this](std::uint32_t) { onErrors(); });
    m_loop.watch(m_child.input(), 0, [this](std::uint32_t) { giveInput(); });
}

bool Holder::keep(std::string_view bytes)
{
    if (m_spoolLimit > 0 && m_spool.held() + bytes.size() > m_spoolLimit) {
        m_unkept = bytes;
        stall("its output waits to be taken over, and the limit of " + std::to_string(m_spoolLimit)
            + " bytes for that is reached");
        return false;
    }
    const std::size_t kept = m_spool.append(bytes);
    if (kept == bytes.size())
        return true;
    const std::string reason = std::strerror(errno);
    m_unkept = bytes.substr(kept);
    stall("its output cannot be written to the disk: " + reason);
    return false;
}

void Holder::onOutput()
{
    std::array<char, ReadBytes> bytes{};
    for (int i = 0; i < MaxReads; ++i) {
        const ssize_t count = ::read(m_child.output(), bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0 && errno == EAGAIN)
            break;
        if (count <= 0) { // a terminal says EIO when nobody has it open any more
            endOutput();
            return;
        }
        if (!keep({bytes.data(), static_cast<std::size_t>(count)}))
            break;
    }
    tellEnd();
}

void Holder::stall(const std::string &reason)
{
    m_loop.change(m_child.output(), m_watchesInput && m_child.onTerminal() ? EPOLLOUT : 0U);
    if (m_status.stalled != reason) {
        m_status.stalled = reason;
        tell();
    }
    m_loop.after(StallRetry, [this] { retryStalled(); });
}

void Holder::retryStalled()
{
    const std::string bytes = std::exchange(m_unkept, {});
    if (!keep(bytes))
        return;
    m_status.stalled.clear();
    if (m_outputOpen)
        m_loop.change(m_child.output(), EPOLLIN | (m_watchesInput && m_child.onTerminal() ? EPOLLOUT : 0U));
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

void Holder::on(const Input &input)
{
    if (m_status.phase != Phase::Running || m_childGone || m_inputEnds)
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
        m_input.clear(); // it closed its input; what it does then is its own affair
        if (!m_child.onTerminal())
            m_inputEnds = true;
    }
    if (m_inputEnds && m_input.isEmpty()) {
        endInput();
    } else if (m_watchesInput != !m_input.isEmpty()) {
        m_watchesInput = !m_input.isEmpty();
        const std::uint32_t reading = m_child.onTerminal() && m_unkept.empty() ? EPOLLIN : 0U;
        m_loop.change(m_child.input(), reading | (m_watchesInput ? EPOLLOUT : 0U));
    }
    for (const auto &server : m_servers)
        server->setReading(!m_input.isFull());
}

void Holder::endInput()
{
    if (m_child.onTerminal() || m_child.input() < 0)
        return;
    m_loop.forget(m_child.input());
    m_child.closeInput();
}

void Holder::on(const Resize &resize)
{
    m_child.resize(resize.columns, resize.rows);
}

void Holder::on(const Release &release)
{
    m_spool.release(release.offset);
}

void Holder::onSignals()
{
    signalfd_siginfo info{};
    while (::read(m_signals.get(), &info, sizeof info) == sizeof info) {
        if (info.ssi_signo == SIGTERM) // the machine goes down, or somebody wants it to end
            on(Stop{});
    }
    reap();
}

} // namespace holder
