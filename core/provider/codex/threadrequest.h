#pragma once

#include "core/provider/codex/modes.h"

#include <QJsonObject>
#include <QString>
#include <QStringList>

namespace codex {

//! The thread that a CodexProtocol shall begin, or go on with, and how.
struct ThreadRequest
{
    QString threadId; //!< to go on with; empty: a new one
    bool fork = false; //!< go on in a copy of it
    QString directory; //!< for codex's answer without one; the process runs there
    QString model; //!< empty: as codex's configuration says; the same for mode and effort
    QString mode;
    QString effort;
    QString instructions; //!< for the model, beside codex's own
    QStringList writableRoots; //!< beside the directory, where the mode lets it write at all

    //! "thread/start", "thread/resume" or "thread/fork"
    QString method() const;
    //! The directory is left out: codex takes its own, and would otherwise write into the person's
    //! config.toml that it is trusted.
    QJsonObject params() const;
};

} // namespace codex
