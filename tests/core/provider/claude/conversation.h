#pragma once

#include "core/provider/claude/claudeprotocol.h"

#include <QJsonObject>
#include <QStringList>

//! A ClaudeProtocol and lines to feed it, written short; what comes out is told as eventText does.
class Conversation
{
public:
    provider::Events feed(const QJsonObject &line);
    //! Feeds JSON text (single quotes stand for double ones) and tells the events.
    QStringList says(const QByteArray &line);

    //! The first line of a turn.
    QStringList init(const char *sessionId = "s-1");
    QStringList result(const char *fields = "'subtype':'success','is_error':false,'result':''");
    QStringList toolUse(
        const char *id, const char *name, const char *input = "{}", const char *parent = "null");
    QStringList toolResult(const char *id, const char *content = "'done'", const char *fields = "");

    //! The objects that a command is written as; a command that is refused fails the test.
    QJsonObject writes(const provider::Command &command);
    base::Error refuses(const provider::Command &command);

    claude::ClaudeProtocol &protocol() { return m_protocol; }

private:
    claude::ClaudeProtocol m_protocol;
};

//! JSON of text with single quotes.
QJsonObject json(const QByteArray &text);

QString line(const char *text);
provider::SendPrompt prompt(const char *id, const char *text = "hello");

// Lines of claude's.
QByteArray lifecycle(const QByteArray &id, const QByteArray &state);
//! To the request of that number of ours.
QByteArray answer(int request, const QByteArray &response = "{}");
QByteArray systemLine(const QByteArray &subtype, const QByteArray &fields = {});
