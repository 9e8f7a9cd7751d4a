#pragma once

#include "core/provider/claude/contentstream.h"
#include "core/provider/claude/controlrequests.h"
#include "core/provider/claude/openasks.h"
#include "core/provider/claude/plandraft.h"
#include "core/provider/claude/promptqueue.h"
#include "core/provider/claude/toolledger.h"
#include "core/provider/claude/usagemeter.h"
#include "core/provider/protocol.h"

#include <QJsonObject>
#include <QSet>

namespace claude {

//! claude's stream-json wire (`claude -p --input-format stream-json …`); see PROTOCOL.md.
//! This class sorts the lines and knows whether a turn runs; what a line means is in the nouns beside it.
class ClaudeProtocol final : public provider::Protocol
{
public:
    QList<QByteArray> open() override;
    provider::Events feed(const QByteArray &line) override;
    base::Result<QList<QByteArray>> encode(const provider::Command &command) override;
    provider::Events closed(const process::ProcessResult &result) override;
    // rest.cpp
    std::optional<QJsonObject> rest() const override;
    void goOnFrom(const QJsonObject &rest) override;

private:
    using Events = provider::Events;
    using Lines = base::Result<QList<QByteArray>>;

    // Lines by type (lines.cpp).
    void onAssistant(const QJsonObject &line);
    void onApiError(const QString &parentId, const QString &words);
    void onUser(const QJsonObject &line);
    void onToolResult(const QJsonObject &block, const QJsonObject &line);
    void onStreamEvent(const QJsonObject &line);
    void onControlRequest(const QJsonObject &line, const QByteArray &raw);
    void onControlResponse(const QJsonObject &line);
    void onInitialized(const QJsonObject &answer, const QJsonObject &response);
    void onResult(const QJsonObject &line);

    // system lines by subtype (systemlines.cpp).
    bool onSystem(const QJsonObject &line);
    void onInit(const QJsonObject &line);
    void onStatus(const QJsonObject &line);
    void onStateChanged(const QString &state);
    void onTaskEnded(const QJsonObject &line);

    // Commands (commands.cpp).
    Lines write(const provider::SendPrompt &prompt);
    Lines write(const provider::DecideApproval &decision);
    Lines write(const provider::AnswerQuestion &answer);
    Lines write(const provider::SkipQuestion &skip);
    Lines write(const provider::Interrupt &interrupt);
    Lines write(const provider::SetMode &command);
    Lines write(const provider::SetModel &command);
    Lines write(const provider::SetEffort &command);
    static Lines answerLine(const QString &requestId, const base::Result<QJsonObject> &response);

    void emitEvent(provider::Event event) { m_events.append(std::move(event)); }
    void emitEvents(const Events &events) { m_events += events; }
    void beginTool(const QString &id, const QString &name, const QJsonObject &input, const QString &parentId);
    void cancelTools(const QStringList &ids);
    void setActivity(provider::Activity activity);
    void reportMode(const QString &mode);
    void onLifecycle(const QString &promptId, const QString &state);
    void startTurn();
    void endUnseenTurn(provider::TurnOutcome outcome);

    ControlRequests m_requests;
    OpenAsks m_asks;
    ContentStream m_content;
    ToolLedger m_tools;
    PlanDraft m_plan;
    PromptQueue m_prompts;
    UsageMeter m_usage;

    Events m_events; //!< of the line that is being read
    QString m_sessionId;
    QString m_directory;
    QString m_model;
    QString m_mode;
    QString m_version;
    QString m_apiError; //!< what this turn's failure said, until its result tells it
    QString m_startError; //!< why claude refused to start, as it says itself
    QString m_limitNotice; //!< the last one raised, so that it is not said at every request
    QSet<QString> m_deniedByRule; //!< tool ids
    std::optional<provider::Activity> m_activity;
    bool m_started = false; //!< there was a system/init
    bool m_turnOpen = false;
    bool m_turnSeen = false; //!< claude has said so itself, not only that it took a prompt
    bool m_interrupting = false;
    bool m_textInTurn = false;
    bool m_tellsIdle = false;
    int m_results = 0;
};

} // namespace claude
