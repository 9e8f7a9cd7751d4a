#pragma once

#include "core/auth/authgate.h"
#include "core/auth/loginrate.h"
#include "core/http/router.h"

namespace auth {

//! POST /api/auth/login `{password}`, GET /api/auth/check, POST /api/auth/logout. Gate and rate must outlive
//! the router.
void addAuthRoutes(http::Router &router, const AuthGate &gate, LoginRate &rate);

} // namespace auth
