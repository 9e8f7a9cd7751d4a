#include "core/base/clock.h"

#include <QDateTime>

namespace base {

Timestamp SystemClock::now() const
{
    return QDateTime::currentMSecsSinceEpoch();
}

} // namespace base
