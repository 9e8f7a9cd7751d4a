#pragma once

#include "core/base/ids.h"
#include "core/model/record.h"
#include "core/provider/event.h"

#include <QHash>
#include <QList>

#include <map>
#include <optional>

namespace agents {

//! Turns what a CLI and a person do into the numbered Records of a Journal. Pure: holds only the messages
//! that are still open, and the records that were made since the last take(). A value: a copy taken before a
//! change undoes it.
class Timeline
{
public:
    Timeline() = default;
    //! Goes on after `last`, with the messages that a Journal found open.
    Timeline(base::Sequence last, const QList<model::Message> &open);

    //! Does nothing for Events that put nothing into the timeline (usage, settings, activity).
    void apply(const provider::Event &event, base::Timestamp at);

    void addPrompt(const QString &id, const model::Prompt &prompt, base::Timestamp at);
    //! A prompt's delivery never goes back; a final one closes its message.
    void setDelivery(const QString &promptId, model::DeliveryState state, base::Timestamp at);
    void addNotice(model::NoticeLevel level, const QString &text, base::Timestamp at);
    //! A message that was complete elsewhere (a session's history).
    void addClosed(const model::MessageBody &body, const QString &parentId, base::Timestamp at);
    void addState(const model::AgentState &state, base::Timestamp at);
    //! A Command that the CLI is to be given; the number of its record.
    base::Sequence addInput(qint64 offset, const QJsonObject &command, base::Timestamp at);

    //! False if it is not waiting.
    bool decide(const QString &approvalId, const model::Decision &decision);
    bool answer(const QString &questionId, const QJsonObject &answers, const model::Decision &decision);

    //! The process is gone: asks are void, texts aborted, tools cancelled, prompts that were sent but not
    //! taken failed.
    void closeAll(base::Timestamp at);

    //! The records since the last call, ready for Journal::append.
    QList<model::Record> take();
    bool hasRecords() const { return !m_records.isEmpty(); }

    base::Sequence lastSequence() const { return m_last; }
    //! By seq, with all of their text so far.
    QList<model::Message> open() const;
    const model::Message *openAt(base::Sequence seq) const;
    const model::Message *openAsk(const QString &askId) const;
    //! The Approvals and Questions that wait, oldest first.
    QList<model::Message> pending() const;
    bool hasPending() const;
    //! Prompts of a given delivery state, oldest first.
    QList<model::Message> promptsIn(model::DeliveryState state) const;

private:
    model::Message &begin(const QString &key, const base::MessageId &id, const QString &parentId,
        model::MessageBody body, base::Timestamp at);
    model::Message *findOpen(const QString &key);
    void changed(const model::Message &message, base::Timestamp at);
    void close(const QString &key, base::Timestamp at);
    void append(const QString &key, const QString &parentId, const QString &text, model::MessageBody empty,
        base::Timestamp at);
    void push(model::RecordBody body, base::Timestamp at);

    void on(const provider::TextDelta &event, base::Timestamp at);
    void on(const provider::TextFinished &event, base::Timestamp at);
    void on(const provider::ThoughtDelta &event, base::Timestamp at);
    void on(const provider::ThoughtFinished &event, base::Timestamp at);
    void on(const provider::ToolStarted &event, base::Timestamp at);
    void on(const provider::ToolUpdated &event, base::Timestamp at);
    void on(const provider::ToolFinished &event, base::Timestamp at);
    void on(const provider::ApprovalAsked &event, base::Timestamp at);
    void on(const provider::QuestionAsked &event, base::Timestamp at);
    void on(const provider::AskWithdrawn &event, base::Timestamp at);
    void on(const provider::PlanUpdated &event, base::Timestamp at);
    void on(const provider::PromptProgressed &event, base::Timestamp at);
    void on(const provider::NoticeRaised &event, base::Timestamp at);
    void on(const provider::RequestFailed &event, base::Timestamp at);
    void on(const provider::TurnFinished &event, base::Timestamp at);
    void on(const provider::LineIgnored &event, base::Timestamp at);

    struct OpenMessage
    {
        QString key;
        model::Message message;
    };

    base::Sequence m_last = 0;
    std::map<base::Sequence, OpenMessage> m_open;
    QHash<QString, base::Sequence> m_keys; //!< item, tool, ask or prompt → its open message
    QList<model::Record> m_records;
};

} // namespace agents
