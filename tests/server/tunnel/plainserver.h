#pragma once

#include "core/process/filedescriptor.h"

#include <QByteArray>
#include <QtEndian>

#include <netinet/in.h>
#include <sys/socket.h>

//! A local server of bare non-blocking sockets: it can half close, reset, and read nothing, as a test wishes.
class PlainServer
{
public:
    PlainServer()
        : m_listener(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0))
    {
        sockaddr_in address = loopback();
        ::bind(m_listener.get(), reinterpret_cast<sockaddr *>(&address), sizeof(address));
        ::listen(m_listener.get(), 64);
        socklen_t size = sizeof(address);
        ::getsockname(m_listener.get(), reinterpret_cast<sockaddr *>(&address), &size);
        m_port = qFromBigEndian(address.sin_port);
    }

    quint16 port() const { return m_port; }
    void stopListening() { m_listener.reset(); }

    //! Takes the one connection; false if there is none yet.
    bool accept()
    {
        if (!m_connection.isValid()) {
            m_connection = process::FileDescriptor(
                ::accept4(m_listener.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
        }
        return m_connection.isValid();
    }
    //! Reads what is there into `received` and sees the end.
    void read()
    {
        QByteArray buffer(256 * 1024, Qt::Uninitialized);
        ssize_t count = 0;
        while ((count = ::recv(m_connection.get(), buffer.data(), size_t(buffer.size()), 0)) > 0)
            received.append(buffer.constData(), count);
        sawEnd = sawEnd || count == 0;
        sawReset = sawReset || (count < 0 && errno == ECONNRESET);
    }
    //! How many of them the kernel took.
    qsizetype write(const QByteArray &bytes)
    {
        return qMax<ssize_t>(
            0, ::send(m_connection.get(), bytes.constData(), size_t(bytes.size()), MSG_NOSIGNAL));
    }
    void finish() { ::shutdown(m_connection.get(), SHUT_WR); }
    void close() { m_connection.reset(); }
    void reset()
    {
        const linger hard{1, 0};
        ::setsockopt(m_connection.get(), SOL_SOCKET, SO_LINGER, &hard, sizeof(hard));
        m_connection.reset();
    }

    QByteArray received;
    bool sawEnd = false;
    bool sawReset = false;

private:
    static sockaddr_in loopback()
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = qToBigEndian<quint32>(INADDR_LOOPBACK);
        return address;
    }

    process::FileDescriptor m_listener;
    process::FileDescriptor m_connection;
    quint16 m_port = 0;
};
