#pragma once

#include <QHash>
#include <QHostAddress>

namespace frontdoor {

//! Counts connections, all of them and by address; pure. IPv6 hosts own a /64 at least, so they are counted
//! by it.
class ConnectionCount
{
public:
    void add(const QHostAddress &address);
    void remove(const QHostAddress &address);

    int total() const { return m_total; }
    int of(const QHostAddress &address) const;

private:
    static QHostAddress key(const QHostAddress &address);

    int m_total = 0;
    QHash<QHostAddress, int> m_byAddress;
};

} // namespace frontdoor
