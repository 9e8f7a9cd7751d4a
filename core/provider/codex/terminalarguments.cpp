#include "core/provider/codex/terminalarguments.h"

#include "core/provider/codex/modes.h"
#include "core/provider/firstof.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace codex {

using provider::firstOf;

namespace {

//! A TOML string is written as JSON's.
QString tomlText(const QString &text)
{
    const QByteArray list = QJsonDocument(QJsonArray{text}).toJson(QJsonDocument::Compact);
    return QString::fromUtf8(list.sliced(1, list.size() - 2));
}

} // namespace

QStringList terminalArguments(const LaunchFlags &flags, const provider::LaunchRequest &request)
{
    QStringList arguments;
    const auto add = [&arguments](const char *option, const QString &value) {
        if (!value.isEmpty())
            arguments << QString::fromLatin1(option) << value;
    };
    const auto set = [&](const char *key, const QString &value) {
        if (!value.isEmpty())
            add("-c", QString::fromLatin1(key) + QLatin1Char('=') + tomlText(value));
    };
    const bool forks = flags.fork && request.sessionId == flags.resume;
    if (request.resume)
        arguments << (forks ? QStringLiteral("fork") : QStringLiteral("resume"));
    // Its daemon would go on when the agent is stopped.
    arguments << QStringLiteral("--no-daemon");
    add("-m", firstOf(request.model, flags.model));
    set("model_reasoning_effort", firstOf(request.effort, flags.reasoningEffort));
    set("developer_instructions", request.config.claudeMd);
    if (const auto policy = policyOf(firstOf(request.mode, flags.permissionMode))) {
        set("approval_policy", policy->approvalPolicy); // -a does not know them all
        add("-s", policy->sandbox);
    }
    for (const QString &directory : flags.addDirs)
        add("--add-dir", directory);
    for (const QString &override : flags.configOverrides)
        add("-c", override);
    if (!request.resume && request.prompt.isEmpty())
        return arguments;
    arguments << QStringLiteral("--");
    if (request.resume)
        arguments << request.sessionId;
    if (!request.prompt.isEmpty())
        arguments << request.prompt;
    return arguments;
}

} // namespace codex
