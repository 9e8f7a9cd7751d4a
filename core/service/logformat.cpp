#include "core/service/logformat.h"

#include <QLoggingCategory>

namespace service {

void installLogFormat(config::LogLevel level, const QString &mutedCategory)
{
    qSetMessagePattern(QStringLiteral("%{time yyyy-MM-dd hh:mm:ss.zzz} "
                                      "%{if-warning}warning %{endif}%{if-critical}error %{endif}%{message}"));
    QString rules;
    const auto rule = [&](const char *type, config::LogLevel typeLevel) {
        rules += QStringLiteral("agentmonitor.*.%1=%2\n")
                     .arg(QLatin1String(type),
                         typeLevel >= level ? QStringLiteral("true") : QStringLiteral("false"));
    };
    rule("debug", config::LogLevel::Debug);
    rule("info", config::LogLevel::Info);
    rule("warning", config::LogLevel::Warning);
    if (!mutedCategory.isEmpty())
        rules += mutedCategory + QStringLiteral(".warning=false\n");
    QLoggingCategory::setFilterRules(rules);
}

} // namespace service
