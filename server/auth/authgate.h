#pragma once

#include "core/base/secret.h"
#include "server/auth/jsonwebtoken.h"
#include "server/http/answer.h"
#include "server/http/request.h"

#include <optional>

namespace auth {

//! Who may use the API. Without a password everybody may; with one, a request needs a token that login gave
//! out, in the cookie `auth_token` or as `Authorization: Bearer`. Static files and /api/auth/ are open, so
//! that a browser can get to the login form.
class AuthGate
{
public:
    static constexpr std::chrono::seconds TokenLifetime = std::chrono::hours(24);
    static constexpr char CookieName[] = "auth_token";

    //! An empty password means none. `clock` must outlive this.
    AuthGate(base::Secret password, const base::Clock &clock);

    bool isRequired() const { return !m_password.isEmpty(); }
    bool isPassword(const QByteArray &password) const { return m_password.equals(password); }
    QByteArray issueToken() const;

    //! Whether this token came from issueToken and is not too old; also for one that came with a Socket.IO
    //! CONNECT.
    bool acceptsToken(const QByteArray &token) const;
    //! Whether the request is allowed, whatever its path. The error is Unauthorized with the words for the
    //! client.
    base::Result<void> check(const http::Request &request) const;
    //! The check for every request: refuses (401) what is below /api but not below /api/auth and is not
    //! allowed.
    std::optional<http::Answer> refusal(http::Request &request) const;

private:
    base::Secret m_password;
    JsonWebToken m_tokens;
};

} // namespace auth
