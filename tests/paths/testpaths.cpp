#include "tests/paths/testpaths.h"

namespace testpaths {

QString fixture(const QString &path)
{
    return path.isEmpty() ? QStringLiteral(AGENTMONITOR_FIXTURES)
                          : QStringLiteral(AGENTMONITOR_FIXTURES "/") + path;
}

QString program(const QString &name)
{
    return QStringLiteral(AGENTMONITOR_BIN "/") + name;
}

} // namespace testpaths
