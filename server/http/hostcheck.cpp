#include "server/http/hostcheck.h"

namespace http {

namespace {

bool isPort(const QByteArray &text)
{
    bool valid = false;
    const uint port = text.toUInt(&valid);
    return valid && port > 0 && port <= 65535 && text.front() != '+';
}

//! "name", "name:port" or "[address]:port" without its port; empty if it is none of these.
QByteArray nameOf(const QByteArray &host)
{
    const qsizetype end = host.startsWith('[') ? host.indexOf(']') + 1 : host.indexOf(':');
    if (end == 0)
        return {};
    if (end < 0 || end == host.size())
        return host;
    if (host[end] != ':' || !isPort(host.sliced(end + 1)))
        return {};
    return host.first(end);
}

} // namespace

HostCheck::HostCheck(const QStringList &allowedHosts)
    : m_names({"localhost", "127.0.0.1", "[::1]"})
{
    for (const QString &host : allowedHosts)
        m_names.append(host.toLower().toUtf8());
}

bool HostCheck::allows(const QByteArray &hostHeader) const
{
    const QByteArray name = nameOf(hostHeader.toLower());
    return !name.isEmpty() && m_names.contains(name);
}

std::optional<Answer> HostCheck::operator()(const Request &request, bool) const
{
    const QByteArray host = request.header("host");
    if (allows(host))
        return std::nullopt;
    if (host.isEmpty())
        return errorAnswer(403, QStringLiteral("Refused: the request names no Host"));
    return errorAnswer(403,
        QStringLiteral(
            "Refused: the host \"%1\" is not served here. If it is yours, add it to ALLOWED_HOSTS.")
            .arg(QString::fromLatin1(host)));
}

} // namespace http
