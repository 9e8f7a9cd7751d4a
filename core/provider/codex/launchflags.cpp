#include "core/provider/codex/launchflags.h"

#include "core/base/jsonreader.h"
#include "core/provider/codex/modes.h"

#include <QRegularExpression>

namespace codex {

namespace {

void checkChoice(base::JsonReader &reader, const char *name, const QString &value, const QStringList &choices)
{
    if (!value.isEmpty() && !choices.contains(value))
        reader.fail(name, QStringLiteral("must be one of ") + choices.join(QStringLiteral(", ")));
}

void checkOverrides(base::JsonReader &reader, const QStringList &overrides)
{
    // A dotted key, as in config.toml; so none begins with "-" either.
    static const QRegularExpression keyed(
        QStringLiteral("\\A[A-Za-z0-9_\"][^=\\n]*=.+\\z"), QRegularExpression::DotMatchesEverythingOption);
    for (const QString &override : overrides) {
        if (!keyed.match(override).hasMatch())
            reader.fail("configOverrides", QStringLiteral("must be texts like key=value"));
    }
}

} // namespace

bool isThreadId(const QString &id)
{
    static const QRegularExpression uuid(
        QStringLiteral("\\A[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\\z"));
    return uuid.match(id).hasMatch();
}

base::Result<LaunchFlags> parseLaunchFlags(const QJsonObject &json)
{
    base::JsonReader reader(json);
    LaunchFlags flags;
    flags.model = reader.optionalString("model").value_or(QString());
    flags.permissionMode = reader.optionalString("permissionMode").value_or(QString());
    checkChoice(reader, "permissionMode", flags.permissionMode, allModes());
    flags.reasoningEffort = reader.optionalString("reasoningEffort").value_or(QString());
    checkChoice(reader, "reasoningEffort", flags.reasoningEffort, allEfforts());
    flags.resume = reader.optionalString("resume").value_or(QString());
    if (!flags.resume.isEmpty() && !isThreadId(flags.resume))
        reader.fail("resume", QStringLiteral("must be a thread id (a UUID)"));
    flags.fork = reader.optionalBoolean("fork").value_or(false);
    if (flags.fork && flags.resume.isEmpty())
        reader.fail("fork", QStringLiteral("needs resume, the thread to be forked"));
    flags.terminal = reader.optionalBoolean("terminal").value_or(false);
    flags.configOverrides = reader.optionalStringList("configOverrides").value_or(QStringList());
    checkOverrides(reader, flags.configOverrides);
    flags.addDirs = reader.optionalStringList("addDirs").value_or(QStringList());
    for (const QString &directory : std::as_const(flags.addDirs)) {
        if (!directory.startsWith(QLatin1Char('/')))
            reader.fail("addDirs", QStringLiteral("must contain absolute paths"));
    }
    if (reader.error())
        return tl::unexpected(*reader.error());
    return flags;
}

} // namespace codex
