#pragma once

#include "core/base/result.h"
#include "relay/frontdoor/clientaddress.h"
#include "relay/frontdoor/connectioncount.h"
#include "relay/frontdoor/limits.h"

#include <QSslConfiguration>
#include <QTcpServer>
#include <QTimer>

#include <memory>
#include <optional>

namespace frontdoor {

//! Listens to the network, with TLS if it has a certificate, and lets no more in than the limits say.
class FrontDoor final : public QTcpServer
{
    Q_OBJECT

public:
    //! Both must outlive this.
    FrontDoor(const Limits &limits, const TrustedProxies &proxies, QObject *parent = nullptr);

    //! For connections from now on.
    void setTls(const QSslConfiguration &configuration) { m_tls = configuration; }
    bool hasTls() const { return m_tls.has_value(); }

    //! Port 0 takes any free one. The error says what is wrong in words for a person.
    base::Result<quint16> open(const QHostAddress &address, quint16 port);

    int connectionCount() const { return m_count.total(); }

Q_SIGNALS:
    //! A connection; whoever takes it deletes it. With `speaksTls` it is a QSslSocket, its handshake begun.
    void arrived(QTcpSocket *socket, bool speaksTls);

protected:
    void incomingConnection(qintptr descriptor) override;

private:
    std::unique_ptr<QTcpSocket> socketFor(qintptr descriptor) const;

    const Limits &m_limits;
    const TrustedProxies &m_proxies;
    std::optional<QSslConfiguration> m_tls;
    ConnectionCount m_count;
    QTimer m_resume;
};

} // namespace frontdoor
