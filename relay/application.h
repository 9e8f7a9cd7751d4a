#pragma once

#include "core/auth/authgate.h"
#include "core/auth/loginrate.h"
#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/dashboard/staticfiles.h"
#include "core/http/origincheck.h"
#include "relay/api/ownanswers.h"
#include "relay/config/options.h"
#include "relay/frontdoor/frontdoor.h"
#include "relay/machines/registry.h"
#include "relay/machines/tunneldoor.h"
#include "relay/visitor/visitors.h"

namespace relay {

//! The relay as a whole: everything is made and wired here, and nowhere else.
class Application : public QObject
{
    Q_OBJECT

public:
    explicit Application(const Options &options, const frontdoor::Limits &limits = {});
    ~Application() override;

    //! Listens; the port is printed. Errors are in words for the person who starts the program.
    base::Result<void> start();
    //! Reads the certificate again; a bad one leaves the old one in use.
    void reload();
    //! Takes no more visitors, lets requests in hand come to their end; quit() follows.
    void shutDown();

private:
    base::Result<void> loadTls();
    void announce(quint16 port) const;
    void finish();

    Options m_options;
    frontdoor::Limits m_limits;
    base::SystemClock m_clock;
    frontdoor::TrustedProxies m_proxies;
    auth::AuthGate m_gate;
    auth::LoginRate m_loginRate;
    http::OriginCheck m_origins;
    dashboard::StaticFiles m_dashboard;
    machines::TunnelDoor m_tunnelDoor;
    machines::Registry m_machines;
    api::OwnAnswers m_own;
    visitor::Visitors m_visitors;
    frontdoor::FrontDoor m_frontDoor;
    bool m_shuttingDown = false;
    bool m_finished = false;
};

} // namespace relay
