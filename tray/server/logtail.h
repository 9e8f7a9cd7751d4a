#pragma once

#include <QString>

namespace tray {

//! The last line that has words, of what a log file holds from `offset` on, without its time stamp: why a
//! program has ended, as it said itself. Empty if there is none.
QString lastWords(const QString &logFile, qint64 offset);

//! A line of the server's log without its time stamp and the program's name, and not too long.
QString withoutLead(const QString &line);

//! Keeps a log bounded: one that is larger than `limit` becomes "NAME.1", in place of the one before.
void rotateLog(const QString &logFile, qint64 limit);

} // namespace tray
