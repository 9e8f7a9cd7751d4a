#pragma once

#include "core/provider/codex/openasks.h"
#include "core/provider/codex/openitems.h"
#include "core/provider/codex/promptqueue.h"
#include "core/provider/codex/ratelimits.h"
#include "core/provider/codex/threadrequest.h"
#include "core/provider/codex/threadsettings.h"
#include "core/provider/jsonrpc/pendingrequests.h"
#include "core/provider/jsonrpc/writer.h"
#include "core/provider/protocol.h"

#include <QHash>
#include <QJsonArray>

namespace codex {

//! The JSON-RPC of `codex app-server`; see PROTOCOL.md. One process is one thread.
//! This class brings the thread up, keeps count of the running turn, and sorts what comes; what it means is
//! in the nouns beside it.
class CodexProtocol final : public provider::Protocol
{
public:
    explicit CodexProtocol(ThreadRequest request);

    QList<QByteArray> open() override;
    provider::Events feed(const QByteArray &line) override;
    base::Result<QList<QByteArray>> encode(const provider::Command &command) override;
    QList<QByteArray> takeReplies() override;
    std::optional<QJsonObject> rest() const override;
    void goOnFrom(const QJsonObject &rest) override;
    provider::Events closed(const process::ProcessResult &result) override;

private:
    using Events = provider::Events;
    using Written = base::Result<void>;

    //! What a request of ours was for.
    struct Sent
    {
        enum class Purpose {
            Initialize,
            OpenThread,
            ListModels,
            StartTurn,
            Steer,
            Interrupt,
            ChangeSettings
        };
        Purpose purpose = Purpose::Initialize;
        quint64 prompt = 0; //!< StartTurn, Steer: its number in the queue
        QString what; //!< ChangeSettings: which, for a person
    };

    enum class State {
        Closed, //!< open() was not called
        Initializing,
        Opening, //!< the thread is asked for
        Open,
        Refused, //!< there is no thread; another prompt tries again
    };

    // Messages by kind (messages.cpp).
    void onMessage(const jsonrpc::Request &request, const QByteArray &raw);
    void onMessage(const jsonrpc::Notification &notification, const QByteArray &raw);
    void onMessage(const jsonrpc::Response &response, const QByteArray &raw);
    void onMessage(const jsonrpc::ErrorResponse &response, const QByteArray &raw);
    void onMessage(const jsonrpc::NotJson &, const QByteArray &raw);
    void onMessage(const jsonrpc::NotAMessage &, const QByteArray &raw);
    bool onNotification(const QString &method, const QJsonObject &params);
    bool onThreadNotification(const QString &method, const QJsonObject &params);
    bool onTurnNotification(const QString &method, const QJsonObject &params);
    void ask(const jsonrpc::Request &request, Ask ask);

    // Answers to requests of ours (answers.cpp).
    void onAnswer(const Sent &sent, const QJsonObject &result);
    void onRefusal(const Sent &sent, const jsonrpc::ErrorResponse &error);
    void onThreadOpened(const QJsonObject &answer);
    void onPromptRefused(const Sent &sent, const jsonrpc::ErrorResponse &error);
    void onThreadRefused(const QString &error);

    // The running turn and its items (turn.cpp).
    void onTurnStarted(const QString &turnId);
    void onTurnCompleted(const QJsonObject &turn);
    void onError(const QJsonObject &params);
    void onPlan(const QJsonObject &params);
    bool onItemStarted(const QJsonObject &item);
    bool onItemCompleted(const QJsonObject &item);
    void onFileChange(const QString &itemId, const QJsonArray &changes);
    void onFileChangeCompleted(const QJsonObject &item);
    void closeTurn(model::ToolStatus toolStatus);
    void setActivity(provider::Activity activity);

    // Commands (commands.cpp).
    Written write(const provider::SendPrompt &prompt);
    Written write(const provider::DecideApproval &decision);
    Written write(const provider::AnswerQuestion &answer);
    Written write(const provider::SkipQuestion &skip);
    Written write(const provider::Interrupt &interrupt);
    Written write(const provider::SetMode &command);
    Written write(const provider::SetModel &command);
    Written write(const provider::SetEffort &command);
    Written answered(const base::Result<OpenAsks::Answer> &answer);
    void changeSettings(const QString &what, QJsonObject params);
    void openThread();
    void sendPrompts();
    void sendPrompt(PromptQueue::Entry &entry, bool steer);
    void sendInterrupt();

    void request(const Sent &sent, const QString &method, const QJsonObject &params = {});
    void emitEvent(provider::Event event) { m_events.append(std::move(event)); }
    void emitEvents(const Events &events) { m_events += events; }

    ThreadRequest m_request;
    jsonrpc::Writer m_writer{jsonrpc::Marking::None};
    jsonrpc::PendingRequests<Sent> m_pending;
    ThreadSettings m_settings;
    PromptQueue m_prompts;
    OpenItems m_items;
    OpenAsks m_asks;
    RateLimits m_limits;

    Events m_events; //!< of the line that is read, or waiting for the next one
    QList<QByteArray> m_lines; //!< to be written
    State m_state = State::Closed;
    QString m_threadId;
    QString m_version;
    QString m_turnId; //!< of the turn that runs; empty between turns
    bool m_turnRequested = false; //!< turn/start was written, its turn has not begun
    bool m_interruptWanted = false; //!< as soon as there is a turn to interrupt
    QHash<QString, QJsonArray> m_changes; //!< of the open fileChange items: their requests do not tell them
    std::optional<provider::Activity> m_activity;
    QString m_title;
};

} // namespace codex
