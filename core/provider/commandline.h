#pragma once

#include "core/base/jsonreader.h"

#include <QString>
#include <QStringList>

#include <optional>

namespace provider {

//! A program and its arguments, as a person writes them in one line.
struct CommandLine
{
    QString program;
    QStringList arguments;

    bool operator==(const CommandLine &) const = default;
};

//! Splits a line into words as a POSIX shell quotes them (XCU 2.2): blanks separate; '…' is taken as it is;
//! in "…" a backslash takes ", \, $ and ` as they are; elsewhere it takes any character. There is no shell:
//! nothing is expanded. InvalidArgument: it is empty, a quote is open, it ends in a backslash; or it needs a
//! shell, which a bare | or > and a variable set in front of the program show.
base::Result<CommandLine> parseCommandLine(const QString &text);

//! The flag `command`, which must be there. nullopt after an error, which the reader has.
std::optional<CommandLine> readCommandFlag(base::JsonReader &reader);

} // namespace provider
