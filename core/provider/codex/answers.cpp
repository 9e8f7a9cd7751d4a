// Answers to our requests: the handshake, prompts, settings.
#include "core/provider/codex/codexprotocol.h"

#include "core/provider/codex/choices.h"
#include "core/provider/codex/jsonfields.h"

namespace codex {

namespace {

//! "agentmonitor/0.169.0 (Debian 12.0.0; x86_64) …": the version is codex's, behind our name.
QString versionOf(const QString &userAgent)
{
    return userAgent.section(QLatin1Char('/'), 1, 1).section(QLatin1Char(' '), 0, 0);
}

//! A review or a compaction runs, to which nothing can be said.
bool takesNoWords(const jsonrpc::ErrorResponse &error)
{
    const QJsonObject data = error.data.toObject();
    const QJsonObject info = object(data, "codexErrorInfo");
    return info.contains(QLatin1StringView("activeTurnNotSteerable"))
        || data.contains(QLatin1StringView("activeTurnNotSteerable"));
}

QString threadRefusal(const ThreadRequest &request, const QString &error)
{
    if (error.contains(QLatin1StringView("already has an active writer"))) {
        return QStringLiteral(
            "Another codex has this conversation open, and only one may write to it. Close it "
            "there and send your message again, or go on in a fork. (%1)")
            .arg(error);
    }
    if (error.contains(QLatin1StringView("no rollout found"))) {
        return QStringLiteral("codex has nothing on disk of the conversation %1").arg(request.threadId);
    }
    return QStringLiteral("codex could not open the conversation: ") + error;
}

} // namespace

void CodexProtocol::onAnswer(const Sent &sent, const QJsonObject &result)
{
    switch (sent.purpose) {
    case Sent::Purpose::Initialize:
        m_version = versionOf(text(result, "userAgent"));
        m_lines.append(m_writer.notification(QStringLiteral("initialized")));
        openThread();
        request({Sent::Purpose::ListModels, 0, {}}, QStringLiteral("model/list"));
        break;
    case Sent::Purpose::OpenThread:
        onThreadOpened(result);
        break;
    case Sent::Purpose::ListModels:
        emitEvent(choicesReported(result));
        break;
    case Sent::Purpose::StartTurn:
    case Sent::Purpose::Steer:
        if (PromptQueue::Entry *entry = m_prompts.find(sent.prompt)) {
            entry->state = PromptQueue::Entry::State::Accepted;
            entry->turnId = sent.purpose == Sent::Purpose::Steer ? text(result, "turnId")
                                                                 : text(object(result, "turn"), "id");
            if (entry->turnId.isEmpty())
                entry->turnId = m_turnId;
        }
        break;
    case Sent::Purpose::Interrupt:
    case Sent::Purpose::ChangeSettings:
        break; // what changed is told by notifications
    }
}

void CodexProtocol::onThreadOpened(const QJsonObject &answer)
{
    const QJsonObject thread = object(answer, "thread");
    m_state = State::Open;
    m_threadId = text(thread, "id");
    m_settings.opened(answer);

    provider::SessionStarted started;
    started.sessionId = m_threadId;
    started.directory = text(answer, "cwd");
    if (started.directory.isEmpty())
        started.directory = m_request.directory;
    started.model = m_settings.model();
    started.mode = m_settings.mode();
    started.version = m_version;
    emitEvent(started);

    provider::SettingsReported report;
    if (!m_settings.effort().isEmpty())
        report.effort = m_settings.effort();
    if (const QString title = text(thread, "name"); !title.isEmpty())
        report.title = m_title = title;
    if (report.effort || report.title)
        emitEvent(report);

    // A fork is another thread from here on; opened again it shall not be forked again.
    m_request.threadId = m_threadId;
    m_request.fork = false;
    changeSettings(QStringLiteral("settings"), m_settings.missing(m_request));
    sendPrompts();
}

void CodexProtocol::onThreadRefused(const QString &error)
{
    m_state = State::Refused;
    emitEvent(provider::NoticeRaised{model::NoticeLevel::Error, threadRefusal(m_request, error)});
    emitEvents(m_prompts.failAll());
}

void CodexProtocol::onPromptRefused(const Sent &sent, const jsonrpc::ErrorResponse &error)
{
    PromptQueue::Entry *entry = m_prompts.find(sent.prompt);
    if (!entry)
        return;
    if (sent.purpose == Sent::Purpose::Steer) {
        // Mostly the turn had just ended. turn/start begins another one, or joins the one that runs.
        entry->state = PromptQueue::Entry::State::Waiting;
        entry->steer = !takesNoWords(error);
        entry->inTurnNow = entry->steer;
        sendPrompts();
        return;
    }
    m_turnRequested = false;
    if (!m_turnId.isEmpty() && takesNoWords(error)) {
        entry->state = PromptQueue::Entry::State::Waiting;
        entry->steer = entry->inTurnNow = false;
        return;
    }
    emitEvent(provider::NoticeRaised{
        model::NoticeLevel::Error, QStringLiteral("codex did not take the message: ") + error.message});
    if (!entry->promptId.isEmpty())
        emitEvent(provider::PromptProgressed{entry->promptId, model::DeliveryState::Failed});
    m_prompts.remove(sent.prompt);
    sendPrompts();
}

void CodexProtocol::onRefusal(const Sent &sent, const jsonrpc::ErrorResponse &error)
{
    switch (sent.purpose) {
    case Sent::Purpose::Initialize:
    case Sent::Purpose::OpenThread:
        onThreadRefused(error.message);
        break;
    case Sent::Purpose::ListModels:
        emitEvent(provider::ChoicesReported{{}, allModes(), {}});
        break;
    case Sent::Purpose::StartTurn:
    case Sent::Purpose::Steer:
        onPromptRefused(sent, error);
        break;
    case Sent::Purpose::Interrupt:
        if (!m_turnId.isEmpty()) // else it had ended by itself
            emitEvent(provider::RequestFailed{QStringLiteral("interrupt"), error.message});
        break;
    case Sent::Purpose::ChangeSettings:
        emitEvent(provider::RequestFailed{sent.what, error.message});
        break;
    }
}

} // namespace codex
