#pragma once

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTcpServer>
#include <QTcpSocket>
#include <QWebSocket>
#include <QWebSocketServer>

#include <unistd.h>

//! A server as far as a tray can see: REST and Socket.IO at one port, with every bad manner.
class FakeServer : public QObject
{
    Q_OBJECT

public:
    enum class Manner {
        Good,
        Deaf, //!< takes requests, answers none
        Garbage, //!< answers with what is no HTTP
        NoJson, //!< another program's page
        WrongShape, //!< JSON, but not the API's
        Failing, //!< 500
    };

    FakeServer()
        : m_webSockets(QStringLiteral("fake"), QWebSocketServer::NonSecureMode)
    {
        connect(&m_listener, &QTcpServer::newConnection, this, [this] {
            QTcpSocket *socket = m_listener.nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, this, [this, socket] { take(socket); });
            connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        });
        connect(&m_webSockets, &QWebSocketServer::newConnection, this, [this] {
            QWebSocket *socket = m_webSockets.nextPendingConnection();
            socket->setParent(this);
            sockets.append(socket);
            connect(socket, &QWebSocket::textMessageReceived, this,
                [this, socket](const QString &text) { takeMessage(socket, text); });
            connect(socket, &QWebSocket::disconnected, this, [this, socket] {
                sockets.removeAll(socket);
                socket->deleteLater();
            });
            if (greets)
                socket->sendTextMessage(QStringLiteral(
                    R"(0{"sid":"x","upgrades":[],"pingInterval":%1,"pingTimeout":%2,"maxPayload":1000000})")
                                            .arg(pingInterval)
                                            .arg(pingTimeout));
        });
    }

    bool listen(quint16 port = 0) { return m_listener.listen(QHostAddress::LocalHost, port); }
    void close() { m_listener.close(); }
    quint16 port() const { return m_listener.serverPort(); }

    void emitEvent(const QString &event, const QJsonValue &payload)
    {
        const QByteArray data = QJsonDocument(QJsonArray{event, payload}).toJson(QJsonDocument::Compact);
        for (QWebSocket *socket : std::as_const(sockets))
            socket->sendTextMessage(QStringLiteral("42") + QString::fromUtf8(data));
    }
    void release()
    {
        const auto all = std::exchange(m_held, {});
        for (const auto &[socket, body] : all)
            reply(socket, 200, body);
    }
    void dropSockets()
    {
        const auto all = sockets;
        for (QWebSocket *socket : all)
            socket->abort();
    }

    Manner manner = Manner::Good;
    QByteArray token; //!< empty: everybody gets in
    bool greets = true; //!< new WebSockets
    bool acknowledges = true;
    int pingInterval = 25000;
    int pingTimeout = 20000;
    qint64 pid = ::getpid();
    QJsonArray agents;
    QJsonObject tunnel{{QStringLiteral("state"), QStringLiteral("off")}};
    QStringList requests; //!< "GET /api/agents"
    QList<QByteArray> bodies; //!< of POSTs
    QList<QWebSocket *> sockets;
    QStringList messages; //!< of all of them
    QSet<QString> heldPaths; //!< are answered by release(), as it was when they were asked for
    QHash<QString, int> statusOf; //!< of paths that are answered with an error

Q_SIGNALS:
    void requested(const QString &request);

private:
    void take(QTcpSocket *socket)
    {
        const QByteArray seen = socket->peek(64 * 1024);
        const qsizetype headEnd = seen.indexOf("\r\n\r\n");
        if (headEnd < 0)
            return;
        const QByteArray head = seen.first(headEnd);
        const bool authorized = token.isEmpty() || head.contains("Authorization: Bearer " + token);
        if (head.toLower().contains("upgrade: websocket")) {
            requests.append(QStringLiteral("UPGRADE"));
            if (!authorized) {
                reply(socket, 401, R"({"error":"Authentication required"})", true);
                return;
            }
            if (manner != Manner::Good)
                return;
            socket->disconnect(this);
            m_webSockets.handleConnection(socket);
            Q_EMIT socket->readyRead();
            return;
        }
        const qsizetype bodySize = bodySizeOf(head);
        if (seen.size() < headEnd + 4 + bodySize)
            return;
        socket->read(headEnd + 4);
        const QByteArray body = socket->read(bodySize);
        const QList<QByteArray> line = head.left(head.indexOf('\r')).split(' ');
        const QString path = QString::fromLatin1(line.value(1));
        const QString request = QString::fromLatin1(line.value(0)) + QLatin1Char(' ') + path;
        requests.append(request);
        if (line.value(0) == "POST")
            bodies.append(body);
        answer(socket, path, authorized);
        Q_EMIT requested(request);
    }

    static qsizetype bodySizeOf(const QByteArray &head)
    {
        const QByteArray lower = head.toLower();
        const qsizetype at = lower.indexOf("content-length:");
        return at < 0
            ? 0
            : lower.mid(at + 15, lower.indexOf('\r', at) < 0 ? -1 : lower.indexOf('\r', at) - at - 15)
                  .trimmed()
                  .toLongLong();
    }

    void answer(QTcpSocket *socket, const QString &path, bool authorized)
    {
        switch (manner) {
        case Manner::Deaf:
            return;
        case Manner::Garbage:
            socket->write("220 mail.example.com ESMTP\r\n\r\n");
            socket->disconnectFromHost();
            return;
        case Manner::NoJson:
            reply(socket, 200, "<html>Something else</html>");
            return;
        case Manner::WrongShape:
            reply(socket, 200, R"({"status":"fine"})");
            return;
        case Manner::Failing:
            reply(socket, 500, R"({"error":"out of order"})");
            return;
        case Manner::Good:
            break;
        }
        if (!authorized) {
            reply(socket, 401, R"({"error":"Authentication required"})");
        } else if (statusOf.contains(path)) {
            reply(socket, statusOf.value(path), R"({"error":"No, for a reason"})");
        } else if (path == QLatin1String("/api/health")) {
            reply(socket, 200,
                QJsonDocument(QJsonObject{{QStringLiteral("ok"), true},
                                  {QStringLiteral("version"), QStringLiteral("9.9")},
                                  {QStringLiteral("uptime"), 12.5}, {QStringLiteral("pid"), pid}})
                    .toJson());
        } else if (path == QLatin1String("/api/agents")) {
            reply(socket, 200, QJsonDocument(agents).toJson());
        } else if (path.startsWith(QLatin1String("/api/tunnel/"))) {
            if (heldPaths.contains(path))
                m_held.append({socket, QJsonDocument(tunnel).toJson()});
            else
                reply(socket, 200, QJsonDocument(tunnel).toJson());
        } else {
            reply(socket, 200, R"({"ok":true})");
        }
    }

    static void reply(QTcpSocket *socket, int status, const QByteArray &body, bool close = false)
    {
        socket->write("HTTP/1.1 " + QByteArray::number(status) + " X\r\nContent-Type: application/json\r\n"
            + (close ? "Connection: close\r\n" : "") + "Content-Length: " + QByteArray::number(body.size())
            + "\r\n\r\n" + body);
        if (close)
            socket->disconnectFromHost();
    }

    void takeMessage(QWebSocket *socket, const QString &text)
    {
        messages.append(text);
        if (text == QLatin1String("40"))
            socket->sendTextMessage(QStringLiteral(R"(40{"sid":"y"})"));
        // An event with an id: "420[...]"
        if (acknowledges && text.startsWith(QLatin1String("42")) && text.size() > 2 && text[2].isDigit())
            socket->sendTextMessage(
                QStringLiteral("43%1[{\"at\":1}]").arg(text.mid(2, text.indexOf(QLatin1Char('[')) - 2)));
    }

    QTcpServer m_listener;
    QList<std::pair<QTcpSocket *, QByteArray>> m_held;
    QWebSocketServer m_webSockets;
};
