#pragma once

#include "core/base/result.h"
#include "core/process/processresult.h"
#include "core/provider/command.h"
#include "core/provider/event.h"

#include <QByteArray>
#include <QList>

namespace provider {

//! One CLI's wire, as pure code: no I/O, clock or thread, so that every recording replays as a unit test.
class Protocol
{
public:
    virtual ~Protocol() = default;

    //! Lines to write as soon as the process runs, before anything else; each without its line break.
    virtual QList<QByteArray> open() = 0;

    //! One whole line of the CLI's standard output. Never fails: a line that is no JSON becomes a
    //! NoticeRaised, one of an unknown kind a LineIgnored.
    virtual Events feed(const QByteArray &line) = 0;

    //! Lines to write for a Command. Conflict: that ask is not open (any more); InvalidArgument: no such
    //! option; Unsupported: this CLI cannot do it.
    virtual base::Result<QList<QByteArray>> encode(const Command &command) = 0;

    //! The process is gone: closes what is open (turn, tools, asks) and says why if that was not asked for.
    virtual Events closed(const process::ProcessResult &result) = 0;
};

} // namespace provider
