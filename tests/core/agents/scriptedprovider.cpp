#include "tests/core/agents/scriptedprovider.h"

using namespace provider;

Events ScriptedProtocol::feed(const QByteArray &line)
{
    const QString word = QString::fromUtf8(line).section(QLatin1Char(' '), 0, 0);
    const QString rest = QString::fromUtf8(line).section(QLatin1Char(' '), 1);
    if (word == QStringLiteral("ready"))
        return {ChoicesReported{}};
    if (word == QStringLiteral("query")) {
        m_replies.append("answer " + rest.toUtf8());
        return {};
    }
    if (word == QStringLiteral("count"))
        return {TextFinished{
            QStringLiteral("count %1").arg(++m_counts), {}, QStringLiteral("%1 commands").arg(m_given)}};
    m_turnOpen = word == QStringLiteral("turn")
        || (m_turnOpen && word != QStringLiteral("end") && word != QStringLiteral("interrupted"));
    if (word == QStringLiteral("turn"))
        return {SessionStarted{}, TurnStarted{}};
    if (word == QStringLiteral("text"))
        return {TextDelta{QStringLiteral("item"), {}, rest}};
    if (word == QStringLiteral("ask")) {
        m_asks.append(rest);
        model::Approval approval;
        approval.id = rest;
        approval.title = QStringLiteral("Run ") + rest;
        approval.inputEditable = true;
        approval.options
            = {{QStringLiteral("allow"), QStringLiteral("Allow"), model::OptionKind::AllowOnce, {}},
                {QStringLiteral("deny"), QStringLiteral("Deny"), model::OptionKind::RejectOnce, {}}};
        return {ApprovalAsked{approval}};
    }
    if (word == QStringLiteral("gone")) {
        m_asks.removeAll(rest);
        return {AskWithdrawn{rest}};
    }
    if (word == QStringLiteral("taken"))
        return {PromptProgressed{rest, model::DeliveryState::Taken}};
    if (word == QStringLiteral("end"))
        return {TurnFinished{}};
    if (word == QStringLiteral("interrupted"))
        return {TurnFinished{TurnOutcome::Interrupted, {}, 0, 0}};
    return {LineIgnored{line}};
}

base::Result<QList<QByteArray>> ScriptedProtocol::encode(const Command &command)
{
    struct Writer
    {
        QString operator()(const SendPrompt &prompt) { return QStringLiteral("prompt ") + prompt.text; }
        QString operator()(const DecideApproval &decide)
        {
            return QStringLiteral("decide ") + decide.approvalId + QLatin1Char(' ') + decide.optionId;
        }
        QString operator()(const AnswerQuestion &answer)
        {
            return QStringLiteral("answer ") + answer.questionId;
        }
        QString operator()(const SkipQuestion &skip) { return QStringLiteral("skip ") + skip.questionId; }
        QString operator()(const Interrupt &) { return QStringLiteral("interrupt"); }
        QString operator()(const SetMode &set) { return QStringLiteral("mode ") + set.mode; }
        QString operator()(const SetModel &set) { return QStringLiteral("model ") + set.model; }
        QString operator()(const SetEffort &set) { return QStringLiteral("effort ") + set.effort; }
    };
    ++m_given;
    if (const auto *decide = std::get_if<DecideApproval>(&command);
        decide && !m_asks.removeAll(decide->approvalId))
        return base::failure(
            base::ErrorCode::Conflict, QStringLiteral("%1 is not open").arg(decide->approvalId));
    return QList<QByteArray>{std::visit(Writer{}, command).toUtf8()};
}

std::optional<QJsonObject> ScriptedProtocol::rest() const
{
    if (m_turnOpen || !m_asks.isEmpty())
        return std::nullopt;
    return QJsonObject{{QStringLiteral("given"), m_given}, {QStringLiteral("counts"), m_counts}};
}

void ScriptedProtocol::goOnFrom(const QJsonObject &rest)
{
    m_given = rest.value(QStringLiteral("given")).toInt();
    m_counts = rest.value(QStringLiteral("counts")).toInt();
}

Events ScriptedProtocol::closed(const process::ProcessResult &result)
{
    if (result.kind == process::EndKind::Lost)
        return {NoticeRaised{model::NoticeLevel::Error, result.error}};
    if (result.stopRequested || result.exitCode == 0)
        return {};
    return {NoticeRaised{model::NoticeLevel::Error, QStringLiteral("ended with %1").arg(result.exitCode)}};
}

base::Result<void> ScriptedProvider::check(const model::AgentConfig &config) const
{
    if (config.flags.contains(QStringLiteral("bad")))
        return base::failure(base::ErrorCode::InvalidArgument, QStringLiteral("flags.bad is not allowed"));
    return {};
}

base::Result<process::LaunchPlan> ScriptedProvider::plan(const LaunchRequest &request) const
{
    if (binaryMissing)
        return base::failure(base::ErrorCode::NotFound, QStringLiteral("scripted was not found"));
    process::LaunchPlan plan;
    plan.program = QStringLiteral("/scripted");
    plan.directory = request.config.directory;
    plan.arguments
        = {request.resume ? QStringLiteral("--resume") : QStringLiteral("--session-id"), request.sessionId};
    return plan;
}

base::Result<QList<HistoryEntry>> ScriptedProvider::history(const QString &sessionId) const
{
    if (!resumable.contains(sessionId))
        return base::failure(base::ErrorCode::NotFound, QStringLiteral("no such session"));
    HistoryEntry entry;
    entry.at = 5;
    entry.body = model::Text{QStringLiteral("earlier"), false, {}};
    return QList<HistoryEntry>{entry};
}
