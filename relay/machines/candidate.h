#pragma once

#include "core/tunnel/handshake.h"

#include <QTimer>
#include <QWebSocket>

#include <memory>

namespace machines {

//! A WebSocket at /tunnel that has not proved yet that it knows the token.
class Candidate : public QObject
{
    Q_OBJECT

public:
    Candidate(std::unique_ptr<QWebSocket> socket, tunnel::RelayHandshake handshake,
        std::chrono::milliseconds deadline, QObject *parent = nullptr);
    ~Candidate() override;

    //! After authenticated().
    std::unique_ptr<QWebSocket> takeSocket();
    QHostAddress address() const { return m_address; }

Q_SIGNALS:
    void authenticated(const tunnel::Authenticated &result);
    //! It was turned away or left.
    void refused(const QString &reason);

private:
    void feed(const QString &text);
    void refuse(const QByteArray &text, tunnel::CloseCode code, const QString &reason);

    std::unique_ptr<QWebSocket> m_socket;
    tunnel::RelayHandshake m_handshake;
    QHostAddress m_address;
    QTimer m_deadline;
    bool m_isOver = false;
};

} // namespace machines
