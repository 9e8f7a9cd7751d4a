#include "core/provider/claude/controlrequests.h"

#include <QJsonDocument>

namespace claude {

QByteArray wireLine(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

QByteArray ControlRequests::request(const QString &subtype, const QJsonObject &fields, const QString &value)
{
    const QString id = QStringLiteral("agentmonitor-%1").arg(++m_last);
    m_pending.insert(id, {subtype, value});
    QJsonObject request = fields;
    request.insert(QStringLiteral("subtype"), subtype);
    return wireLine({{QStringLiteral("type"), QStringLiteral("control_request")},
        {QStringLiteral("request_id"), id}, {QStringLiteral("request"), request}});
}

QByteArray ControlRequests::answer(const QString &requestId, const QJsonObject &response)
{
    return wireLine({{QStringLiteral("type"), QStringLiteral("control_response")},
        {QStringLiteral("response"),
            QJsonObject{{QStringLiteral("subtype"), QStringLiteral("success")},
                {QStringLiteral("request_id"), requestId}, {QStringLiteral("response"), response}}}});
}

} // namespace claude
