#pragma once

#include "core/base/secret.h"
#include "core/tunnel/handshake.h"
#include "tray/settings/tunnelverdict.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>
#include <QUrl>
#include <QWebSocket>

namespace tray {

//! Tries out a relay's address and token by the tunnel's own handshake, as far as the relay's proof that it
//! knows the token. It stops there: who goes on is the machine of that name, and the tunnel that is up would
//! be thrown out.
class TunnelTest final : public QObject
{
    Q_OBJECT

public:
    static constexpr std::chrono::seconds Patience{10};

    explicit TunnelTest(QObject *parent = nullptr);

    //! Ends a test that is under way, without a word.
    void start(const QUrl &url, const base::Secret &token, const QString &machine);
    void cancel();
    bool isRunning() const { return m_socket != nullptr; }

Q_SIGNALS:
    void finished(tray::TunnelVerdict verdict, const QString &words);

private:
    void sayHello();
    void take(const QString &text);
    void onDisconnected();
    void onError(QAbstractSocket::SocketError error);
    void finish(TunnelVerdict verdict, const QString &detail = {});

    QUrl m_url;
    std::unique_ptr<QWebSocket> m_socket;
    std::optional<tunnel::AgentHandshake> m_handshake;
    QString m_relayVersion;
    QString m_tlsProblem;
    bool m_saidHello = false;
    QTimer m_deadline;
    QElapsedTimer m_roundTrip;
};

} // namespace tray
