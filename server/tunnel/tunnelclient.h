#pragma once

#include "core/base/clock.h"
#include "core/tunnel/link.h"
#include "server/tunnel/backoff.h"
#include "server/tunnel/dialer.h"
#include "server/tunnel/localforwarder.h"
#include "server/tunnel/tunnelstatus.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <memory>

namespace uplink {

//! Keeps this machine's tunnel to its relay: connects outward, forwards what visitors ask for to the local
//! server, and reconnects when the tunnel is lost. Made only if there is a RELAY_URL.
class TunnelClient final : public QObject
{
    Q_OBJECT

public:
    //! An URL without a path gets "/tunnel". `clock` must outlive this.
    TunnelClient(RelayTarget relay, const base::Clock &clock, Backoff backoff, QObject *parent = nullptr);
    ~TunnelClient() override;

    //! Connects for the local server at that port of 127.0.0.1.
    void start(quint16 localPort);
    //! A person wants the tunnel: tries now if it is not there, also after a refusal.
    void connectNow();
    //! A person wants no tunnel until connectNow().
    void disconnectNow();
    //! The network came back or the machine woke: what waits is tried now, what seems to be up must prove it.
    void nudge();
    //! Tells the relay to send no new visitors, and closes soon after.
    void shutDown();

    TunnelStatus status() const;

Q_SIGNALS:
    void stateChanged();

private:
    void setState(TunnelState state);
    void dial();
    void adopt(const tunnel::Authenticated &result);
    void refuse(const QString &reason);
    void loseLink(const QString &reason);
    void wait(std::chrono::milliseconds delay, const QString &reason);
    //! No tunnel from now on; the relay gets a moment for what is under way.
    void leave(const QString &farewell);
    void drop(const QString &reason);
    void dropDialer();
    void retireLink();

    RelayTarget m_relay;
    QString m_shownUrl; //!< for people: no user, no query
    const base::Clock &m_clock;
    Backoff m_backoff;
    std::unique_ptr<LocalForwarder> m_forwarder;
    Dialer *m_dialer = nullptr; // deleted later, since it tells of its end itself; as the link
    tunnel::Link *m_link = nullptr;
    QTimer m_retry;
    QTimer m_leave;
    QString m_farewell; //!< what the relay is told when m_leave has run out
    QElapsedTimer m_linkAge;
    bool m_wasReplaced = false; //!< by another machine, so it is no time for haste
    TunnelStatus m_status; //!< without the figures of the link
    tunnel::SessionFigures m_past; //!< of links that have ended
};

} // namespace uplink
