#include "core/provider/acp/launchflags.h"

#include "core/base/jsonreader.h"

#include <QRegularExpression>

namespace acp {

namespace {

QMap<QString, QString> readEnvironment(base::JsonReader &reader)
{
    static const QRegularExpression name(QStringLiteral("\\A[A-Za-z_][A-Za-z0-9_]*\\z"));
    QMap<QString, QString> environment;
    const QJsonObject given = reader.optionalObject("env").value_or(QJsonObject());
    for (auto it = given.begin(); it != given.end(); ++it) {
        if (!name.match(it.key()).hasMatch())
            reader.fail("env", QStringLiteral("has \"%1\", which is no name of a variable").arg(it.key()));
        if (!it.value().isString())
            reader.fail("env", QStringLiteral("must give a text for %1").arg(it.key()));
        if (it.value().toString().contains(QChar(u'\0')))
            reader.fail("env", QStringLiteral("has a NUL character in %1").arg(it.key()));
        environment.insert(it.key(), it.value().toString());
    }
    return environment;
}

} // namespace

base::Result<LaunchFlags> parseLaunchFlags(const QJsonObject &json, bool ownCommand)
{
    base::JsonReader reader(json);
    LaunchFlags flags;
    flags.model = reader.optionalString("model").value_or(QString());
    flags.permissionMode = reader.optionalString("permissionMode").value_or(QString());
    flags.effort = reader.optionalString("reasoningEffort").value_or(QString());
    reader.optionalString("resume");
    if (ownCommand) {
        const QString command = reader.string("command");
        if (!reader.error()) {
            if (auto line = provider::parseCommandLine(command))
                flags.command = *line;
            else
                reader.fail("command", line.error().message);
        }
        flags.environment = readEnvironment(reader);
    }
    if (reader.error())
        return tl::unexpected(*reader.error());
    return flags;
}

} // namespace acp
