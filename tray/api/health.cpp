#include "tray/api/health.h"

#include "core/base/jsonreader.h"

namespace tray {

base::Result<Health> healthFromJson(const QJsonObject &json, base::Timestamp now)
{
    constexpr double Second = 1000;
    base::JsonReader reader(json);
    Health health;
    if (!reader.boolean("ok"))
        reader.fail("ok", QStringLiteral("must be true"));
    health.version = reader.string("version");
    health.pid = reader.integer("pid", 1);
    const double uptime = reader.number("uptime");
    const auto startedAt = reader.optionalInteger("startedAt", 1);
    health.startedAt = startedAt.value_or(now - base::Timestamp(uptime * Second));
    if (reader.error())
        return tl::unexpected(*reader.error());
    return health;
}

} // namespace tray
