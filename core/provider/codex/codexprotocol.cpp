#include "core/provider/codex/codexprotocol.h"

#include "core/provider/codex/handshake.h"
#include "core/provider/codex/jsonfields.h"
#include "core/provider/exitwords.h"

namespace codex {

using provider::Events;

namespace {

//! Without what codex logs at every start, which says nothing about its end.
QString tellingLines(const QString &stderrTail)
{
    QStringList lines = stderrTail.split(QLatin1Char('\n'));
    lines.removeIf([](const QString &line) {
        return line.contains(QLatin1StringView("bubblewrap"))
            || line.contains(QLatin1StringView("PATH aliases"))
            || line.contains(QLatin1StringView("helper binaries"));
    });
    return lines.join(QLatin1Char('\n'));
}

} // namespace

CodexProtocol::CodexProtocol(ThreadRequest request)
    : m_request(std::move(request))
{
}

void CodexProtocol::request(const Sent &sent, const QString &method, const QJsonObject &params)
{
    m_lines.append(m_writer.request(m_pending.add(sent), method, params));
}

QList<QByteArray> CodexProtocol::takeReplies()
{
    return std::exchange(m_lines, {});
}

QList<QByteArray> CodexProtocol::open()
{
    m_state = State::Initializing;
    request({Sent::Purpose::Initialize, 0, {}}, QStringLiteral("initialize"), initializeParams());
    return takeReplies();
}

void CodexProtocol::setActivity(provider::Activity activity)
{
    if (m_activity == activity)
        return;
    m_activity = activity;
    emitEvent(provider::ActivityChanged{activity});
}

std::optional<QJsonObject> CodexProtocol::rest() const
{
    const bool busy = !m_turnId.isEmpty() || m_turnRequested || m_interruptWanted || !m_items.isEmpty()
        || !m_asks.isEmpty() || !m_pending.isEmpty() || !m_prompts.isEmpty() || !m_events.isEmpty()
        || !m_lines.isEmpty();
    if (m_state != State::Open || busy)
        return std::nullopt;
    return QJsonObject{{QStringLiteral("thread"), m_threadId}, {QStringLiteral("version"), m_version},
        {QStringLiteral("title"), m_title}, {QStringLiteral("nextId"), m_pending.nextId()},
        {QStringLiteral("nextWords"), static_cast<qint64>(m_prompts.nextNumber())},
        {QStringLiteral("idle"), m_activity == provider::Activity::Idle},
        {QStringLiteral("settings"), m_settings.rest()}, {QStringLiteral("limits"), m_limits.rest()}};
}

void CodexProtocol::goOnFrom(const QJsonObject &rest)
{
    m_state = State::Open;
    m_threadId = text(rest, "thread");
    m_version = text(rest, "version");
    m_title = text(rest, "title");
    m_pending.goOnFrom(count(rest, "nextId"));
    m_prompts.goOnFrom(static_cast<quint64>(count(rest, "nextWords")));
    if (flag(rest, "idle"))
        m_activity = provider::Activity::Idle;
    m_settings.goOnFrom(object(rest, "settings"));
    m_limits.goOnFrom(object(rest, "limits"));
}

Events CodexProtocol::closed(const process::ProcessResult &processResult)
{
    process::ProcessResult result = processResult;
    result.stderrTail = tellingLines(result.stderrTail);
    const bool failed = !result.stopRequested;
    const QString how = provider::exitWords(QStringLiteral("codex"), result);
    // The Session itself voids the asks of a process that is gone.
    m_asks.takeAll();
    emitEvents(m_items.closeAll(model::ToolStatus::Cancelled));
    m_changes.clear();
    const bool turnOpen = !m_turnId.isEmpty();
    m_turnId.clear();
    if (turnOpen) {
        provider::TurnFinished turn;
        turn.outcome = failed ? provider::TurnOutcome::Failed : provider::TurnOutcome::Interrupted;
        if (failed)
            turn.error = how;
        emitEvent(turn);
    } else if (failed || (m_state != State::Open && result.kind == process::EndKind::NotStarted)) {
        const bool quietEnd = result.kind == process::EndKind::Exited && result.exitCode == 0;
        emitEvent(
            provider::NoticeRaised{quietEnd ? model::NoticeLevel::Info : model::NoticeLevel::Error, how});
    }
    return std::exchange(m_events, {});
}

} // namespace codex
