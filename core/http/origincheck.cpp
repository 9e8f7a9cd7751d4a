#include "core/http/origincheck.h"

namespace http {

namespace {

//! Takes ":80" from an authority under http and ":443" from one under https, as browsers do.
QByteArray withoutDefaultPort(const QByteArray &authority, bool isHttps)
{
    const QByteArray port = isHttps ? ":443" : ":80";
    return authority.endsWith(port) ? authority.chopped(port.size()) : authority;
}

//! Whether an Origin names the host and port of a Host header. The scheme is the browser's side of a relay,
//! so both fit.
bool isSameSite(const QByteArray &origin, const QByteArray &host)
{
    const bool isHttps = origin.startsWith("https://");
    if (!isHttps && !origin.startsWith("http://"))
        return false;
    const QByteArray authority = origin.sliced(isHttps ? 8 : 7);
    return !authority.isEmpty()
        && withoutDefaultPort(authority, isHttps) == withoutDefaultPort(host, isHttps);
}

Answer refused(const QString &reason)
{
    return errorAnswer(403, QStringLiteral("Refused: ") + reason);
}

} // namespace

OriginCheck::OriginCheck(const QStringList &allowedOrigins, QStringList guardedPrefixes)
    : m_guardedPrefixes(std::move(guardedPrefixes))
{
    for (const QString &origin : allowedOrigins)
        m_origins.append(origin.toLower().toUtf8());
}

bool OriginCheck::isGuarded(const Request &request, bool isUpgrade) const
{
    if (isUpgrade)
        return true;
    if (request.method != Method::Get && request.method != Method::Head && request.method != Method::Options)
        return true;
    for (const QString &prefix : m_guardedPrefixes) {
        if (request.path.startsWith(prefix))
            return true;
    }
    return false;
}

std::optional<Answer> OriginCheck::operator()(const Request &request, bool isUpgrade) const
{
    if (!isGuarded(request, isUpgrade))
        return std::nullopt;

    qsizetype count = 0;
    for (const auto &entry : request.headers)
        count += entry.first == "origin" ? 1 : 0;
    if (count > 1)
        return refused(QStringLiteral("the request has more than one Origin"));
    const QByteArray origin = request.header("origin").toLower();
    if (count == 0) {
        if (request.header("sec-fetch-site").toLower() == "cross-site")
            return refused(
                QStringLiteral("the request comes from another site (Sec-Fetch-Site: cross-site)"));
        return std::nullopt;
    }
    if (m_origins.contains(origin) || isSameSite(origin, request.header("host").toLower()))
        return std::nullopt;
    return refused(
        QStringLiteral("the origin \"%1\" is not this server's. If it is yours, add it to ALLOWED_ORIGINS.")
            .arg(QString::fromLatin1(origin)));
}

} // namespace http
