#pragma once

#include "core/provider/acp/acpprotocol.h"

#include <QJsonObject>
#include <QStringList>

//! An AcpProtocol and messages to feed it, written short; what comes out is told as eventText does.
class Conversation
{
public:
    explicit Conversation(acp::SessionWish wish = {});

    //! Feeds JSON text (single quotes stand for double ones) and tells the events; what the protocol then
    //! wants to write is in written().
    QStringList says(const QByteArray &line);
    QStringList updates(const QByteArray &update); //!< the value of params.update
    QStringList answers(int id, const QByteArray &result);
    QStringList refuses(int id, const QByteArray &error);
    //! A bash call that asks for leave; the options are once, always and no.
    QStringList asks(const char *id = "7", const char *toolId = "t1");

    //! Initialized with these capabilities, up to the request for a session.
    void initialize(const QByteArray &fields = "'agentCapabilities':{}");
    //! A whole new session, `fields` beside its id "s1".
    QStringList begin(const QByteArray &fields = "");

    void prompt(const char *id, const char *text = "do it");
    void obeys(const provider::Command &command);
    base::Error rejects(const provider::Command &command);

    //! The messages that were written since this was asked for last, short: "session/prompt#3", "answer#7".
    QStringList written();
    //! The last message that was written, whole.
    const QJsonObject &lastWritten() const { return m_lastWritten; }

    acp::AcpProtocol &protocol() { return m_protocol; }

private:
    void keep(const QList<QByteArray> &lines);

    acp::AcpProtocol m_protocol;
    QStringList m_written;
    QJsonObject m_lastWritten;
};

//! JSON of text with single quotes.
QJsonObject json(const QByteArray &text);
