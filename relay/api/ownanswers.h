#pragma once

#include "core/auth/authgate.h"
#include "core/auth/loginrate.h"
#include "core/dashboard/staticfiles.h"
#include "core/http/router.h"
#include "relay/machines/registry.h"

namespace api {

//! What the relay answers itself: the dashboard's files, the login and its own status. Everything else goes
//! through the tunnel, whatever it is.
class OwnAnswers
{
public:
    //! Everything must outlive this.
    OwnAnswers(const auth::AuthGate &gate, auth::LoginRate &rate, const machines::Registry &machines,
        const dashboard::StaticFiles &dashboard, const base::Clock &clock);
    Q_DISABLE_COPY_MOVE(OwnAnswers)

    bool takes(const http::Request &request) const;
    void answer(const http::Request &request, http::Responder responder) const;

private:
    bool isForMachine(const http::Request &request) const;
    QJsonObject status(const http::Request &request) const;

    const auth::AuthGate &m_gate;
    const machines::Registry &m_machines;
    const dashboard::StaticFiles &m_dashboard;
    const base::Clock &m_clock;
    base::Timestamp m_started;
    http::Router m_router;
};

} // namespace api
