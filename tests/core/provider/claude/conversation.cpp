#include "conversation.h"

#include "../eventtext.h"

#include <QJsonDocument>
#include <QTest>

QJsonObject json(const QByteArray &text)
{
    QByteArray quoted = text;
    quoted.replace('\'', '"');
    const QJsonDocument document = QJsonDocument::fromJson(quoted);
    if (!document.isObject())
        qFatal("the test's own JSON is wrong: %s", quoted.constData());
    return document.object();
}

provider::Events Conversation::feed(const QJsonObject &line)
{
    return m_protocol.feed(QJsonDocument(line).toJson(QJsonDocument::Compact));
}

QStringList Conversation::says(const QByteArray &line)
{
    return eventTexts(feed(json(line)));
}

QStringList Conversation::init(const char *sessionId)
{
    return says(QByteArray("{'type':'system','subtype':'init','session_id':'") + sessionId
        + "','cwd':'/p','model':'m','permissionMode':'default','claude_code_version':'9'}");
}

QStringList Conversation::result(const char *fields)
{
    return says(QByteArray("{'type':'result',") + fields + "}");
}

QStringList Conversation::toolUse(const char *id, const char *name, const char *input, const char *parent)
{
    return says(QByteArray("{'type':'assistant','message':{'id':'msg-of-") + id
        + "','content':[{'type':'tool_use','id':'" + id + "','name':'" + name + "','input':" + input
        + "}]},'parent_tool_use_id':" + parent + "}");
}

QStringList Conversation::toolResult(const char *id, const char *content, const char *fields)
{
    return says(QByteArray("{'type':'user','message':{'content':[{'type':'tool_result','tool_use_id':'") + id
        + "','content':" + content + "}]}" + fields + "}");
}

QJsonObject Conversation::writes(const provider::Command &command)
{
    const auto lines = m_protocol.encode(command);
    if (!lines) {
        QTest::qFail(qPrintable(lines.error().message), __FILE__, __LINE__);
        return {};
    }
    if (lines->size() != 1 || lines->first().contains('\n')) {
        QTest::qFail("one command is one line", __FILE__, __LINE__);
        return {};
    }
    return QJsonDocument::fromJson(lines->first()).object();
}

base::Error Conversation::refuses(const provider::Command &command)
{
    const auto lines = m_protocol.encode(command);
    if (lines) {
        QTest::qFail("the command was not refused", __FILE__, __LINE__);
        return {};
    }
    return lines.error();
}

QString line(const char *text)
{
    return QString::fromUtf8(text);
}

provider::SendPrompt prompt(const char *id, const char *text)
{
    return {line(id), line(text), {}};
}

QByteArray lifecycle(const QByteArray &id, const QByteArray &state)
{
    return "{'type':'command_lifecycle','command_uuid':'" + id + "','state':'" + state + "'}";
}

QByteArray answer(int request, const QByteArray &response)
{
    return "{'type':'control_response','response':{'subtype':'success','request_id':'agentmonitor-"
        + QByteArray::number(request) + "','response':" + response + "}}";
}

QByteArray systemLine(const QByteArray &subtype, const QByteArray &fields)
{
    return "{'type':'system','subtype':'" + subtype + "'" + fields + "}";
}
