#pragma once

#include "server/http/httpserver.h"

#include <QStringList>

#include <vector>

//! A server with a few routes whose doings can be looked at.
//! GET /hello, POST /echo (its body back), GET /held (answered by answerHeld), GET /dropped (never answered),
//! GET /item/:id (the parameter back), GET /big?size= (that many bytes), anything else: 404.
class EchoServer
{
public:
    explicit EchoServer(const http::Limits &limits = {})
        : server(std::make_unique<http::HttpServer>(limits))
    {
        using http::Method;
        http::Router &router = server->router();
        router.add(Method::Get, QStringLiteral("/hello"),
            [this](const http::Request &request, http::Responder responder) {
                seen.append(request.path);
                responder.json(200, QJsonObject{{QStringLiteral("hello"), QStringLiteral("world")}});
            });
        router.add(Method::Post, QStringLiteral("/echo"),
            [this](const http::Request &request, http::Responder responder) {
                seen.append(request.path);
                responder.bytes(200, "application/octet-stream", request.body);
            });
        router.add(Method::Get, QStringLiteral("/held"),
            [this](const http::Request &request, http::Responder responder) {
                seen.append(request.path);
                held.push_back(std::move(responder));
            });
        router.add(
            Method::Get, QStringLiteral("/dropped"), [](const http::Request &, const http::Responder &) {});
        router.add(Method::Get, QStringLiteral("/item/:id"),
            [](const http::Request &request, http::Responder responder) {
                responder.bytes(200, "text/plain", request.parameter("id").toUtf8());
            });
        router.add(
            Method::Get, QStringLiteral("/big"), [](const http::Request &request, http::Responder responder) {
                responder.bytes(200, "text/plain",
                    QByteArray(request.queryItem("size").value_or(QString()).toLongLong(), 'b'));
            });
        const auto opened = server->open(0);
        if (!opened)
            qFatal("%s", qPrintable(opened.error().message));
        port = *opened;
    }

    void answerHeld(const QByteArray &body)
    {
        http::Responder responder = std::move(held.front());
        held.erase(held.begin());
        responder.bytes(200, "text/plain", body);
    }

    std::unique_ptr<http::HttpServer> server;
    quint16 port = 0;
    QStringList seen; //!< paths of the requests that reached a handler, in order
    std::vector<http::Responder> held;
};
