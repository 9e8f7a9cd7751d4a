#pragma once

#include "core/auth/jsonwebtoken.h"
#include "core/base/secret.h"
#include "core/http/answer.h"
#include "core/http/request.h"

#include <optional>

namespace auth {

//! What tells one program's tokens from another's: a browser may hold those of a relay and of the machine
//! behind it at the same time.
struct TokenKind
{
    QByteArray cookieName;
    QString claim; //!< is true in the token
};

//! Who may use the API. Without a password everybody may; with one, a request needs a token that login gave
//! out, in the cookie or as `Authorization: Bearer`. Static files and /api/auth/ are open, so that a browser
//! can get to the login form.
class AuthGate
{
public:
    static constexpr std::chrono::seconds TokenLifetime = std::chrono::hours(24);

    //! An empty password means none. Tokens are signed with `key`; another key ends every session. `clock`
    //! must outlive this.
    AuthGate(base::Secret password, TokenKind kind, QByteArray key, const base::Clock &clock);
    //! The local server's: cookie `auth_token`, key from the password, as the original AgentMonitor has it.
    //! `localToken` is as good as one that login gave out, and does not grow old; empty: there is none.
    static AuthGate ofServer(base::Secret password, base::Secret localToken, const base::Clock &clock);

    bool isRequired() const { return !m_password.isEmpty(); }
    const TokenKind &kind() const { return m_kind; }
    bool isPassword(const QByteArray &password) const { return m_password.equals(password); }
    QByteArray issueToken() const;

    //! Whether this token came from issueToken and is not too old; also for one that came with a Socket.IO
    //! CONNECT.
    bool acceptsToken(const QByteArray &token) const;
    //! Whether the request is allowed, whatever its path. The error is Unauthorized with the words for the
    //! client.
    base::Result<void> check(const http::Request &request) const;
    //! Whether its `Authorization: Bearer` holds one of our tokens (and so is nobody else's).
    bool ownsBearer(const http::Request &request) const;
    //! The check for every request: refuses (401) what is below /api but not below /api/auth and is not
    //! allowed.
    std::optional<http::Answer> refusal(http::Request &request) const;

private:
    QList<QByteArray> tokensOf(const http::Request &request) const;

    base::Secret m_password;
    base::Secret m_localToken;
    TokenKind m_kind;
    JsonWebToken m_tokens;
};

} // namespace auth
