#pragma once

#include <QDateTime>
#include <QString>

namespace provider {

//! Which program a path leads to now: another one after an update, though the path is the same.
struct ProgramIdentity
{
    QString path; //!< links followed
    QDateTime changed;
    qint64 bytes = 0;

    static ProgramIdentity of(const QString &path);
    bool operator==(const ProgramIdentity &) const = default;
};

} // namespace provider
