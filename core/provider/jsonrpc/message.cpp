#include "core/provider/jsonrpc/message.h"

#include "core/provider/jsonfields.h"

#include <QJsonDocument>

#include <algorithm>

namespace jsonrpc {

namespace json = provider::json;

namespace {

//! Codes are small negative numbers; what is not even an int is InternalError.
int errorCode(const QJsonObject &error)
{
    return error.value(QLatin1StringView("code")).toInt(InternalError);
}

ErrorResponse errorResponse(const RequestId &id, const QJsonValue &value)
{
    const QJsonObject error = value.toObject();
    ErrorResponse response{
        id, errorCode(error), json::text(error, "message"), error.value(QLatin1StringView("data"))};
    if (response.message.isEmpty())
        response.message
            = value.isString() ? value.toString() : QStringLiteral("error %1").arg(response.code);
    return response;
}

} // namespace

QString RequestId::key() const
{
    if (value.isString()) {
        QString escaped = value.toString();
        escaped.replace(QLatin1Char('\\'), QLatin1StringView("\\\\"));
        escaped.replace(QLatin1Char('"'), QLatin1StringView("\\\""));
        return QLatin1Char('"') + escaped + QLatin1Char('"');
    }
    if (!value.isDouble())
        return QStringLiteral("null");
    // A double that is no integer gives neither of these defaults twice.
    const qint64 number = value.toInteger(0);
    return number == value.toInteger(1) ? QString::number(number)
                                        : QString::number(value.toDouble(), 'g', 17);
}

Message parse(const QByteArray &line)
{
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(line, &error);
    if (error.error != QJsonParseError::NoError)
        return NotJson{};
    const QJsonObject object = document.object();
    const QJsonValue id = object.value(QLatin1StringView("id"));
    const bool hasId = id.isDouble() || id.isString();
    const QString method = json::text(object, "method");
    if (!method.isEmpty()) {
        const QJsonObject params = json::object(object, "params");
        if (hasId)
            return Request{{id}, method, params};
        return Notification{method, params};
    }
    if (const QJsonValue failed = object.value(QLatin1StringView("error"));
        !failed.isUndefined() && !failed.isNull())
        return errorResponse({hasId ? id : QJsonValue(QJsonValue::Null)}, failed);
    if (hasId && object.contains(QLatin1StringView("result")))
        return Response{{id}, object.value(QLatin1StringView("result"))};
    return NotAMessage{};
}

} // namespace jsonrpc
