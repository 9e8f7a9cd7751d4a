#include "server/tunnel/tunnelclient.h"

#include "core/base/logging.h"

namespace uplink {

namespace {

using base::logTunnel;
using std::chrono::milliseconds;

//! What a link that may be dead has to answer a PING.
constexpr std::chrono::seconds ProofTime{5};
//! For answers that are under way when we leave: to who asked for that, or that the server stops.
constexpr milliseconds LeaveTime{300};

QUrl withPath(QUrl url)
{
    if (url.path().isEmpty() || url.path() == QLatin1String("/"))
        url.setPath(QStringLiteral("/tunnel"));
    return url;
}

QString secondsOf(milliseconds delay)
{
    return QString::number(std::chrono::duration<double>(delay).count(), 'g', 3);
}

} // namespace

TunnelClient::TunnelClient(RelayTarget relay, const base::Clock &clock, Backoff backoff, QObject *parent)
    : QObject(parent)
    , m_relay(std::move(relay))
    , m_clock(clock)
    , m_backoff(std::move(backoff))
{
    m_relay.url = withPath(m_relay.url);
    m_shownUrl = m_relay.url.toString(QUrl::RemoveUserInfo | QUrl::RemoveQuery | QUrl::RemoveFragment);
    m_status.relay = m_shownUrl;
    m_status.machine = m_relay.machine;
    m_status.state = TunnelState::Stopped;
    m_status.since = clock.now();
    m_retry.setSingleShot(true);
    m_retry.setTimerType(Qt::PreciseTimer);
    connect(&m_retry, &QTimer::timeout, this, &TunnelClient::dial);
    m_leave.setSingleShot(true);
    connect(&m_leave, &QTimer::timeout, this, [this] { drop(m_farewell); });
}

TunnelClient::~TunnelClient()
{
    drop(QStringLiteral("The machine's server stops"));
}

void TunnelClient::start(quint16 localPort)
{
    m_forwarder = std::make_unique<LocalForwarder>(localPort);
    dial();
}

void TunnelClient::connectNow()
{
    const bool isAtIt = m_status.state == TunnelState::Connecting
        || m_status.state == TunnelState::Authenticating || m_status.state == TunnelState::Connected;
    if (!m_forwarder || isAtIt)
        return;
    drop(m_farewell); // what was about to be left
    m_backoff.reset();
    m_status.attempts = 0;
    dial();
}

void TunnelClient::disconnectNow()
{
    if (m_status.state == TunnelState::Stopped)
        return;
    m_status.lastError.clear();
    leave(QStringLiteral("Disconnected by a person"));
    qCInfo(logTunnel) << "[Tunnel] Disconnected, as was asked for";
}

void TunnelClient::nudge()
{
    if (m_status.state == TunnelState::Waiting && !m_wasReplaced)
        return dial();
    if (m_status.state != TunnelState::Connected)
        return;
    m_link->session().heartbeat();
    const auto asked = std::chrono::steady_clock::now();
    QTimer::singleShot(ProofTime, m_link, [link = m_link, asked] {
        if (link->lastHeard() < asked)
            link->close(
                tunnel::CloseCode::GoingAway, QStringLiteral("No answer after the network came back"));
    });
}

void TunnelClient::shutDown()
{
    leave(QStringLiteral("The machine's server stops"));
}

void TunnelClient::leave(const QString &farewell)
{
    m_farewell = farewell;
    m_retry.stop();
    dropDialer();
    setState(TunnelState::Stopped);
    if (!m_link)
        return;
    m_link->session().goAway(farewell);
    m_leave.start(LeaveTime);
}

TunnelStatus TunnelClient::status() const
{
    TunnelStatus status = m_status;
    if (m_link)
        status.figures = m_link->session().figures();
    status.figures.bytesReceived += m_past.bytesReceived;
    status.figures.bytesSent += m_past.bytesSent;
    return status;
}

void TunnelClient::setState(TunnelState state)
{
    if (state != TunnelState::Waiting)
        m_status.nextRetryAt.reset();
    if (state == m_status.state)
        return;
    m_status.state = state;
    m_status.since = m_clock.now();
    Q_EMIT stateChanged();
}

void TunnelClient::dial()
{
    m_retry.stop();
    m_wasReplaced = false;
    ++m_status.attempts;
    m_dialer = new Dialer(m_relay, this);
    connect(m_dialer, &Dialer::connected, this, [this] {
        qCInfo(logTunnel) << "[Tunnel] Connected, authenticating...";
        setState(TunnelState::Authenticating);
    });
    connect(m_dialer, &Dialer::authenticated, this, &TunnelClient::adopt);
    connect(m_dialer, &Dialer::refused, this, &TunnelClient::refuse);
    connect(m_dialer, &Dialer::failed, this, [this](const QString &reason) {
        dropDialer();
        wait(m_backoff.afterLoss({}), QStringLiteral("No connection: ") + reason);
    });
    qCInfo(logTunnel).noquote() << QStringLiteral("[Tunnel] Connecting to %1...").arg(m_shownUrl);
    setState(TunnelState::Connecting);
    m_dialer->start();
}

void TunnelClient::adopt(const tunnel::Authenticated &result)
{
    m_link = new tunnel::Link(tunnel::Session::Role::Accepts, m_dialer->takeSocket(), this);
    dropDialer();
    connect(&m_link->session(), &tunnel::Session::streamOpened, m_forwarder.get(), &LocalForwarder::accept);
    connect(m_link, &tunnel::Link::ended, this, &TunnelClient::loseLink);
    connect(&m_link->session(), &tunnel::Session::wentAway, this, [](const QString &text) {
        qCInfo(logTunnel).noquote() << QStringLiteral("[Tunnel] The relay goes away: ") + text;
    });
    m_linkAge.start();
    m_status.attempts = 0;
    m_status.relayVersion = result.peerVersion;
    m_status.lastError.clear();
    qCInfo(logTunnel) << "[Tunnel] Authenticated successfully";
    qCInfo(logTunnel).noquote() << QStringLiteral("[Tunnel] Session %1 at a relay of version %2")
                                       .arg(result.session, result.peerVersion);
    setState(TunnelState::Connected);
}

void TunnelClient::refuse(const QString &reason)
{
    dropDialer();
    m_status.lastError = reason;
    qCCritical(logTunnel).noquote() << QStringLiteral(
        "[Tunnel] Refused: %1. Not trying again: check RELAY_TOKEN on both sides")
                                           .arg(reason);
    setState(TunnelState::Refused);
}

void TunnelClient::loseLink(const QString &reason)
{
    const bool wasReplaced = m_link->closeCode() == QWebSocketProtocol::CloseCodeNormal
        && reason == QLatin1String(tunnel::ReplacedReason);
    const milliseconds lasted(m_linkAge.elapsed());
    retireLink();
    if (m_status.state == TunnelState::Stopped)
        return; // that was our wish
    if (wasReplaced) {
        const auto delay = m_backoff.afterReplacement();
        wait(delay,
            QStringLiteral(
                "Disconnected: another machine with the name \"%1\" has taken the relay. Give each "
                "its own RELAY_MACHINE")
                .arg(m_relay.machine));
        m_wasReplaced = true;
    } else {
        wait(m_backoff.afterLoss(lasted), QStringLiteral("Disconnected: ") + reason);
    }
}

void TunnelClient::wait(milliseconds delay, const QString &reason)
{
    m_status.lastError = reason;
    m_status.nextRetryAt = m_clock.now() + delay.count();
    m_retry.start(delay);
    qCWarning(logTunnel).noquote()
        << QStringLiteral("[Tunnel] %1; next try in %2 s").arg(reason, secondsOf(delay));
    setState(TunnelState::Waiting);
}

void TunnelClient::drop(const QString &reason)
{
    m_retry.stop();
    m_leave.stop();
    dropDialer();
    if (!m_link)
        return;
    m_link->disconnect(this);
    m_link->session().goAway(reason);
    m_link->close(tunnel::CloseCode::GoingAway, reason);
    retireLink();
}

void TunnelClient::dropDialer()
{
    if (!m_dialer)
        return;
    m_dialer->disconnect(this);
    std::exchange(m_dialer, nullptr)->deleteLater();
}

void TunnelClient::retireLink()
{
    const tunnel::SessionFigures figures = m_link->session().figures();
    m_past.bytesReceived += figures.bytesReceived;
    m_past.bytesSent += figures.bytesSent;
    m_status.relayVersion.clear();
    std::exchange(m_link, nullptr)->deleteLater();
}

} // namespace uplink
