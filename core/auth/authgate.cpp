#include "core/auth/authgate.h"

#include <QCryptographicHash>

namespace auth {

namespace {

bool isGuarded(const QString &path)
{
    return (path == QLatin1String("/api") || path.startsWith(QLatin1String("/api/")))
        && !path.startsWith(QLatin1String("/api/auth/"));
}

} // namespace

AuthGate::AuthGate(base::Secret password, TokenKind kind, QByteArray key, const base::Clock &clock)
    : m_password(std::move(password))
    , m_kind(std::move(kind))
    , m_tokens(std::move(key), TokenLifetime, clock)
{
}

AuthGate AuthGate::ofServer(base::Secret password, base::Secret localToken, const base::Clock &clock)
{
    QByteArray key = QCryptographicHash::hash(password.reveal(), QCryptographicHash::Sha256).toHex();
    AuthGate gate(std::move(password), {"auth_token", QStringLiteral("local")}, std::move(key), clock);
    gate.m_localToken = std::move(localToken);
    return gate;
}

namespace {

//! nullopt if the header is of another kind.
std::optional<QByteArray> bearerOf(const QByteArray &authorization)
{
    constexpr QByteArrayView Scheme = "bearer ";
    if (authorization.size() <= Scheme.size() || authorization.first(Scheme.size()).toLower() != Scheme)
        return std::nullopt;
    return authorization.sliced(Scheme.size()).trimmed();
}

} // namespace

//! Every token that the request carries; a browser may send an old cookie of the same name beside the right
//! one.
QList<QByteArray> AuthGate::tokensOf(const http::Request &request) const
{
    QList<QByteArray> tokens;
    for (const auto &[name, value] : request.headers) {
        if (name == "cookie") {
            const QList<QByteArray> cookies = value.split(';');
            for (const QByteArray &cookie : cookies) {
                const qsizetype equals = cookie.indexOf('=');
                if (equals > 0 && cookie.first(equals).trimmed() == m_kind.cookieName)
                    tokens.append(cookie.sliced(equals + 1).trimmed());
            }
        } else if (name == "authorization") {
            if (const auto bearer = bearerOf(value))
                tokens.append(*bearer);
        }
    }
    tokens.removeAll(QByteArray());
    return tokens;
}

QByteArray AuthGate::issueToken() const
{
    return m_tokens.issue({{m_kind.claim, true}});
}

bool AuthGate::acceptsToken(const QByteArray &token) const
{
    if (!isRequired() || (!m_localToken.isEmpty() && m_localToken.equals(token)))
        return true;
    const auto claims = m_tokens.verify(token);
    return claims && claims->value(m_kind.claim).toBool();
}

base::Result<void> AuthGate::check(const http::Request &request) const
{
    if (!isRequired())
        return {};
    const QList<QByteArray> tokens = tokensOf(request);
    for (const QByteArray &token : tokens) {
        if (acceptsToken(token))
            return {};
    }
    return base::failure(base::ErrorCode::Unauthorized,
        tokens.isEmpty() ? QStringLiteral("Authentication required")
                         : QStringLiteral("Invalid or expired token"));
}

bool AuthGate::ownsBearer(const http::Request &request) const
{
    const auto bearer = bearerOf(request.header("authorization"));
    return bearer && isRequired() && acceptsToken(*bearer);
}

std::optional<http::Answer> AuthGate::refusal(http::Request &request) const
{
    if (isGuarded(request.path)) {
        if (const auto allowed = check(request); !allowed)
            return http::errorAnswer(401, allowed.error().message);
    }
    request.user = QStringLiteral("you");
    return std::nullopt;
}

} // namespace auth
