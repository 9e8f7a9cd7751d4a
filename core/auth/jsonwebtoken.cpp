#include "core/auth/jsonwebtoken.h"

#include "core/base/jsonreader.h"
#include "core/base/secret.h"

#include <QCryptographicHash>
#include <QJsonDocument>
#include <QMessageAuthenticationCode>

#include <optional>

namespace auth {

namespace {

constexpr auto Encoding = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;

QByteArray encoded(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact).toBase64(Encoding);
}

//! nullopt unless it is exactly how we would write it: one token has one spelling.
std::optional<QByteArray> decoded(const QByteArray &text)
{
    const auto result
        = QByteArray::fromBase64Encoding(text, Encoding | QByteArray::AbortOnBase64DecodingErrors);
    if (!result || result.decoded.toBase64(Encoding) != text)
        return std::nullopt;
    return result.decoded;
}

tl::unexpected<base::Error> refused()
{
    return base::failure(base::ErrorCode::Unauthorized, QStringLiteral("Invalid or expired token"));
}

} // namespace

JsonWebToken::JsonWebToken(QByteArray key, std::chrono::seconds lifetime, const base::Clock &clock)
    : m_key(std::move(key))
    , m_lifetime(lifetime)
    , m_clock(clock)
{
}

qint64 JsonWebToken::now() const
{
    constexpr base::Timestamp MillisecondsPerSecond = 1000;
    return m_clock.now() / MillisecondsPerSecond;
}

QByteArray JsonWebToken::signature(const QByteArray &signedPart) const
{
    return QMessageAuthenticationCode::hash(signedPart, m_key, QCryptographicHash::Sha256);
}

QByteArray JsonWebToken::issue(QJsonObject claims) const
{
    const qint64 issued = now();
    claims.insert(QStringLiteral("iat"), issued);
    claims.insert(QStringLiteral("exp"), issued + m_lifetime.count());
    const QJsonObject header{
        {QStringLiteral("alg"), QStringLiteral("HS256")}, {QStringLiteral("typ"), QStringLiteral("JWT")}};
    const QByteArray signedPart = encoded(header) + '.' + encoded(claims);
    return signedPart + '.' + signature(signedPart).toBase64(Encoding);
}

base::Result<QJsonObject> JsonWebToken::verify(const QByteArray &token) const
{
    if (token.size() > MaxLength)
        return refused();
    if (const auto known = m_remembered.constFind(token); known != m_remembered.constEnd()) {
        if (!isExpired(*known))
            return *known;
        m_remembered.erase(known);
        return refused();
    }
    auto claims = verifyAnew(token);
    if (claims) {
        if (m_remembered.size() >= MaxRemembered)
            m_remembered.clear();
        m_remembered.insert(token, *claims);
    }
    return claims;
}

bool JsonWebToken::isExpired(const QJsonObject &claims) const
{
    const QJsonValue expiry = claims.value(QStringLiteral("exp"));
    return !expiry.isDouble() || static_cast<double>(now()) >= expiry.toDouble();
}

base::Result<QJsonObject> JsonWebToken::verifyAnew(const QByteArray &token) const
{
    const QList<QByteArray> parts = token.split('.');
    if (parts.size() != 3)
        return refused();
    const auto sent = decoded(parts[2]);
    if (!sent || !base::constantTimeEquals(*sent, signature(parts[0] + '.' + parts[1])))
        return refused();

    const auto header = base::parseJsonObject(decoded(parts[0]).value_or(QByteArray()));
    if (!header || header->value(QStringLiteral("alg")) != QStringLiteral("HS256"))
        return refused();
    auto claims = base::parseJsonObject(decoded(parts[1]).value_or(QByteArray()));
    if (!claims || isExpired(*claims))
        return refused();
    return claims;
}

} // namespace auth
