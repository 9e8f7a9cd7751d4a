#pragma once

#include "core/base/ids.h"
#include "core/base/result.h"

#include <QString>

namespace terminals {

//! `terminal.json` in the holder's folder: whose terminal it holds, for a server that comes later. As long
//! lived as the holder, so it is never synced to the disk.
struct TerminalDocument
{
    base::AgentId agentId;
    QString terminalId;
    int columns = 80;
    int rows = 24;

    base::Result<void> save(const QString &folder) const;
    //! NotFound: that holder holds no terminal. Corrupt.
    static base::Result<TerminalDocument> load(const QString &folder);
};

} // namespace terminals
