#pragma once

#include "server/http/connectiontable.h"
#include "server/http/incomingrequest.h"

#include <QTcpSocket>

#include <chrono>
#include <memory>
#include <optional>

namespace http {

//! A connection that lets QHttpServer see whole, checked requests only, one at a time.
//!
//! It hears readyRead before QHttpServer does and keeps what it reads inside a QIODevice transaction: to
//! QHttpServer the socket looks empty. When head and body are complete and allowed, the transaction is rolled
//! back and QHttpServer, whose slot is next, reads exactly that request. Everything else (bad or slow heads,
//! bodies over the limit, refused requests and upgrades) is answered here and never gets there. While an
//! answer is owed or still being written the next request of a pipelining client waits in the socket, unread,
//! in a buffer of bounded size.
class GuardedSocket final : public QTcpSocket
{
    Q_OBJECT

public:
    using Time = std::chrono::steady_clock::time_point;

    GuardedSocket(const Limits &limits, Gate gate, std::shared_ptr<ConnectionTable> table, QObject *parent);
    ~GuardedSocket() override;

    //! The request that QHttpServer has just read, with its body and the number to answer it by; nullopt (and
    //! the connection is cut) if QHttpServer and we do not agree on where it ends.
    struct Received
    {
        Request request;
        quint64 number;
    };
    std::optional<Received> take(QByteArray body);
    //! Whether the request is an accepted WebSocket handshake. Then this class steps back for good: Qt
    //! answers it.
    bool beginUpgrade();
    //! Ties this connection to the QWebSocket that Qt has made of it: it lives until that is deleted.
    Request handOver(QObject *webSocket);
    bool isBeingUpgraded() const { return m_phase == Phase::Upgrading; }

    //! Writes the answer of that request; nothing happens if it is not the one that waits for an answer.
    void answer(quint64 number, const Answer &answer);
    bool awaitsAnswer(quint64 number) const { return m_phase == Phase::Answering && m_number == number; }

    //! As QTcpSocket does, but once a QWebSocket has the connection its last frame is sure to arrive: see
    //! shutDownOutput().
    void close() override;

    //! Ends the connection if something takes longer than it may.
    void checkTime(Time now);

private:
    enum class Phase {
        Idle, //!< between requests → Head by a byte, closed by idle time
        Head, //!< → Body, Ready, or Closing if it is refused; 408 by head time
        Body, //!< → Ready by its last byte, or Closing; 408 by stall time
        Ready, //!< visible to QHttpServer → Answering (take) or Upgrading (beginUpgrade)
        Answering, //!< → Idle or Closing by the answer; no time limit
        Upgrading, //!< Qt answers the handshake → Upgraded; cut by head time
        Upgraded, //!< a QWebSocket owns the bytes → Closing when it closes
        Closing, //!< the last answer is on its way, input is thrown away → closed by the client or linger
                 //!< time
    };

    void onReadyRead();
    void onBytesWritten();
    void onDisconnected();
    void receive();
    void bodyBegins();
    bool takeBodyBytes();
    void requestDone();
    void hideInput();
    void takeUpNext();
    void refuse(const Answer &answer);
    void send(const Answer &answer, const AnswerForm &form);
    void nextRequest();
    void beginClosing();
    void discardInput();
    void shutDownOutput();
    void giveBackBodyBytes();
    void setInputWindow(qint64 bytes);
    void restartTimer();

    const Limits &m_limits;
    Gate m_gate;
    std::shared_ptr<ConnectionTable> m_table;
    Phase m_phase = Phase::Idle;
    std::optional<IncomingRequest> m_incoming; //!< from its first byte to its answer
    qint64 m_followingBytes = 0; //!< what was received beyond the request when it was complete
    quint64 m_bodyBytesTaken = 0;
    quint64 m_number = 0; //!< of the request, counted from 1
    Time m_since; //!< begin of the phase or last progress in it
};

} // namespace http
