#pragma once

#include "core/provider/codex/codexprotocol.h"

#include <QJsonObject>
#include <QStringList>

//! A CodexProtocol and lines to feed it, written short; what comes out is told as eventText does. Its thread
//! is "t-1", its turns are "u-1", "u-2" and so on; single quotes stand for double ones.
class Conversation
{
public:
    explicit Conversation(codex::ThreadRequest request = {});

    //! The handshake up to an open thread, and the answer to the list of models.
    void open(const QByteArray &threadFields = "'model':'m','approvalPolicy':'on-request',"
                                               "'sandbox':{'type':'workspaceWrite'}");

    //! Feeds JSON text and tells the events.
    QStringList says(const QByteArray &line);
    //! A notification of the thread and the running turn: their ids are put into its params.
    QStringList notifies(const QByteArray &method, const QByteArray &params = "{}");
    QStringList item(const char *phase, const QByteArray &item);
    QStringList asks(int id, const QByteArray &method, const QByteArray &params);
    QStringList answers(qint64 id, const QByteArray &result = "{}");
    QStringList refuses(qint64 id, const QByteArray &message, const QByteArray &data = "null");

    QStringList beginTurn();
    QStringList endTurn(const QByteArray &fields = "'status':'completed'");
    QString turnId() const { return QStringLiteral("u-%1").arg(m_turns); }

    //! The messages that a command is written as; a command that is refused fails the test.
    QList<QJsonObject> writes(const provider::Command &command);
    //! The same of the lines that no command called for.
    QList<QJsonObject> replies();
    base::Error refusesCommand(const provider::Command &command);
    QList<QJsonObject> prompts(const QString &id, const QString &text = QStringLiteral("hello"));

    codex::CodexProtocol &protocol() { return *m_protocol; }
    void replaceProtocol(std::unique_ptr<codex::CodexProtocol> protocol);

private:
    std::unique_ptr<codex::CodexProtocol> m_protocol;
    int m_turns = 0;
};

//! JSON of text with single quotes.
QJsonObject json(const QByteArray &text);
//! "turn/start" of a request, "#7" of an answer.
QString kindOf(const QJsonObject &message);
QStringList kindsOf(const QList<QJsonObject> &messages);
QJsonObject paramsOf(const QJsonObject &message);
qint64 idOf(const QJsonObject &message);
