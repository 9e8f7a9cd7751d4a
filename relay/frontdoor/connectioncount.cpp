#include "relay/frontdoor/connectioncount.h"

namespace frontdoor {

namespace {
constexpr int Ipv6NetworkBytes = 8;
}

QHostAddress ConnectionCount::key(const QHostAddress &address)
{
    bool isIpv4 = false;
    const quint32 ipv4 = address.toIPv4Address(&isIpv4);
    if (isIpv4)
        return QHostAddress(ipv4);
    Q_IPV6ADDR bytes = address.toIPv6Address();
    for (int i = Ipv6NetworkBytes; i < 16; ++i)
        bytes[i] = 0;
    return QHostAddress(bytes);
}

void ConnectionCount::add(const QHostAddress &address)
{
    ++m_total;
    ++m_byAddress[key(address)];
}

void ConnectionCount::remove(const QHostAddress &address)
{
    const auto it = m_byAddress.find(key(address));
    if (it == m_byAddress.end())
        return;
    --m_total;
    if (--it.value() == 0)
        m_byAddress.erase(it);
}

int ConnectionCount::of(const QHostAddress &address) const
{
    return m_byAddress.value(key(address));
}

} // namespace frontdoor
