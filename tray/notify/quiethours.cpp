#include "tray/notify/quiethours.h"

namespace tray {

bool QuietHours::contains(QTime time) const
{
    if (!enabled)
        return false;
    if (from < to)
        return time >= from && time < to;
    return time >= from || time < to;
}

} // namespace tray
