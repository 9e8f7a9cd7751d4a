#pragma once

#include "core/base/result.h"
#include "core/provider/provider.h"

#include <optional>

namespace agents {

//! What a server needs to take over a CLI that runs in a holder: `run.json` in the holder's folder. Lives as
//! long as the holder; a machine that was restarted has neither, so it is never synced to the disk.
struct RunDocument
{
    //! From where the conversation has to be gone through again to come to the same Protocol.
    struct Rest
    {
        qint64 offset = 0; //!< of the CLI's output
        qint64 journalBytes = 0; //!< the journal's size: what came later has the Commands
        std::optional<QJsonObject> protocol; //!< Protocol::rest(); without it, from the beginning
    };

    provider::LaunchRequest request; //!< as it was when the CLI was started
    provider::ChoicesReported choices;
    Rest rest;

    //! Replaces the file as a whole.
    base::Result<void> save(const QString &folder) const;
    //! NotFound, or Corrupt.
    static base::Result<RunDocument> load(const QString &folder);
};

} // namespace agents
