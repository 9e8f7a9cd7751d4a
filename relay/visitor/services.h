#pragma once

#include "core/auth/authgate.h"
#include "core/http/origincheck.h"
#include "relay/api/ownanswers.h"
#include "relay/frontdoor/clientaddress.h"
#include "relay/frontdoor/limits.h"
#include "relay/machines/registry.h"

#include <QTcpSocket>

#include <functional>

namespace visitor {

//! What every visitor needs of the rest of the relay. Everything outlives the visitors.
struct Services
{
    const frontdoor::Limits &limits;
    const frontdoor::TrustedProxies &proxies;
    const auth::AuthGate &gate;
    const http::OriginCheck &origins;
    const api::OwnAnswers &own;
    machines::Registry &machines;
    //! Takes a connection whose unread bytes are the WebSocket handshake of a tunnel.
    std::function<void(QTcpSocket *)> takeTunnel;
};

} // namespace visitor
