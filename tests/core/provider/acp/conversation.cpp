#include "conversation.h"

#include "../eventtext.h"

#include <QJsonDocument>
#include <QTest>

namespace {

QByteArray quoted(QByteArray text)
{
    return text.replace('\'', '"');
}

acp::SessionWish named(acp::SessionWish wish)
{
    wish.agentName = QStringLiteral("Agent");
    wish.directory = QStringLiteral("/p");
    return wish;
}

} // namespace

QJsonObject json(const QByteArray &text)
{
    const QJsonDocument document = QJsonDocument::fromJson(quoted(text));
    if (!document.isObject())
        qFatal("the test's own JSON is wrong: %s", text.constData());
    return document.object();
}

Conversation::Conversation(acp::SessionWish wish)
    : m_protocol(named(std::move(wish)))
{
}

QStringList Conversation::says(const QByteArray &line)
{
    const QStringList events
        = eventTexts(m_protocol.feed(QJsonDocument(json(line)).toJson(QJsonDocument::Compact)));
    keep(m_protocol.takeReplies());
    return events;
}

QStringList Conversation::updates(const QByteArray &update)
{
    return says("{'method':'session/update','params':{'sessionId':'s1','update':" + update + "}}");
}

QStringList Conversation::answers(int id, const QByteArray &result)
{
    return says("{'id':" + QByteArray::number(id) + ",'result':" + result + "}");
}

QStringList Conversation::refuses(int id, const QByteArray &error)
{
    return says("{'id':" + QByteArray::number(id) + ",'error':" + error + "}");
}

QStringList Conversation::asks(const char *id, const char *toolId)
{
    return says(QByteArray("{'id':") + id
        + ",'method':'session/request_permission','params':{'sessionId':'s1','toolCall':{'toolCallId':'"
        + toolId
        + "','title':'ls','kind':'execute','rawInput':{'command':'ls'}},'options':["
          "{'optionId':'once','name':'Allow','kind':'allow_once'},"
          "{'optionId':'always','name':'Always','kind':'allow_always'},"
          "{'optionId':'no','name':'Reject','kind':'reject_once'},"
          "{'optionId':'never','name':'Never','kind':'reject_always'}]}}");
}

void Conversation::initialize(const QByteArray &fields)
{
    keep(m_protocol.open());
    answers(1, "{'protocolVersion':1,'agentInfo':{'version':'9'}," + fields + "}");
}

QStringList Conversation::begin(const QByteArray &fields)
{
    initialize();
    const QStringList events = answers(2, "{'sessionId':'s1'" + fields + "}");
    written();
    return events;
}

void Conversation::prompt(const char *id, const char *text)
{
    obeys(provider::SendPrompt{QString::fromLatin1(id), QString::fromLatin1(text), {}});
}

void Conversation::obeys(const provider::Command &command)
{
    const auto lines = m_protocol.encode(command);
    QVERIFY2(lines, lines ? "" : qPrintable(lines.error().message));
    keep(*lines);
}

base::Error Conversation::rejects(const provider::Command &command)
{
    const auto lines = m_protocol.encode(command);
    return lines ? base::Error{base::ErrorCode::Internal, QStringLiteral("it was obeyed")} : lines.error();
}

QStringList Conversation::written()
{
    return std::exchange(m_written, {});
}

void Conversation::keep(const QList<QByteArray> &lines)
{
    for (const QByteArray &line : lines) {
        m_lastWritten = QJsonDocument::fromJson(line).object();
        QString name = m_lastWritten.value(QLatin1StringView("method")).toString();
        if (name.isEmpty())
            name = m_lastWritten.contains(QLatin1StringView("error")) ? QStringLiteral("error")
                                                                      : QStringLiteral("answer");
        if (m_lastWritten.contains(QLatin1StringView("id")))
            name += QLatin1Char('#') + jsonrpc::RequestId{m_lastWritten.value(QLatin1StringView("id"))}.key();
        m_written << name;
    }
}
