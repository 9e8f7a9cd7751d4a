#pragma once

#include <QTime>

namespace tray {

//! A time of the day in which nothing is told.
struct QuietHours
{
    bool enabled = false;
    QTime from{22, 0};
    QTime to{8, 0}; //!< not included; earlier than `from`: of the next day; the same: the whole day

    bool contains(QTime time) const;
    bool operator==(const QuietHours &) const = default;
};

} // namespace tray
