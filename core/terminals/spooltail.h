#pragma once

#include <QByteArray>
#include <QString>

namespace terminals {

//! How much of its output a terminal shows again to who comes later.
inline constexpr qint64 ReplayBytes = qint64{256} * 1024;

//! The last ReplayBytes before `end` of what a holder's child wrote, from a character's beginning on; empty
//! if it cannot be read.
QByteArray spoolTail(const QString &holderFolder, qint64 end);

} // namespace terminals
