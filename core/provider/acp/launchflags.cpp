#include "core/provider/acp/launchflags.h"

#include "core/base/jsonreader.h"

namespace acp {

base::Result<LaunchFlags> parseLaunchFlags(const QJsonObject &json, bool ownCommand)
{
    base::JsonReader reader(json);
    LaunchFlags flags;
    flags.model = reader.optionalString("model").value_or(QString());
    flags.permissionMode = reader.optionalString("permissionMode").value_or(QString());
    flags.effort = reader.optionalString("reasoningEffort").value_or(QString());
    reader.optionalString("resume");
    if (ownCommand) {
        flags.command = provider::readCommandFlag(reader);
        flags.environment = model::readEnvironmentVariables(reader);
    }
    if (reader.error())
        return tl::unexpected(*reader.error());
    return flags;
}

} // namespace acp
