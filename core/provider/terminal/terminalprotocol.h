#pragma once

#include "core/provider/protocol.h"
#include "core/provider/terminal/attentionparser.h"

#include <optional>

namespace terminal {

//! The program that runs on the terminal.
struct Program
{
    QString name; //!< "htop", "claude"
    QString prompt; //!< the one that is in its command line; it is not typed again
    //! A CLI for conversations: what it is given must wait until it says that it is ready.
    bool isConversation = false;
};

//! Any program on a terminal. What it shows is for people; what it does is known only from what it tells its
//! terminal (AttentionParser): while it says nothing it counts as busy for as long as it runs. A prompt is
//! typed, an interrupt is ^C (ESC for a conversation).
class TerminalProtocol final : public provider::Protocol
{
public:
    explicit TerminalProtocol(Program program);

    QList<QByteArray> open() override;
    provider::Events feed(const QByteArray &piece) override;
    base::Result<QList<QByteArray>> encode(const provider::Command &command) override;
    QList<QByteArray> takeReplies() override;
    provider::Events takeEvents() override;
    //! nullopt only within a control sequence and while a prompt waits.
    std::optional<QJsonObject> rest() const override;
    void goOnFrom(const QJsonObject &rest) override;
    provider::Events closed(const process::ProcessResult &result) override;

private:
    void on(const StatusReported &status);
    void on(const StatusAsked &asked);
    void on(const Notified &notified);
    void on(const ProgressReported &progress);
    void on(const TitleChanged &title);
    void on(const BellRung &bell);
    void on(const PasteModeChanged &mode);

    void give(const provider::SendPrompt &prompt);
    void type(const provider::SendPrompt &prompt);
    void setReady();
    void setStatus(provider::TerminalActivity activity, const QString &words = {});
    void notice(model::NoticeLevel level, const QString &text);
    void emitEvent(provider::Event event) { m_events.append(std::move(event)); }
    QString runningWords() const;

    const Program m_program;
    AttentionParser m_parser;
    provider::TerminalStatus m_status;
    QString m_title;
    bool m_reportsStatus = false; //!< it has used OSC 7501, which says more than anything else
    bool m_bracketedPaste = false;
    bool m_bellTold = false; //!< and nothing else has happened since
    bool m_ready = false;
    bool m_promptSeen = false; //!< the one in the command line came as a Command
    QList<provider::SendPrompt> m_waiting;
    QList<QByteArray> m_replies;
    provider::Events m_events;
};

} // namespace terminal
