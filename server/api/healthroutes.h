#pragma once

#include "core/http/router.h"

#include <QElapsedTimer>

namespace api {

//! /api/health: is it there, which version, since when.
class HealthRoutes
{
public:
    HealthRoutes();
    void install(http::Router &router);

private:
    QElapsedTimer m_uptime;
};

} // namespace api
