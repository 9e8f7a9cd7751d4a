#pragma once

#include "core/base/clock.h"
#include "core/http/router.h"

namespace uplink {
class TunnelClient;
}

namespace api {

//! /api/tunnel: how it is, and connect or disconnect it by hand.
class TunnelRoutes
{
public:
    //! `tunnel`: null without a RELAY_URL.
    TunnelRoutes(uplink::TunnelClient *tunnel, const base::Clock &clock);
    void install(http::Router &router);

private:
    void answerStatus(http::Responder &responder) const;
    //! Answers 409 and gives false if there is no tunnel to act on.
    bool hasTunnel(http::Responder &responder) const;

    uplink::TunnelClient *m_tunnel;
    const base::Clock &m_clock;
};

} // namespace api
