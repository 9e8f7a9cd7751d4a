#include "core/provider/jsonrpc/writer.h"

#include <QJsonDocument>

namespace jsonrpc {

namespace {

QJsonObject call(const QString &method, const QJsonObject &params)
{
    QJsonObject message{{QStringLiteral("method"), method}};
    if (!params.isEmpty())
        message.insert(QStringLiteral("params"), params);
    return message;
}

} // namespace

QByteArray Writer::line(QJsonObject message) const
{
    if (m_marking == Marking::Version2)
        message.insert(QStringLiteral("jsonrpc"), QStringLiteral("2.0"));
    return QJsonDocument(message).toJson(QJsonDocument::Compact);
}

QByteArray Writer::request(qint64 id, const QString &method, const QJsonObject &params) const
{
    QJsonObject message = call(method, params);
    message.insert(QStringLiteral("id"), id);
    return line(message);
}

QByteArray Writer::notification(const QString &method, const QJsonObject &params) const
{
    return line(call(method, params));
}

QByteArray Writer::answer(const RequestId &id, const QJsonValue &result) const
{
    return line({{QStringLiteral("id"), id.value}, {QStringLiteral("result"), result}});
}

QByteArray Writer::error(const RequestId &id, int code, const QString &message) const
{
    const QJsonObject error{{QStringLiteral("code"), code}, {QStringLiteral("message"), message}};
    return line({{QStringLiteral("id"), id.value}, {QStringLiteral("error"), error}});
}

} // namespace jsonrpc
