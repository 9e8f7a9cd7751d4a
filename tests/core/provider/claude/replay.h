#pragma once

#include "core/provider/claude/claudeprotocol.h"

#include <QHash>
#include <QJsonObject>
#include <QStringList>

//! Plays a recorded conversation with claude (tests/fixtures/transcripts) through a ClaudeProtocol: its lines
//! are fed, what the recorder wrote is said as the Commands that mean it. The recorder's request ids are
//! translated to those of the protocol. The end of the recorder's input counts as our asking for the end.
class Replay
{
public:
    //! With `renewed`, the protocol is replaced wherever it rests by a new one that goes on from there, as
    //! after a restart of the server.
    explicit Replay(bool renewed = false)
        : m_renewed(renewed)
    {
    }

    //! One line per event, "> …" for each line the protocol would write, "! …" for a command that it refused,
    //! "# …" for what the recorder did and the protocol does not know.
    QStringList run(const QString &recording);
    int renewals() const { return m_renewals; }

private:
    void written(const QJsonValue &line);
    void writtenRequest(const QJsonObject &line);
    void writtenAnswer(const QJsonObject &answer);
    void command(const provider::Command &command, const QString &recordedId = {});
    void wrote(const QList<QByteArray> &lines, const QString &recordedId);
    void read(QJsonValue line);
    void note(const QString &text) { m_text << QStringLiteral("# ") + text; }
    void add(const provider::Events &events);

    void renewIfAtRest();

    const bool m_renewed;
    int m_renewals = 0;
    claude::ClaudeProtocol m_protocol;
    QStringList m_text;
    QHash<QString, QString> m_ids; //!< the recorder's → ours
    QHash<QString, model::Approval> m_approvals;
    QHash<QString, model::Question> m_questions;
    process::ProcessResult m_result;
    int m_prompts = 0;
};
