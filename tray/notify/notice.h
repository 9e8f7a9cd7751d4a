#pragma once

#include <QString>

namespace tray {

enum class NoticeKind { Waits, Failed, Finished, TunnelDown, TunnelBack, ServerFailed };

//! Something that a person is told.
struct Notice
{
    NoticeKind kind = NoticeKind::Waits;
    QString title;
    QString text;
    QString agentId; //!< whom a click opens; empty: it is about no agent

    bool operator==(const Notice &) const = default;
};

} // namespace tray
