#include "core/provider/jsonrpc/writer.h"

#include <QJsonDocument>

namespace jsonrpc {

QByteArray Writer::line(QJsonObject message) const
{
    if (m_marking == Marking::Version2)
        message.insert(QStringLiteral("jsonrpc"), QStringLiteral("2.0"));
    return QJsonDocument(message).toJson(QJsonDocument::Compact);
}

QByteArray Writer::request(qint64 id, const QString &method, const QJsonObject &params) const
{
    // Also when they are empty: codex takes no request without them.
    return line(
        {{QStringLiteral("id"), id}, {QStringLiteral("method"), method}, {QStringLiteral("params"), params}});
}

QByteArray Writer::notification(const QString &method, const QJsonObject &params) const
{
    QJsonObject message{{QStringLiteral("method"), method}};
    if (!params.isEmpty())
        message.insert(QStringLiteral("params"), params);
    return line(message);
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
