#include "relay/machines/registry.h"

#include "core/base/ids.h"
#include "core/base/logging.h"

namespace machines {

using base::logRelay;

Registry::Registry(
    base::Secret token, std::chrono::milliseconds handshakeTime, const base::Clock &clock, QObject *parent)
    : QObject(parent)
    , m_token(std::move(token))
    , m_handshakeTime(handshakeTime)
    , m_clock(clock)
{
}

Registry::~Registry() = default;

void Registry::adopt(std::unique_ptr<QWebSocket> socket)
{
    auto *candidate = new Candidate(std::move(socket),
        tunnel::RelayHandshake(
            m_token, tunnel::newNonce(), QStringLiteral(AGENTMONITOR_VERSION), base::newUuid()),
        m_handshakeTime, this);
    connect(candidate, &Candidate::authenticated, this,
        [this, candidate](const tunnel::Authenticated &result) { promote(candidate, result); });
    connect(candidate, &Candidate::refused, this, [candidate](const QString &reason) {
        qCWarning(logRelay).noquote() << QStringLiteral("[Relay] A tunnel from %1 was refused: %2")
                                             .arg(candidate->address().toString(), reason);
        candidate->deleteLater();
    });
}

void Registry::promote(Candidate *candidate, const tunnel::Authenticated &result)
{
    const auto known = m_machines.find(result.machine);
    if (known != m_machines.end())
        known->second->close(tunnel::CloseCode::Normal, QStringLiteral("Replaced by new connection"));

    auto *machine = new Machine(
        {result.machine, result.peerVersion, result.session, candidate->address(), m_clock.now()},
        candidate->takeSocket(), this);
    candidate->deleteLater();
    connect(
        machine, &Machine::ended, this, [this, machine](const QString &reason) { retire(machine, reason); });
    m_machines[result.machine] = machine;
    m_current = machine;
    qCInfo(logRelay).noquote() << QStringLiteral(
        "[Relay] Machine \"%1\" (version %2) connected from %3, session %4")
                                      .arg(result.machine, result.peerVersion,
                                          machine->introduction().address.toString(), result.session);
}

void Registry::retire(Machine *machine, const QString &reason)
{
    const Machine::Introduction &introduction = machine->introduction();
    qCInfo(logRelay).noquote()
        << QStringLiteral("[Relay] Machine \"%1\" disconnected: %2").arg(introduction.name, reason);
    const auto known = m_machines.find(introduction.name);
    if (known != m_machines.end() && known->second == machine)
        m_machines.erase(known);
    if (m_current == machine) {
        m_current = nullptr;
        m_lastDeparture = Departure{introduction, m_clock.now()};
        for (const auto &[name, other] : m_machines) {
            if (!m_current || other->introduction().since > m_current->introduction().since)
                m_current = other;
        }
    }
    machine->deleteLater();
}

void Registry::shutDown()
{
    const auto machines = m_machines;
    for (const auto &[name, machine] : machines) {
        machine->goAway(QStringLiteral("The relay shuts down"));
        machine->close(tunnel::CloseCode::GoingAway, QStringLiteral("The relay shuts down"));
    }
}

} // namespace machines
