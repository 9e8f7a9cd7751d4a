#pragma once

#include "core/provider/acp/acpprotocol.h"

#include <QHash>
#include <QJsonObject>
#include <QStringList>

//! Plays a recorded conversation with an ACP agent (tests/fixtures/transcripts/acp) through an AcpProtocol:
//! its lines are fed, what the recorder wrote is said as the Commands that mean it. The recorder's request
//! ids are translated to those of the protocol. The end of the recorder's input counts as our asking for the
//! end.
class Replay
{
public:
    explicit Replay(const QString &recording);

    //! One line per event, "> …" for each line the protocol would write, "! …" for a command that it refused,
    //! "# …" for what the recorder did and the protocol does not know.
    QStringList run();

    //! Entries after which the protocol rests, and what it rests with.
    struct Rest
    {
        qsizetype entry = 0;
        qsizetype line = 0; //!< of run()
        QJsonObject state;
    };
    const QList<Rest> &rests() const { return m_rests; }
    //! The lines that come after that rest from another protocol that goes on from there.
    QStringList runFrom(const Rest &rest) const;

private:
    Replay() = default;

    void play(qsizetype from);
    void play(const QJsonObject &entry);
    void written(const QJsonObject &line);
    void answered(const QJsonObject &line);
    void command(const provider::Command &command);
    void wrote(const QList<QByteArray> &lines);
    void read(const QJsonValue &line);
    void note(const QString &text) { m_text << QStringLiteral("# ") + text; }
    void add(const provider::Events &events);

    QList<QJsonObject> m_entries;
    std::unique_ptr<acp::AcpProtocol> m_protocol;
    QStringList m_text;
    QList<Rest> m_rests;
    QHash<QString, qint64> m_unmatched; //!< requests of ours by their method, that the recorder's may be
    QHash<int, qint64> m_ids; //!< the recorder's → ours
    QHash<QString, QString> m_asks; //!< the agent's request id → ask
    process::ProcessResult m_result;
    int m_prompts = 0;
};
