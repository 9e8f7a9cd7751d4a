#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"

#include <QByteArray>
#include <QHash>
#include <QJsonObject>

#include <chrono>

namespace auth {

//! Issues and verifies JSON Web Tokens (RFC 7519) signed with HMAC-SHA256. The algorithm is fixed: what a
//! token's header asks for is compared, never obeyed. Signatures are compared in constant time. The tokens
//! that were good last are remembered: every request brings one, and verifying it anew cost a relay a quarter
//! of its time.
class JsonWebToken
{
public:
    //! Longer ones are refused unread.
    static constexpr qsizetype MaxLength = 4096;
    static constexpr qsizetype MaxRemembered = 64;

    //! `clock` must outlive this.
    JsonWebToken(QByteArray key, std::chrono::seconds lifetime, const base::Clock &clock);

    //! A token with these claims and `iat` and `exp`, in seconds since the epoch.
    QByteArray issue(QJsonObject claims) const;
    //! The claims; Unauthorized if it is malformed, signed otherwise or expired.
    base::Result<QJsonObject> verify(const QByteArray &token) const;

private:
    base::Result<QJsonObject> verifyAnew(const QByteArray &token) const;
    bool isExpired(const QJsonObject &claims) const;
    QByteArray signature(const QByteArray &signedPart) const;
    qint64 now() const;

    QByteArray m_key;
    std::chrono::seconds m_lifetime;
    const base::Clock &m_clock;
    mutable QHash<QByteArray, QJsonObject> m_remembered; //!< claims of tokens whose signature is good
};

} // namespace auth
