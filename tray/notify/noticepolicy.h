#pragma once

#include "tray/model/overview.h"
#include "tray/notify/notice.h"
#include "tray/notify/quiethours.h"

#include <QHash>
#include <QSet>

#include <chrono>
#include <optional>

namespace tray {

//! What a person wants to be told.
struct NoticeSettings
{
    bool waits = true;
    bool fails = true;
    bool finishes = true;
    bool tunnel = true;
    QuietHours quietHours;

    bool operator==(const NoticeSettings &) const = default;
};

//! Decides what is told. Pure: it gets every overview, and says what is new.
//!
//!     what happens                                        what is told
//!     an approval or question that was not known          "waits", once for its id
//!     busy or asking → idle or stopped                    "finished"
//!     anything → failed                                   "failed"
//!     the tunnel was up and is not, for 30 s              "down", once
//!     the tunnel is refused after it was up               "down", at once: it needs a person
//!     the tunnel is up again after "down" was told        "back"
//!     the server failed for good                          "server failed", once
//!
//! Nothing of that when: it is the first overview; a dashboard shows the agent; it is a quiet hour; it is
//! switched off; or a person did it here (tunnel disconnected, all agents stopped). What was not told for
//! such a reason is not told later either.
class NoticePolicy
{
public:
    static constexpr std::chrono::milliseconds TunnelPatience{30'000};
    //! So long after "Stop all agents" the end of an agent is no news.
    static constexpr std::chrono::milliseconds StopPatience{20'000};

    QList<Notice> take(
        const Overview &overview, const NoticeSettings &settings, base::Timestamp now, QTime localTime);
    //! A person stops all agents here.
    void expectStops(base::Timestamp now) { m_stopsExpectedUntil = now + StopPatience.count(); }
    //! When take() must be called although nothing changes.
    std::optional<base::Timestamp> due() const { return m_tunnelDue; }

private:
    struct Known
    {
        AgentPhase phase = AgentPhase::Stopped;
        QSet<QString> asks;
    };

    void takeAgents(const Overview &overview, const NoticeSettings &settings, bool mayTell,
        base::Timestamp now, QList<Notice> &notices);
    void takeAsks(const Agent &agent, Known &known, bool mayTell, QList<Notice> &notices) const;
    void takeTunnel(const Overview &overview, bool mayTell, base::Timestamp now, QList<Notice> &notices);
    void takeServer(const ServerState &server, bool mayTell, QList<Notice> &notices);

    bool m_knowsAgents = false;
    QHash<QString, Known> m_agents;
    base::Timestamp m_stopsExpectedUntil = 0;
    bool m_tunnelWasUp = false;
    bool m_tunnelTold = false; //!< that it is down
    base::Timestamp m_tunnelDownSince = 0;
    std::optional<base::Timestamp> m_tunnelDue;
    ServerPhase m_server = ServerPhase::Looking;
};

} // namespace tray
