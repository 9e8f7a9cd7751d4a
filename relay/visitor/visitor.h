#pragma once

#include "core/http/answer.h"
#include "core/http/headparser.h"
#include "core/http/request.h"
#include "relay/visitor/forwarding.h"
#include "relay/visitor/services.h"

#include <QTcpSocket>

#include <memory>
#include <optional>

namespace visitor {

class OwnRequest;

//! One connection from the internet: its requests one after another, each answered here or sent through the
//! tunnel, until it ends, becomes a WebSocket, or turns out to be a tunnel.
class Visitor final : public QObject, private Forwarding::Owner
{
    Q_OBJECT

public:
    using Time = std::chrono::steady_clock::time_point;

    //! `socket` is connected; with `speaksTls` it is a QSslSocket whose handshake has begun.
    Visitor(std::unique_ptr<QTcpSocket> socket, bool speaksTls, const Services &services,
        QObject *parent = nullptr);
    ~Visitor() override;

    //! Ends the connection if something takes longer than it may.
    void checkTime(Time now);
    //! No further request after the one that is being answered; an idle connection ends at once.
    void leaveSoon();
    void abort();

Q_SIGNALS:
    //! Once: the connection is over, or has become a tunnel and is no longer ours.
    void gone();

private:
    enum class Phase {
        Idle, //!< between requests → Head by a byte, ended by idle time
        Head, //!< → OwnBody, Forwarding, Idle by an answer, or gone as a tunnel; 408 by head time
        OwnBody, //!< a request for us → Idle by its answer
        Forwarding, //!< → Idle or Closing by Forwarding::Owner
        Closing, //!< the last answer is on its way, input is thrown away
        Gone,
    };

    void onReadyRead();
    void onBytesWritten();
    void onDisconnected();
    void takeUp();
    void readHead();
    void headDone();
    void dispatch(const http::RequestHead &head, http::Request request);
    void readOwnBody();
    void forward(const http::RequestHead &head, const http::Request &request);
    void becomeTunnel(const http::Request &request);

    void answerRequest(http::Request request);
    void answer(const http::Answer &answer, bool keepAlive);
    void refuse(int status, const QString &message);
    void nextRequest();
    void beginClosing();
    void discardInput();
    void restartTimer() { m_since = std::chrono::steady_clock::now(); }
    void leave();
    //! The TLS handshake is not over.
    bool isShakingHands() const;
    bool hasHungUpUnseen() const;

    void exchangeDone(bool keepAlive) override;
    void exchangeFailed(int status, const QString &message) override;
    void exchangeBroken() override;
    void webSocketEnded() override;

    const Services &m_services;
    std::unique_ptr<QTcpSocket> m_socket;
    bool m_speaksTls;
    bool m_leavesSoon = false;
    Phase m_phase = Phase::Idle;
    http::HeadParser m_parser;
    http::AnswerForm m_form;
    std::unique_ptr<OwnRequest> m_ownRequest;
    std::unique_ptr<Forwarding> m_forwarding;
    Time m_since; //!< begin of the phase or last progress in it
};

} // namespace visitor
