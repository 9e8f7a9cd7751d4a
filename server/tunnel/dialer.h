#pragma once

#include "core/tunnel/handshake.h"

#include <QObject>
#include <QTimer>
#include <QUrl>
#include <QWebSocket>

#include <memory>

namespace uplink {

//! Whom to connect to, and as whom.
struct RelayTarget
{
    QUrl url; //!< ws or wss, with the path
    base::Secret token;
    QString machine;
    QString version; //!< of this program
};

//! How long the TCP and TLS connection and the WebSocket's upgrade may take.
constexpr std::chrono::seconds ConnectTime{15};

//! One attempt: connects, shows that it knows the token, and gives an authenticated WebSocket or a reason. It
//! must be deleted by deleteLater().
class Dialer final : public QObject
{
    Q_OBJECT

public:
    explicit Dialer(RelayTarget target, QObject *parent = nullptr);

    void start();
    //! In a slot of authenticated(), once.
    std::unique_ptr<QWebSocket> takeSocket();

Q_SIGNALS:
    // connected(), then one of the others; or one failure at once.
    void connected();
    void authenticated(const tunnel::Authenticated &result);
    void failed(const QString &reason);
    //! The two sides have not the same token; trying again is of no use.
    void refused(const QString &reason);

private:
    void sayHello();
    void take(const QString &message);
    void succeed(const tunnel::Authenticated &result);
    bool isUnseen() const;
    void lose();
    void giveUp(tunnel::CloseCode code, const QString &reason);

    RelayTarget m_target;
    tunnel::AgentHandshake m_handshake;
    std::unique_ptr<QWebSocket> m_socket;
    QTimer m_deadline;
};

} // namespace uplink
