#pragma once

#include "core/base/result.h"
#include "server/http/guardedsocket.h"

#include <QTcpServer>
#include <QTimer>

namespace http {

//! Accepts connections as GuardedSockets, at most Limits::connections of them, and ends those that take too
//! long.
class Listener final : public QTcpServer
{
    Q_OBJECT

public:
    Listener(const Limits &limits, Gate gate, QObject *parent = nullptr);
    //! Ends every connection, upgraded ones too.
    ~Listener() override;

    //! Port 0 takes any free one. The error says what is wrong in words for a person.
    base::Result<quint16> open(const QHostAddress &address, quint16 port);

    const ConnectionTable &connections() const { return *m_connections; }

protected:
    void incomingConnection(qintptr descriptor) override;

private:
    void checkTimes();

    Limits m_limits;
    Gate m_gate;
    std::shared_ptr<ConnectionTable> m_connections;
    QTimer m_clock; //!< runs while there are connections
};

} // namespace http
