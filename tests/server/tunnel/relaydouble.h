#pragma once

#include "core/tunnel/handshake.h"
#include "core/tunnel/link.h"

#include <QTest>
#include <QWebSocketServer>

//! A relay as far as a machine can see: takes tunnels, knows one token, opens streams.
class RelayDouble
{
public:
    RelayDouble()
    {
        QObject::connect(&m_server, &QWebSocketServer::newConnection, &m_server, [this] { greet(); });
        listen(0);
    }
    ~RelayDouble() { cut(); }

    void listen(quint16 port)
    {
        QVERIFY(m_server.listen(QHostAddress::LocalHost, port));
        m_port = m_server.serverPort();
    }
    //! Takes no more tunnels.
    void close() { m_server.close(); }
    quint16 port() const { return m_port; }
    QUrl url() const { return QUrl(QStringLiteral("ws://127.0.0.1:%1").arg(m_port)); }

    //! Ends the tunnel without a word.
    void cut()
    {
        m_handshakes.clear();
        link.reset();
    }
    void closeTunnel(tunnel::CloseCode code, const QString &reason) { link->close(code, reason); }

    QByteArray token = "secret";
    QString version = QStringLiteral("9.9");
    bool answers = true; //!< to a hello
    int tunnels = 0; //!< authenticated so far
    int connections = 0;
    QString path; //!< that the last one asked for
    QString machine;
    std::unique_ptr<tunnel::Link> link; //!< of the newest tunnel

private:
    struct Handshake
    {
        std::unique_ptr<QWebSocket> socket;
        tunnel::RelayHandshake steps;
    };

    void greet()
    {
        ++connections;
        std::unique_ptr<QWebSocket> socket(m_server.nextPendingConnection());
        path = socket->requestUrl().path();
        QWebSocket *raw = socket.get();
        auto handshake = std::make_shared<Handshake>(Handshake{std::move(socket),
            {base::Secret(token), tunnel::newNonce(), version, QStringLiteral("session-1")}});
        m_handshakes.push_back(handshake);
        QObject::connect(raw, &QWebSocket::textMessageReceived, &m_server,
            [this, weak = std::weak_ptr(handshake)](const QString &text) {
                if (const auto alive = weak.lock(); alive && answers)
                    take(*alive, text);
            });
    }

    void take(Handshake &handshake, const QString &text)
    {
        const auto step = handshake.steps.feed(text.toUtf8());
        const auto send = [&](const QByteArray &bytes) {
            if (!bytes.isEmpty())
                handshake.socket->sendTextMessage(QString::fromUtf8(bytes));
        };
        if (const auto *next = std::get_if<tunnel::SendText>(&step)) {
            send(next->text);
        } else if (const auto *done = std::get_if<tunnel::Authenticated>(&step)) {
            send(done->text);
            machine = done->machine;
            handshake.socket->disconnect(&m_server);
            link.reset();
            link = std::make_unique<tunnel::Link>(tunnel::Session::Role::Opens, std::move(handshake.socket));
            ++tunnels;
        } else if (const auto *no = std::get_if<tunnel::Rejected>(&step)) {
            send(no->text);
            handshake.socket->close(static_cast<QWebSocketProtocol::CloseCode>(no->code), no->reason);
        }
    }

    QWebSocketServer m_server{QStringLiteral("relay"), QWebSocketServer::NonSecureMode};
    quint16 m_port = 0;
    std::vector<std::shared_ptr<Handshake>> m_handshakes;
};

//! The relay's end of a stream. Sends `toSend` as credit allows, then FIN if `finishes`.
class Visitor final : public tunnel::StreamListener
{
public:
    explicit Visitor(RelayDouble &relay)
        : stream(relay.link->session().open(*this))
    {
    }
    ~Visitor() override
    {
        if (stream)
            stream->release();
    }

    void send(const QByteArray &bytes, bool thenFinish = false)
    {
        m_toSend += bytes;
        m_finishes = thenFinish;
        streamWritable();
    }
    void takeAll()
    {
        takes = true;
        if (stream)
            stream->consumed(std::exchange(m_untaken, 0));
    }
    void release() { std::exchange(stream, nullptr)->release(); }
    qsizetype unsent() const { return m_toSend.size() - m_sent; }

    tunnel::Stream *stream;
    bool takes = true;
    QByteArray received;
    bool isFinished = false;
    std::optional<tunnel::ResetCode> reset;

private:
    void streamData(QByteArrayView bytes) override
    {
        received.append(bytes);
        if (takes)
            stream->consumed(bytes.size());
        else
            m_untaken += bytes.size();
    }
    void streamFinished() override { isFinished = true; }
    void streamReset(tunnel::ResetCode code, const QString &) override
    {
        reset = code;
        stream = nullptr;
    }
    void streamWritable() override
    {
        while (stream && unsent() > 0 && stream->writable() > 0) {
            const auto count = qMin<qsizetype>(unsent(), stream->writable());
            stream->write(m_toSend.sliced(m_sent, count));
            m_sent += count;
        }
        if (stream && unsent() == 0 && std::exchange(m_finishes, false))
            stream->finish();
    }

    QByteArray m_toSend;
    qsizetype m_sent = 0;
    qint64 m_untaken = 0;
    bool m_finishes = false;
};
