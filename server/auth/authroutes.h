#pragma once

#include "server/auth/authgate.h"
#include "server/auth/loginrate.h"
#include "server/http/router.h"

namespace auth {

//! POST /api/auth/login `{password}`, GET /api/auth/check, POST /api/auth/logout. Gate and rate must outlive
//! the router.
void addAuthRoutes(http::Router &router, const AuthGate &gate, LoginRate &rate);

} // namespace auth
