#pragma once

#include <QString>

namespace codex {

//! A command as a person would type it: codex runs everything as /bin/bash -lc '…', and shows it so.
QString shownCommand(const QString &command);

} // namespace codex
