#include "core/holder/program/connection.h"

#include <array>
#include <cerrno>

#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace holder {

namespace {

constexpr std::size_t ReadBytes = std::size_t{32} * 1024;

} // namespace

Connection::Connection(EventLoop &loop, process::FileDescriptor socket)
    : m_loop(loop)
    , m_socket(std::move(socket))
{
}

void Connection::begin(Received received, std::function<void()> lost)
{
    m_received = std::move(received);
    m_lost = std::move(lost);
    m_loop.watch(m_socket.get(), EPOLLIN, [this](std::uint32_t events) { onReady(events); });
}

Connection::~Connection()
{
    m_loop.forget(m_socket.get());
}

bool Connection::isOurs(int socket)
{
    ucred peer{};
    socklen_t size = sizeof peer;
    return ::getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 && peer.uid == ::geteuid();
}

void Connection::send(const Message &message)
{
    m_unsent += encode(message);
    write();
}

void Connection::tellEnd(std::uint64_t outputEnd)
{
    m_untold = outputEnd;
    if (m_unsent.empty())
        write();
}

void Connection::updateEvents()
{
    m_loop.change(m_socket.get(), EPOLLIN | (m_writing ? EPOLLOUT : 0U));
}

void Connection::write()
{
    for (;;) {
        if (m_unsent.empty() && m_untold > 0) {
            m_unsent = encode(Grew{m_untold});
            m_untold = 0;
        }
        if (m_unsent.empty())
            break;
        const ssize_t count = ::send(m_socket.get(), m_unsent.data(), m_unsent.size(), MSG_NOSIGNAL);
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            break; // no room, or the peer is gone, which reading will find
        m_unsent.erase(0, static_cast<std::size_t>(count));
    }
    const bool wanted = !m_unsent.empty();
    if (wanted != m_writing) {
        m_writing = wanted;
        updateEvents();
    }
}

void Connection::onReady(std::uint32_t events)
{
    if (events & EPOLLOUT)
        write();
    if (events & (EPOLLIN | EPOLLHUP | EPOLLERR))
        read();
}

void Connection::read()
{
    std::array<char, ReadBytes> bytes{};
    const ssize_t count = ::recv(m_socket.get(), bytes.data(), bytes.size(), 0);
    if (count < 0 && (errno == EINTR || errno == EAGAIN))
        return;
    if (count > 0)
        m_reader.feed({bytes.data(), static_cast<std::size_t>(count)});
    while (const auto frame = m_reader.next()) {
        if (const auto message = decode(*frame))
            m_received(*message);
    }
    if (count <= 0 || m_reader.isBroken()) {
        m_loop.forget(m_socket.get());
        m_lost();
    }
}

} // namespace holder
