#pragma once

#include <QList>
#include <QSet>

namespace http {

class GuardedSocket;

//! The connections that are open, and how many bytes of half-received bodies they hold together. Shared by
//! them and their listener, because an upgraded connection may outlive it.
class ConnectionTable
{
public:
    explicit ConnectionTable(quint64 maxBodyBytes)
        : m_maxBodyBytes(maxBodyBytes)
    {
    }

    void add(GuardedSocket *socket) { m_sockets.insert(socket); }
    void remove(GuardedSocket *socket) { m_sockets.remove(socket); }
    qsizetype size() const { return m_sockets.size(); }
    //! A copy, so that one may leave while they are looked at.
    QList<GuardedSocket *> sockets() const { return m_sockets.values(); }

    //! False, and nothing is taken, if that would be too much.
    bool takeBodyBytes(quint64 bytes)
    {
        if (bytes > m_maxBodyBytes - m_bodyBytes)
            return false;
        m_bodyBytes += bytes;
        return true;
    }
    void giveBackBodyBytes(quint64 bytes) { m_bodyBytes -= bytes; }

private:
    QSet<GuardedSocket *> m_sockets;
    quint64 m_maxBodyBytes;
    quint64 m_bodyBytes = 0;
};

} // namespace http
