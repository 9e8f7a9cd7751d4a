#include "server/api/healthroutes.h"

#include <QCoreApplication>
#include <QDateTime>

namespace api {

HealthRoutes::HealthRoutes()
{
    m_uptime.start();
    m_startedAt = QDateTime::currentMSecsSinceEpoch();
}

void HealthRoutes::install(http::Router &router)
{
    router.add(http::Method::Get, QStringLiteral("/api/health"),
        [this](const http::Request &, http::Responder responder) {
            responder.json(200,
                QJsonObject{{QStringLiteral("ok"), true},
                    {QStringLiteral("version"), QStringLiteral(AGENTMONITOR_VERSION)},
                    {QStringLiteral("uptime"), m_uptime.elapsed() / 1000},
                    {QStringLiteral("startedAt"), m_startedAt},
                    {QStringLiteral("pid"), QCoreApplication::applicationPid()}});
        });
    // A relay answers this itself. The dashboard asks in order to learn where it is.
    router.add(http::Method::Get, QStringLiteral("/api/relay/status"),
        [](const http::Request &, http::Responder responder) {
            responder.json(200, QJsonObject{{QStringLiteral("relay"), false}});
        });
}

} // namespace api
