#pragma once

#include <QString>

namespace tray {

//! What a person can ask of the tray, by its menu, the status window or a notification.
enum class ActionKind {
    None,
    OpenDashboard,
    OpenAgent, //!< in the dashboard
    OpenThroughRelay,
    CopyRelayAddress,
    Allow,
    Deny,
    StartServer,
    StopServer,
    RestartServer,
    ConnectTunnel,
    DisconnectTunnel,
    StopAllAgents,
    ShowTunnel,
    ShowSettings,
    ShowLog,
    StartAtLogin,
    ShowAbout,
    Quit,
};

struct Action
{
    ActionKind kind = ActionKind::None;
    QString agentId; //!< of OpenAgent, Allow and Deny
    QString askId; //!< of Allow and Deny
    QString optionId; //!< of Allow and Deny: the approval's own

    bool operator==(const Action &) const = default;
};

} // namespace tray
