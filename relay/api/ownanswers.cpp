#include "relay/api/ownanswers.h"

#include "core/auth/authroutes.h"
#include "core/tunnel/limits.h"

#include <QJsonObject>

namespace api {

namespace {

constexpr char StatusPath[] = "/api/relay/status";
constexpr double MillisecondsPerNanosecond = 1e-6;
constexpr qint64 MillisecondsPerSecond = 1000;

QJsonValue orNull(base::Timestamp time)
{
    return time > 0 ? QJsonValue(time) : QJsonValue(QJsonValue::Null);
}

QJsonValue roundTrip(const machines::Machine &machine)
{
    const auto measured = machine.figures().roundTrip;
    if (!measured)
        return QJsonValue::Null;
    return static_cast<double>(measured->count()) * MillisecondsPerNanosecond;
}

//! The machine that visitors get or got last; null in every field if there was none yet.
QJsonObject machineOf(const machines::Registry &registry)
{
    const machines::Machine *current = registry.current();
    const auto &departure = registry.lastDeparture();
    const machines::Machine::Introduction known = current ? current->introduction()
        : departure                                       ? departure->machine
                                                          : machines::Machine::Introduction();
    const bool isKnown = !known.name.isEmpty();
    return {
        {QStringLiteral("name"), isKnown ? QJsonValue(known.name) : QJsonValue::Null},
        {QStringLiteral("version"), isKnown ? QJsonValue(known.version) : QJsonValue::Null},
        {QStringLiteral("protocol"), isKnown ? QJsonValue(tunnel::ProtocolVersion) : QJsonValue::Null},
        {QStringLiteral("connectedSince"), orNull(current ? known.since : 0)},
        {QStringLiteral("disconnectedSince"), orNull(!current && departure ? departure->at : 0)},
        {QStringLiteral("roundTripMs"), current ? roundTrip(*current) : QJsonValue(QJsonValue::Null)},
    };
}

} // namespace

OwnAnswers::OwnAnswers(const auth::AuthGate &gate, auth::LoginRate &rate, const machines::Registry &machines,
    const dashboard::StaticFiles &dashboard, const base::Clock &clock)
    : m_gate(gate)
    , m_machines(machines)
    , m_dashboard(dashboard)
    , m_clock(clock)
    , m_started(clock.now())
{
    auth::addAuthRoutes(m_router, gate, rate);
    m_router.add(http::Method::Get, QString::fromLatin1(StatusPath),
        [this](const http::Request &request, http::Responder responder) {
            responder.json(200, status(request));
        });
    m_router.setFallback([this](const http::Request &request, http::Responder responder) {
        m_dashboard.serve(request, std::move(responder));
    });
}

bool OwnAnswers::takes(const http::Request &request) const
{
    if (m_router.knows(request.path))
        return !isForMachine(request);
    return m_dashboard.has(request);
}

//! Who is logged in here already, or needs not, logs in at the machine, if that has a password of its own.
bool OwnAnswers::isForMachine(const http::Request &request) const
{
    const bool isLogin = request.path == QLatin1String("/api/auth/login")
        || request.path == QLatin1String("/api/auth/check");
    return isLogin && m_machines.current() && m_gate.check(request);
}

void OwnAnswers::answer(const http::Request &request, http::Responder responder) const
{
    m_router.route(request, std::move(responder));
}

//! Anybody may see whether there is a tunnel; which machine it is only who is logged in.
QJsonObject OwnAnswers::status(const http::Request &request) const
{
    const bool isAllowed = m_gate.check(request).has_value();
    QJsonObject status{
        {QStringLiteral("tunnelConnected"), m_machines.current() != nullptr},
        {QStringLiteral("uptime"), (m_clock.now() - m_started) / MillisecondsPerSecond},
        {QStringLiteral("version"), QStringLiteral(AGENTMONITOR_VERSION)},
        {QStringLiteral("protocol"), tunnel::ProtocolVersion},
        {QStringLiteral("passwordRequired"), m_gate.isRequired()},
        {QStringLiteral("authenticated"), isAllowed},
    };
    if (isAllowed)
        status.insert(QStringLiteral("machine"), machineOf(m_machines));
    return status;
}

} // namespace api
