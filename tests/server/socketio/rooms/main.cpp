// socketio-rooms: a server for what the echo server has not: rooms, broadcasts, disconnecting, and a login.
// It listens on a free loopback port, which is the first line of its output. Who connects must bring the auth
// token "sesame" or the cookie "token=sesame" with the first request of the session.
//   join ROOM, leave ROOM   acknowledged with the number of rooms asked about that the client is in (0 or 1)
//   tell ROOM ...           broadcasts `told` with the arguments behind the room
//   tell-all ...            broadcasts `told` to the namespace
//   whoami                  acknowledged with user, peer and the number of clients
//   kick                    the client is disconnected from the namespace

#include "server/http/httpserver.h"
#include "server/socketio/server.h"

#include <QCoreApplication>

#include <cstdio>

namespace {

const QString Token = QStringLiteral("sesame");

base::Result<QString> checkToken(const http::Request &handshake, const QJsonObject &auth)
{
    if (auth.value(QStringLiteral("token")) == Token)
        return QStringLiteral("by token");
    if (handshake.header("cookie").contains("token=sesame"))
        return QStringLiteral("by cookie");
    return base::failure(base::ErrorCode::Unauthorized, QStringLiteral("Authentication required"));
}

socketio::Arguments withoutRoom(socketio::Arguments arguments)
{
    arguments.values.removeFirst();
    return arguments;
}

void serve(socketio::Namespace &space, socketio::Socket *socket, const QString &event,
    const socketio::Arguments &arguments, const socketio::Acknowledge &acknowledge)
{
    const QString room = arguments.values.first().toString();
    if (event == QLatin1String("join")) {
        socket->join(room);
        acknowledge(QJsonArray{socket->isIn(room) ? 1 : 0});
    } else if (event == QLatin1String("leave")) {
        socket->leave(room);
        acknowledge(QJsonArray{socket->isIn(room) ? 1 : 0});
    } else if (event == QLatin1String("tell")) {
        space.broadcastTo(room, QStringLiteral("told"), withoutRoom(arguments));
    } else if (event == QLatin1String("tell-all")) {
        space.broadcast(QStringLiteral("told"), arguments);
    } else if (event == QLatin1String("whoami")) {
        acknowledge(QJsonArray{socket->user(), socket->peer(), space.sockets().size()});
    } else if (event == QLatin1String("kick")) {
        socket->disconnectClient();
    }
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    socketio::Server server({}, &checkToken);
    socketio::Namespace &space = server.of(QStringLiteral("/"));
    QObject::connect(&space, &socketio::Namespace::connected, &space, [&space](socketio::Socket *socket) {
        QObject::connect(socket, &socketio::Socket::received, socket,
            [&space, socket](const QString &event, const socketio::Arguments &arguments,
                const socketio::Acknowledge &acknowledge) {
                serve(space, socket, event, arguments, acknowledge);
            });
    });

    http::HttpServer http;
    http.addCheck(
        [&server](http::Request &request, bool isUpgrade) { return server.checkHead(request, isUpgrade); });
    http.router().addPrefix(
        server.path(), [&server](const http::Request &request, const http::Responder &responder) {
            server.handlePoll(request, responder);
        });
    http.setUpgradeHandler(
        [&server](
            const http::Request &request) { return http::UpgradeDecision{server.refuseUpgrade(request)}; },
        [&server](std::unique_ptr<QWebSocket> socket, const http::Request &request) {
            server.adopt(std::move(socket), request);
        });
    const base::Result<quint16> port = http.open(0);
    if (!port) {
        std::fprintf(stderr, "socketio-rooms: %s\n", qUtf8Printable(port.error().message));
        return 1;
    }
    std::printf("%d\n", *port);
    std::fflush(stdout);
    return QCoreApplication::exec();
}
