#include "core/config/into.h"

#include "core/config/values.h"

namespace config {

Setting::Apply intoPort(quint16 &port)
{
    return [&port](const QString &value) -> base::Result<void> {
        const auto number = portOf(value, 0);
        if (!number)
            return mustBe("a port number from 1 to 65535, or 0 for any free port");
        port = *number;
        return {};
    };
}

Setting::Apply intoSecret(base::Secret &secret)
{
    return [&secret](const QString &value) -> base::Result<void> {
        secret = base::Secret(value.toUtf8());
        return {};
    };
}

Setting::Apply intoPath(QString &path, const QString &workingDirectory)
{
    return [&path, &workingDirectory](const QString &value) -> base::Result<void> {
        path = absolutePath(value, workingDirectory);
        return {};
    };
}

Setting::Apply intoLogLevel(LogLevel &level)
{
    return [&level](const QString &value) -> base::Result<void> {
        const auto known = logLevelOf(value);
        if (!known)
            return mustBe("debug, info, warning or error");
        level = *known;
        return {};
    };
}

} // namespace config
