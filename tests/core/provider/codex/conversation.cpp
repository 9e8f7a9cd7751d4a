#include "conversation.h"

#include "../eventtext.h"

#include <QJsonDocument>
#include <QTest>

namespace {

QList<QJsonObject> objects(const QList<QByteArray> &lines)
{
    QList<QJsonObject> messages;
    for (const QByteArray &line : lines) {
        if (line.contains('\n'))
            QTest::qFail("a message is one line", __FILE__, __LINE__);
        messages.append(QJsonDocument::fromJson(line).object());
    }
    return messages;
}

} // namespace

QJsonObject json(const QByteArray &text)
{
    QByteArray quoted = text;
    quoted.replace('\'', '"');
    const QJsonDocument document = QJsonDocument::fromJson(quoted);
    if (!document.isObject())
        qFatal("the test's own JSON is wrong: %s", quoted.constData());
    return document.object();
}

QString kindOf(const QJsonObject &message)
{
    const QString method = message.value(QLatin1StringView("method")).toString();
    return method.isEmpty() ? QStringLiteral("#%1").arg(idOf(message)) : method;
}

QStringList kindsOf(const QList<QJsonObject> &messages)
{
    QStringList kinds;
    for (const QJsonObject &message : messages)
        kinds.append(kindOf(message));
    return kinds;
}

QJsonObject paramsOf(const QJsonObject &message)
{
    return message.value(QLatin1StringView("params")).toObject();
}

qint64 idOf(const QJsonObject &message)
{
    return message.value(QLatin1StringView("id")).toInteger(-1);
}

Conversation::Conversation(codex::ThreadRequest request)
    : m_protocol(std::make_unique<codex::CodexProtocol>(std::move(request)))
{
}

void Conversation::replaceProtocol(std::unique_ptr<codex::CodexProtocol> protocol)
{
    m_protocol = std::move(protocol);
}

void Conversation::open(const QByteArray &threadFields)
{
    m_protocol->open();
    answers(1, "{'userAgent':'agentmonitor/9.9.9 (Debian)'}");
    replies();
    answers(3, "{'data':[]}");
    answers(2, "{'thread':{'id':'t-1'},'cwd':'/p'," + threadFields + "}");
}

QStringList Conversation::says(const QByteArray &line)
{
    return eventTexts(m_protocol->feed(QJsonDocument(json(line)).toJson(QJsonDocument::Compact)));
}

QStringList Conversation::notifies(const QByteArray &method, const QByteArray &params)
{
    QJsonObject object = json(params);
    if (!object.contains(QLatin1StringView("threadId")))
        object.insert(QLatin1StringView("threadId"), QStringLiteral("t-1"));
    if (!object.contains(QLatin1StringView("turnId")) && m_turns > 0)
        object.insert(QLatin1StringView("turnId"), turnId());
    const QJsonObject message{
        {QStringLiteral("method"), QString::fromLatin1(method)}, {QStringLiteral("params"), object}};
    return eventTexts(m_protocol->feed(QJsonDocument(message).toJson(QJsonDocument::Compact)));
}

QStringList Conversation::item(const char *phase, const QByteArray &item)
{
    return notifies(QByteArray("item/") + phase, "{'item':" + item + "}");
}

QStringList Conversation::asks(int id, const QByteArray &method, const QByteArray &params)
{
    QJsonObject object = json(params);
    object.insert(QLatin1StringView("threadId"), QStringLiteral("t-1"));
    object.insert(QLatin1StringView("turnId"), turnId());
    const QJsonObject message{{QStringLiteral("id"), id},
        {QStringLiteral("method"), QString::fromLatin1(method)}, {QStringLiteral("params"), object}};
    return eventTexts(m_protocol->feed(QJsonDocument(message).toJson(QJsonDocument::Compact)));
}

QStringList Conversation::answers(qint64 id, const QByteArray &result)
{
    return says("{'id':" + QByteArray::number(id) + ",'result':" + result + "}");
}

QStringList Conversation::refuses(qint64 id, const QByteArray &message, const QByteArray &data)
{
    return says("{'id':" + QByteArray::number(id) + ",'error':{'code':-32600,'message':'" + message
        + "','data':" + data + "}}");
}

QStringList Conversation::beginTurn()
{
    ++m_turns;
    return notifies("turn/started", "{'turn':{'id':'" + turnId().toLatin1() + "','status':'inProgress'}}");
}

QStringList Conversation::endTurn(const QByteArray &fields)
{
    return notifies("turn/completed", "{'turn':{'id':'" + turnId().toLatin1() + "'," + fields + "}}");
}

QList<QJsonObject> Conversation::writes(const provider::Command &command)
{
    const auto lines = m_protocol->encode(command);
    if (!lines) {
        QTest::qFail(qPrintable(lines.error().message), __FILE__, __LINE__);
        return {};
    }
    return objects(*lines);
}

QList<QJsonObject> Conversation::replies()
{
    return objects(m_protocol->takeReplies());
}

QList<QJsonObject> Conversation::prompts(const QString &id, const QString &text)
{
    return writes(provider::SendPrompt{id, text, {}});
}

base::Error Conversation::refusesCommand(const provider::Command &command)
{
    const auto lines = m_protocol->encode(command);
    if (lines) {
        QTest::qFail("the command was not refused", __FILE__, __LINE__);
        return {};
    }
    return lines.error();
}
