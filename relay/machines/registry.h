#pragma once

#include "core/base/clock.h"
#include "core/base/secret.h"
#include "relay/machines/candidate.h"
#include "relay/machines/machine.h"

#include <QObject>

#include <map>
#include <optional>

namespace machines {

//! The agent machines that are connected: one tunnel for each name, and the newest of all names is the one
//! that visitors get.
class Registry : public QObject
{
    Q_OBJECT

public:
    //! `clock` must outlive this.
    Registry(base::Secret token, std::chrono::milliseconds handshakeTime, const base::Clock &clock,
        QObject *parent = nullptr);
    ~Registry() override;

    //! Takes a WebSocket that was opened at /tunnel.
    void adopt(std::unique_ptr<QWebSocket> socket);

    //! Whose dashboard visitors see; null when there is no tunnel.
    Machine *current() const { return m_current; }

    //! The machine that was current last, and when it left.
    struct Departure
    {
        Machine::Introduction machine;
        base::Timestamp at = 0;
    };
    const std::optional<Departure> &lastDeparture() const { return m_lastDeparture; }

    //! Tells every machine that the relay goes away, and closes the tunnels.
    void shutDown();

private:
    void promote(Candidate *candidate, const tunnel::Authenticated &result);
    void retire(Machine *machine, const QString &reason);

    base::Secret m_token;
    std::chrono::milliseconds m_handshakeTime;
    const base::Clock &m_clock;
    std::map<QString, Machine *> m_machines; //!< children of this
    Machine *m_current = nullptr;
    std::optional<Departure> m_lastDeparture;
};

} // namespace machines
