#include "core/provider/claude/launchflags.h"

#include "core/base/jsonreader.h"
#include "core/provider/claude/choices.h"

#include <QJsonDocument>
#include <QLocale>
#include <QRegularExpression>

namespace claude {

namespace {

//! Reads one flag after the other; the first that is wrong is the error.
class FlagReader
{
public:
    explicit FlagReader(const QJsonObject &flags)
        : m_reader(flags)
    {
    }

    const std::optional<base::Error> &error() const { return m_reader.error(); }

    //! A value for the command line: an option in its place would be taken as one.
    QString value(const char *name)
    {
        const QString text = m_reader.optionalString(name).value_or(QString());
        if (text.startsWith(QLatin1Char('-')))
            m_reader.fail(name, QStringLiteral("must not begin with -"));
        return text;
    }

    QString oneOf(const char *name, const QStringList &choices)
    {
        const QString text = m_reader.optionalString(name).value_or(QString());
        if (!text.isEmpty() && !choices.contains(text))
            m_reader.fail(name, QStringLiteral("must be one of ") + choices.join(QStringLiteral(", ")));
        return text;
    }

    QStringList list(const char *name)
    {
        const QStringList values = m_reader.optionalStringList(name).value_or(QStringList());
        for (const QString &item : values) {
            if (item.trimmed().isEmpty())
                m_reader.fail(name, QStringLiteral("must not contain an empty text"));
            if (item.startsWith(QLatin1Char('-')))
                m_reader.fail(name, QStringLiteral("must not contain a text that begins with -"));
        }
        return values;
    }

    bool boolean(const char *name) { return m_reader.optionalBoolean(name).value_or(false); }

    template <typename Number>
    std::optional<Number> positive(const char *name, std::optional<Number> number)
    {
        if (number && !(*number > 0))
            m_reader.fail(name, QStringLiteral("must be greater than 0"));
        return number;
    }

    QString sessionId(const char *name)
    {
        const QString text = m_reader.optionalString(name).value_or(QString());
        if (!text.isEmpty() && !isSessionId(text))
            m_reader.fail(name, QStringLiteral("must be a session id (a UUID)"));
        return text;
    }

    //! Given as an object it goes to claude as JSON text.
    QString jsonOrPath(const char *name)
    {
        const QJsonValue json = m_reader.source().value(QLatin1StringView(name));
        if (json.isObject())
            return QString::fromUtf8(QJsonDocument(json.toObject()).toJson(QJsonDocument::Compact));
        if (!json.isString() && !json.isUndefined() && !json.isNull())
            m_reader.fail(name, QStringLiteral("must be a path, JSON text or an object"));
        return value(name);
    }

    base::JsonReader &reader() { return m_reader; }

private:
    base::JsonReader m_reader;
};

} // namespace

bool isSessionId(const QString &id)
{
    static const QRegularExpression uuid(
        QStringLiteral("\\A[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\\z"));
    return uuid.match(id).hasMatch();
}

base::Result<LaunchFlags> parseLaunchFlags(const QJsonObject &json)
{
    FlagReader reader(json);
    LaunchFlags flags;
    flags.model = reader.value("model");
    flags.permissionMode = reader.oneOf("permissionMode", allModes());
    flags.reasoningEffort = reader.oneOf("reasoningEffort", allEfforts());
    flags.dangerouslySkipPermissions = reader.boolean("dangerouslySkipPermissions");
    flags.terminal = reader.boolean("terminal");
    flags.resume = reader.sessionId("resume");
    flags.maxBudgetUsd = reader.positive("maxBudgetUsd", reader.reader().optionalNumber("maxBudgetUsd"));
    flags.maxTurns = reader.positive("maxTurns", reader.reader().optionalInteger("maxTurns"));
    flags.allowedTools = reader.list("allowedTools");
    flags.disallowedTools = reader.list("disallowedTools");
    flags.addDirs = reader.list("addDirs");
    flags.mcpConfig = reader.jsonOrPath("mcpConfig");
    flags.fallbackModel = reader.value("fallbackModel");
    if (reader.error())
        return tl::unexpected(*reader.error());
    return flags;
}

QStringList fixedArguments(const LaunchFlags &flags)
{
    QStringList arguments;
    const auto addValue = [&](const char *option, const QString &value) {
        if (!value.isEmpty())
            arguments << QString::fromLatin1(option) << value;
    };
    const auto addList = [&](const char *option, const QStringList &values) {
        if (!values.isEmpty())
            arguments << QString::fromLatin1(option) << values;
    };
    if (flags.maxBudgetUsd)
        addValue(
            "--max-budget-usd", QString::number(*flags.maxBudgetUsd, 'f', QLocale::FloatingPointShortest));
    if (flags.maxTurns)
        addValue("--max-turns", QString::number(*flags.maxTurns));
    addList("--allowedTools", flags.allowedTools);
    addList("--disallowedTools", flags.disallowedTools);
    addList("--add-dir", flags.addDirs);
    addValue("--mcp-config", flags.mcpConfig);
    addValue("--fallback-model", flags.fallbackModel);
    return arguments;
}

} // namespace claude
