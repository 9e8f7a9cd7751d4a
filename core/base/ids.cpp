#include "core/base/ids.h"

#include <QUuid>

namespace base {

QString newUuid()
{
    return QUuid::createUuid().toString(QUuid::WithoutBraces);
}

} // namespace base
