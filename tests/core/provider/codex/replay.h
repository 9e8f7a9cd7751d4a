#pragma once

#include "core/provider/codex/codexprotocol.h"

#include <QHash>
#include <QJsonObject>
#include <QStringList>

#include <memory>

//! Plays a recorded conversation with codex app-server (tests/fixtures/transcripts/codex) through a
//! CodexProtocol: its lines are fed, what the recorder wrote is said as the Commands that mean it. Answers to
//! the recorder are given to the request of the protocol that stands in its place; what the recorder did not
//! ask (models, settings) is answered here. The end of the recorder's input counts as our asking for the end.
class Replay
{
public:
    explicit Replay(const QString &recording);

    //! One line per event, "> …" for each line the protocol would write, "! …" for a command that it refused,
    //! "# …" for what the recorder did and the protocol does not know.
    QStringList run();

    //! Plays it again and, wherever the protocol rests, from there with a new one that goes on from it. Says
    //! where that came out otherwise; `rests` counts the points.
    QStringList differencesAfterRest(int &rests);

private:
    //! Requests of ours and of the recorder that mean the same, paired in their order.
    struct Pairing
    {
        QList<qint64> ours;
        QList<qint64> recorded;
    };

    //! All that is copied when another protocol goes on from here.
    struct Progress
    {
        QStringList text;
        QHash<QString, Pairing> unpaired; //!< by what they ask for
        QHash<qint64, qint64> ids; //!< the recorder's → ours
        QHash<QString, QString> asks; //!< codex's request id → ask id
        process::ProcessResult result;
        int prompts = 0;
    };

    void play(const QJsonObject &entry);
    void written(const QJsonValue &line);
    void writtenTurn(const QJsonObject &params);
    void writtenAnswer(const QJsonObject &answer);
    void command(const provider::Command &command);
    void wrote(const QList<QByteArray> &lines);
    void pair(const QString &what);
    void read(QJsonValue line);
    void feed(const QByteArray &line);
    void note(const QString &text) { m_now.text << QStringLiteral("# ") + text; }
    void add(const provider::Events &events);

    QList<QJsonObject> m_entries;
    codex::ThreadRequest m_request;
    std::unique_ptr<codex::CodexProtocol> m_protocol;
    Progress m_now;
    bool m_listsModels = false; //!< the recorder does
};
