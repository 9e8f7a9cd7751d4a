#pragma once

#include "core/http/bodymeter.h"
#include "core/http/exchange.h"
#include "core/http/responseheadparser.h"
#include "relay/machines/machine.h"

#include <QPointer>
#include <QTcpSocket>

#include <chrono>
#include <optional>

namespace visitor {

//! One request on its way through the tunnel and its response on the way back, each body as bytes that are
//! counted but never kept; after an accepted WebSocket handshake raw bytes both ways.
class Forwarding final : public tunnel::StreamListener
{
public:
    using Time = std::chrono::steady_clock::time_point;

    //! What becomes of the visitor's connection. Each is the last that a Forwarding does; it may be deleted
    //! in it.
    class Owner
    {
    public:
        virtual ~Owner() = default;
        //! The response is complete; the connection goes on or ends.
        virtual void exchangeDone(bool keepAlive) = 0;
        //! Nothing of a response has been sent: this is the answer.
        virtual void exchangeFailed(int status, const QString &message) = 0;
        //! A response that has begun cannot be completed, or a WebSocket broke.
        virtual void exchangeBroken() = 0;
        //! The other end of a WebSocket has closed it, and all its bytes are in the socket.
        virtual void webSocketEnded() = 0;
    };

    Forwarding(Owner &owner, QTcpSocket &socket, machines::Machine &machine, const http::RequestHead &head,
        QByteArray forwardedHead);
    ~Forwarding() override;
    Q_DISABLE_COPY_MOVE(Forwarding)

    //! Sends the head and what of the body is there.
    void begin();
    //! The visitor has sent something.
    void readVisitor();
    //! The visitor has taken something.
    void visitorTook();
    //! The visitor has closed a WebSocket.
    void visitorFinished();

    bool isWebSocket() const { return m_stage == Stage::Raw; }
    //! Since when the local server owes the head of its response; nullopt if it does not.
    std::optional<Time> waitsForResponseSince() const;

private:
    enum class Stage { Head, Body, Raw, Over };

    void streamData(QByteArrayView bytes) override;
    void streamFinished() override;
    void streamReset(tunnel::ResetCode code, const QString &text) override;
    void streamWritable() override;

    bool isFirstByte() const { return m_stage == Stage::Head && m_responseHead.size() == 0 && !m_hasInterim; }
    bool canTryAgain() const;
    void send();
    bool sendHead();
    void sendBody();
    void sendRaw();
    qsizetype takeHead(QByteArrayView bytes, QByteArray &out);
    void takeBody(QByteArrayView bytes, QByteArray out);
    void toVisitor(QByteArrayView bytes);
    void bodyDone(bool hasMore);
    void giveCredit();
    void letGo(bool reusable);
    void fail(int status, const QString &message);

    Owner &m_owner;
    QTcpSocket &m_socket;
    QPointer<machines::Machine> m_machine;
    tunnel::Stream *m_stream = nullptr;
    bool m_isUsedStream = false;
    QByteArray m_requestHead; //!< kept until the response begins, in case the stream was stale
    qsizetype m_headSent = 0;
    http::BodyMeter m_requestBody;
    bool m_hasRequestBody;
    http::Exchange m_exchange;
    http::ResponseHeadParser m_responseHead;
    std::optional<http::BodyMeter> m_responseBody;
    bool m_hasInterim = false;
    bool m_keepsServer = false;
    bool m_keepsVisitor = false;
    Stage m_stage = Stage::Head;
    qint64 m_owed = 0; //!< received from the stream, credit not given yet
    std::optional<Time> m_requestSent;
};

} // namespace visitor
