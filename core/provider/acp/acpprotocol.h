#pragma once

#include "core/provider/acp/agentinfo.h"
#include "core/provider/acp/chunkstream.h"
#include "core/provider/acp/openasks.h"
#include "core/provider/acp/promptqueue.h"
#include "core/provider/acp/sessionchoices.h"
#include "core/provider/acp/toolledger.h"
#include "core/provider/acp/usagemeter.h"
#include "core/provider/jsonrpc/pendingrequests.h"
#include "core/provider/jsonrpc/writer.h"
#include "core/provider/protocol.h"

#include <QMap>
#include <QSet>

namespace acp {

//! What a session shall be, and what its agent may use.
struct SessionWish
{
    QString agentName; //!< for messages
    QString directory;
    QString sessionId; //!< to go on with; empty for a new one
    QString model; //!< empty = the agent's own choice
    QString mode;
    QString effort;
    QString instructions; //!< go before the first prompt of a new session: there is no system prompt
    QSet<QString> setVariables; //!< names of the agent's environment: a login may need one
};

//! The Agent Client Protocol, version 1, as its client; see PROTOCOL.md.
//! This class sorts the messages and knows whether a turn runs; what they mean is in the nouns beside it.
class AcpProtocol final : public provider::Protocol
{
public:
    explicit AcpProtocol(SessionWish wish);

    QList<QByteArray> open() override;
    provider::Events feed(const QByteArray &line) override;
    base::Result<QList<QByteArray>> encode(const provider::Command &command) override;
    QList<QByteArray> takeReplies() override;
    std::optional<QJsonObject> rest() const override;
    void goOnFrom(const QJsonObject &rest) override;
    provider::Events closed(const process::ProcessResult &result) override;

private:
    enum class State { Starting, Opening, Ready, Failed };
    enum class Purpose { Initialize, Login, NewSession, LoadSession, ResumeSession, Prompt, Set };

    //! What a request of ours was for.
    struct Asked
    {
        Purpose purpose = Purpose::Initialize;
        Setting setting = Setting::Mode; //!< for Set
        QString value{}; //!< for Set
    };

    struct Turn
    {
        QString promptId; //!< empty for words that came with a decision
        bool begun = false; //!< the agent has said something since the prompt was written
        bool interrupting = false;
        bool rejected = false; //!< a person said no to a tool of it
    };

    // Messages (acpprotocol.cpp).
    void on(const jsonrpc::Request &request);
    void on(const jsonrpc::Notification &notification);
    void on(const jsonrpc::Response &response);
    void on(const jsonrpc::ErrorResponse &error);
    void on(const jsonrpc::NotJson &);
    void on(const jsonrpc::NotAMessage &);
    void askPermission(const jsonrpc::Request &request);
    void askForm(const jsonrpc::Request &request);

    // The way to a session (opening.cpp).
    void onInitialized(const QJsonObject &answer);
    void openSession();
    void onOpened(const QJsonObject &answer, Purpose purpose);
    void onOpeningFailed(const jsonrpc::ErrorResponse &error, Purpose purpose);
    void logIn(const jsonrpc::ErrorResponse &error);
    void fail(const QString &words);
    void applyWanted();
    void onSet(const Asked &asked, const QJsonObject &answer);
    void reportChoices(const SessionChoices &before);

    // session/update by its kind (updates.cpp).
    void onUpdate(const QJsonObject &update);
    bool onHistory(const QString &kind, const QJsonObject &update);
    void onText(ChunkStream::Kind kind, const QJsonObject &update);
    void onTool(const QJsonObject &toolCall);
    void onPlan(const QJsonArray &entries);

    // Turns (turns.cpp).
    void sendWaiting();
    void writePrompt(const PromptQueue::Entry &entry);
    void beginTurn();
    void onPromptAnswered(const QJsonObject &answer);
    void onPromptFailed(const jsonrpc::ErrorResponse &error);
    void endTurn(provider::TurnFinished turn);

    // Commands (commands.cpp).
    base::Result<void> obey(const provider::SendPrompt &prompt);
    base::Result<void> obey(const provider::DecideApproval &decision);
    base::Result<void> obey(const provider::AnswerQuestion &answer);
    base::Result<void> obey(const provider::SkipQuestion &skip);
    base::Result<void> obey(const provider::Interrupt &interrupt);
    base::Result<void> obey(const provider::SetMode &command);
    base::Result<void> obey(const provider::SetModel &command);
    base::Result<void> obey(const provider::SetEffort &command);
    base::Result<void> choose(Setting setting, const QString &value);

    void emitEvent(provider::Event event) { m_events.append(std::move(event)); }
    void emitEvents(const provider::Events &events) { m_events += events; }
    void reply(const QByteArray &line) { m_replies.append(line); }
    void request(const Asked &asked, const QString &method, QJsonObject params);
    void requestSet(Setting setting, const QString &value);
    void answer(const OpenAsks::Answer &given) { reply(m_writer.answer(given.request, given.result)); }
    void withdraw(const QList<OpenAsks::Answer> &answers);

    SessionWish m_wish;
    jsonrpc::Writer m_writer{jsonrpc::Marking::Version2};
    jsonrpc::PendingRequests<Asked> m_requests;
    AgentInfo m_agent;
    SessionChoices m_choices;
    ChunkStream m_chunks;
    ToolLedger m_tools;
    OpenAsks m_asks;
    PromptQueue m_prompts;
    UsageMeter m_usage;

    provider::Events m_events; //!< not given yet
    QList<QByteArray> m_replies; //!< not taken yet
    QByteArray m_line; //!< that is being read
    State m_state = State::Starting;
    bool m_startable = true; //!< false: no login helps
    QString m_sessionId;
    QString m_loginAdvice;
    QStringList m_triedLogins;
    QMap<Setting, QString> m_wanted; //!< to be set before the first prompt
    std::optional<Turn> m_turn;
    bool m_historyComes = false; //!< what is told is what the journal has already
    QList<model::PlanEntry> m_plan; //!< of this turn
    int m_plans = 0; //!< of earlier turns
};

} // namespace acp
