#pragma once

#include "core/base/result.h"
#include "core/process/processresult.h"
#include "core/provider/command.h"
#include "core/provider/event.h"

#include <QByteArray>
#include <QJsonObject>
#include <QList>

#include <optional>

namespace provider {

//! One CLI's wire, as pure code: no I/O, clock, thread or random number. So every recording replays as a unit
//! test, and a server that was restarted under a running CLI comes to the same Protocol again by giving a new
//! one the same lines and Commands in the same order.
class Protocol
{
public:
    virtual ~Protocol() = default;

    //! Lines to write as soon as the process runs, before anything else; each without its line break.
    virtual QList<QByteArray> open() = 0;

    //! One whole line of the CLI's output, or any piece of a terminal's. Never fails: a line that is no JSON
    //! becomes a NoticeRaised, one of an unknown kind a LineIgnored.
    virtual Events feed(const QByteArray &line) = 0;

    //! Lines to write for a Command. Conflict: that ask is not open (any more); InvalidArgument: no such
    //! option; Unsupported: this CLI cannot do it.
    virtual base::Result<QList<QByteArray>> encode(const Command &command) = 0;

    //! Lines to write that no Command called for: the next step of a handshake, a prompt that had to wait for
    //! it, the refusal of a request that nobody need be asked about. Asked for after open(), feed() and
    //! encode(), and given once.
    virtual QList<QByteArray> takeReplies() { return {}; }

    //! Events that no line called for: what holds of a program that need not say anything. Asked for after
    //! open(), goOnFrom() and encode(), and given once.
    virtual Events takeEvents() { return {}; }

    //! All that a new Protocol must know to go on from here as this one would; nullopt while anything is open
    //! (a turn, a tool, an ask, a request of ours, a prompt), so that it stays small and seldom changes. What
    //! was said before need then not be kept for a restart.
    virtual std::optional<QJsonObject> rest() const { return std::nullopt; }
    //! On a new Protocol, instead of open(); its lines were written long ago.
    virtual void goOnFrom(const QJsonObject &rest) { Q_UNUSED(rest); }

    //! The process is gone: closes what is open (turn, tools, asks) and says why if that was not asked for.
    virtual Events closed(const process::ProcessResult &result) = 0;
};

} // namespace provider
