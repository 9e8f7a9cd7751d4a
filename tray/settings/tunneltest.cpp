#include "tray/settings/tunneltest.h"

#include "core/tunnel/link.h"
#include "tray/model/tunnelstate.h"
#include "tray/model/words.h"

#include <QJsonDocument>
#include <QSslError>

namespace tray {

TunnelTest::TunnelTest(QObject *parent)
    : QObject(parent)
{
    m_deadline.setSingleShot(true);
    connect(&m_deadline, &QTimer::timeout, this, [this] { finish(TunnelVerdict::NoAnswer); });
}

void TunnelTest::cancel()
{
    m_deadline.stop();
    if (!m_socket)
        return;
    m_socket->disconnect(this);
    m_socket->abort();
    m_socket.release()->deleteLater(); // it may be on the stack
}

void TunnelTest::start(const QUrl &url, const base::Secret &token, const QString &machine)
{
    cancel();
    m_url = url;
    m_relayVersion.clear();
    m_tlsProblem.clear();
    m_saidHello = false;
    m_handshake.emplace(token, tunnel::newNonce(), machine, QStringLiteral(AGENTMONITOR_VERSION));
    m_socket = std::make_unique<QWebSocket>();
    tunnel::setLimits(*m_socket);
    QWebSocket *socket = m_socket.get();
    connect(socket, &QWebSocket::connected, this, &TunnelTest::sayHello);
    connect(socket, &QWebSocket::textMessageReceived, this, &TunnelTest::take);
    connect(socket, &QWebSocket::binaryMessageReceived, this, [this] { finish(TunnelVerdict::NotARelay); });
    connect(socket, &QWebSocket::disconnected, this, &TunnelTest::onDisconnected);
    connect(socket, &QWebSocket::sslErrors, this, [this](const QList<QSslError> &errors) {
        if (!errors.isEmpty())
            m_tlsProblem = errors.first().errorString();
    });
    connect(socket, qOverload<QAbstractSocket::SocketError>(&QWebSocket::error), this, &TunnelTest::onError);
    m_deadline.start(Patience);
    socket->open(url);
}

void TunnelTest::sayHello()
{
    m_saidHello = true;
    m_roundTrip.start();
    m_socket->sendTextMessage(QString::fromUtf8(m_handshake->hello()));
}

void TunnelTest::take(const QString &text)
{
    const QByteArray message = text.toUtf8();
    const tunnel::HandshakeStep step = m_handshake->feed(message);
    if (std::holds_alternative<tunnel::SendText>(step)) { // its proof was good
        const QString version
            = QJsonDocument::fromJson(message)[QLatin1String("version")].toString().left(64);
        const QString trip = roundTripWords(double(m_roundTrip.nsecsElapsed()) / 1e6);
        finish(TunnelVerdict::Works,
            version.isEmpty() ? trip : QStringLiteral("version %1, %2").arg(version, trip));
    } else if (const auto *rejected = std::get_if<tunnel::Rejected>(&step)) {
        finish(rejected->code == tunnel::CloseCode::InvalidToken ? TunnelVerdict::WrongToken
                                                                 : TunnelVerdict::NotARelay,
            rejected->reason);
    }
}

void TunnelTest::onDisconnected()
{
    if (!m_saidHello) {
        // Qt tells of the end first, and then why.
        QTimer::singleShot(0, this, [this] {
            if (m_socket)
                finish(TunnelVerdict::NotARelay, m_socket->closeReason());
        });
        return;
    }
    const QString reason = m_socket->closeReason();
    const auto verdict = verdictOfClose(static_cast<tunnel::CloseCode>(m_socket->closeCode()), reason);
    finish(verdict, reason.isEmpty() ? tunnel::reasonOf(*m_socket) : reason);
}

void TunnelTest::onError(QAbstractSocket::SocketError error)
{
    if (m_saidHello) // disconnected() has more to tell
        return;
    if (!m_tlsProblem.isEmpty())
        finish(TunnelVerdict::TlsFailed, m_tlsProblem);
    else
        finish(verdictOfError(error, m_socket->errorString()), m_socket->errorString());
}

void TunnelTest::finish(TunnelVerdict verdict, const QString &detail)
{
    cancel();
    Q_EMIT finished(verdict, verdictWords(verdict, hostOf(m_url), detail));
}

} // namespace tray
