#include "relay/frontdoor/clientaddress.h"

namespace frontdoor {

namespace {

//! ::ffff:1.2.3.4 as 1.2.3.4, which a listener on :: gets for IPv4 visitors.
QHostAddress plain(const QHostAddress &address)
{
    bool isIpv4 = false;
    const quint32 ipv4 = address.toIPv4Address(&isIpv4);
    return isIpv4 ? QHostAddress(ipv4) : address;
}

//! "1.2.3.4", "1.2.3.4:5678", "::1", "[::1]:5678"; null if it is none of these.
QHostAddress addressOf(const QByteArray &item)
{
    QString text = QString::fromLatin1(item.trimmed());
    if (text.startsWith(QLatin1Char('[')))
        text = text.sliced(1, qMax(qsizetype(0), text.indexOf(QLatin1Char(']')) - 1));
    else if (text.count(QLatin1Char(':')) == 1)
        text = text.first(text.indexOf(QLatin1Char(':')));
    return plain(QHostAddress(text));
}

} // namespace

TrustedProxies::TrustedProxies(QList<QPair<QHostAddress, int>> subnets)
    : m_subnets(std::move(subnets))
{
}

bool TrustedProxies::contains(const QHostAddress &address) const
{
    const QHostAddress known = plain(address);
    for (const auto &subnet : m_subnets) {
        if (known.isInSubnet(subnet))
            return true;
    }
    return false;
}

QHostAddress TrustedProxies::clientOf(const QHostAddress &peer, const http::RequestHead &head) const
{
    QHostAddress client = plain(peer);
    if (m_subnets.isEmpty() || !contains(client))
        return client;
    QList<QByteArray> hops;
    for (const auto &[name, value] : head.fields) {
        if (name == "x-forwarded-for")
            hops += value.split(',');
    }
    for (auto it = hops.crbegin(); it != hops.crend() && contains(client); ++it) {
        const QHostAddress hop = addressOf(*it);
        if (hop.isNull())
            break;
        client = hop;
    }
    return client;
}

bool TrustedProxies::isSecure(
    const QHostAddress &peer, bool peerSpeaksTls, const http::RequestHead &head) const
{
    if (peerSpeaksTls || m_subnets.isEmpty() || !contains(peer))
        return peerSpeaksTls;
    return head.field("x-forwarded-proto").toLower() == "https";
}

} // namespace frontdoor
