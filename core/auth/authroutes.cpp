#include "core/auth/authroutes.h"

#include "core/base/jsonreader.h"

namespace auth {

namespace {

QJsonObject okay()
{
    return {{QStringLiteral("ok"), true}};
}

//! Over TLS the cookie is for TLS only, also when a proxy in front of us is the one that speaks it.
QByteArray cookie(
    const AuthGate &gate, const http::Request &request, const QByteArray &token, const QByteArray &lifetime)
{
    const bool secure = request.isSecure || request.header("x-forwarded-proto") == "https";
    return gate.kind().cookieName + '=' + token + "; " + lifetime + "; Path=/; HttpOnly; SameSite=Lax"
        + (secure ? "; Secure" : "");
}

void login(const AuthGate &gate, LoginRate &rate, const http::Request &request, http::Responder responder)
{
    if (!gate.isRequired())
        return responder.json(200, okay());
    if (const auto wait = rate.wait(request.peer)) {
        responder.header("Retry-After", QByteArray::number(static_cast<qint64>(wait->count())));
        return responder.error(
            429, QStringLiteral("Too many wrong passwords; try again in %1 seconds").arg(wait->count()));
    }
    const auto body = request.json();
    if (!body)
        return responder.error(body.error());
    base::JsonReader reader(*body);
    const QString password = reader.string("password");
    if (reader.error())
        return responder.error(*reader.error());
    if (!gate.isPassword(password.toUtf8())) {
        rate.failed(request.peer);
        return responder.error(401, QStringLiteral("Invalid password"));
    }
    rate.succeeded(request.peer);
    responder.header("Set-Cookie",
        cookie(gate, request, gate.issueToken(),
            "Max-Age=" + QByteArray::number(static_cast<qint64>(AuthGate::TokenLifetime.count()))));
    responder.json(200, okay());
}

void check(const AuthGate &gate, const http::Request &request, http::Responder responder)
{
    if (!gate.check(request))
        return responder.json(401, QJsonObject{{QStringLiteral("authenticated"), false}});
    responder.json(200,
        QJsonObject{
            {QStringLiteral("authenticated"), true}, {QStringLiteral("required"), gate.isRequired()}});
}

void logout(const AuthGate &gate, const http::Request &request, http::Responder responder)
{
    responder.header("Set-Cookie", cookie(gate, request, {}, "Expires=Thu, 01 Jan 1970 00:00:00 GMT"));
    responder.json(200, okay());
}

} // namespace

void addAuthRoutes(http::Router &router, const AuthGate &gate, LoginRate &rate)
{
    using http::Method;
    router.add(Method::Post, QStringLiteral("/api/auth/login"),
        [&gate, &rate](const http::Request &request, http::Responder responder) {
            login(gate, rate, request, std::move(responder));
        });
    router.add(Method::Get, QStringLiteral("/api/auth/check"),
        [&gate](const http::Request &request, http::Responder responder) {
            check(gate, request, std::move(responder));
        });
    router.add(Method::Post, QStringLiteral("/api/auth/logout"),
        [&gate](const http::Request &request, http::Responder responder) {
            logout(gate, request, std::move(responder));
        });
}

} // namespace auth
