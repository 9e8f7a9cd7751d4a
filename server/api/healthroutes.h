#pragma once

#include "core/http/router.h"

#include <QElapsedTimer>

namespace api {

//! /api/health: is it there, which version, since when. /api/relay/status: no relay in between.
class HealthRoutes
{
public:
    HealthRoutes();
    void install(http::Router &router);

private:
    QElapsedTimer m_uptime;
    qint64 m_startedAt = 0; //!< milliseconds since the epoch
};

} // namespace api
