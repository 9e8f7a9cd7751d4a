#include "core/provider/claude/turnresult.h"

#include "core/provider/claude/jsonfields.h"
#include "core/provider/wording.h"

namespace claude {

using provider::TurnOutcome;

namespace {

//! What stands in errors[], without claude's notes to its own developers.
QString errorWords(const QJsonObject &result)
{
    QStringList words;
    const QJsonArray errors = array(result, "errors");
    for (const QJsonValue &error : errors) {
        const QString line = error.toString();
        if (!line.isEmpty() && !line.startsWith(QLatin1StringView("[ede_diagnostic]")))
            words.append(line);
    }
    return words.join(QLatin1Char('\n'));
}

TurnOutcome outcomeOf(const QJsonObject &result, bool interrupting)
{
    const QString subtype = text(result, "subtype");
    const QString reason = text(result, "terminal_reason");
    if (reason.startsWith(QLatin1StringView("aborted")))
        return TurnOutcome::Interrupted;
    if (interrupting && subtype == QLatin1StringView("error_during_execution"))
        return TurnOutcome::Interrupted;
    const bool limit = subtype == QLatin1StringView("error_max_turns")
        || subtype == QLatin1StringView("error_max_budget_usd") || reason == QLatin1StringView("max_turns")
        || reason == QLatin1StringView("budget_exhausted");
    if (limit)
        return TurnOutcome::Limit;
    const bool failed = flag(result, "is_error") || subtype.startsWith(QLatin1StringView("error"));
    return failed ? TurnOutcome::Failed : TurnOutcome::Completed;
}

} // namespace

provider::TurnFinished turnFinished(const QJsonObject &result, bool interrupting)
{
    provider::TurnFinished turn;
    turn.outcome = outcomeOf(result, interrupting);
    turn.durationMs = count(result, "duration_ms");
    if (turn.outcome != TurnOutcome::Failed && turn.outcome != TurnOutcome::Limit)
        return turn;
    turn.httpStatus = smallCount(result, "api_error_status");
    turn.error = errorWords(result);
    if (turn.error.isEmpty())
        turn.error = text(result, "result");
    if (turn.error.isEmpty())
        turn.error = QStringLiteral("claude reports: ") + provider::words(text(result, "subtype"));
    return turn;
}

} // namespace claude
