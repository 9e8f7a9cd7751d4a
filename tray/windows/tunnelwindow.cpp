#include "tray/windows/tunnelwindow.h"

#include "tray/model/words.h"
#include "tray/windows/tunneldiagnostics.h"
#include "tray/windows/tunnelplot.h"

#include <QClipboard>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QGuiApplication>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace tray {

namespace {

const QString Nothing = QStringLiteral("–");
constexpr qint64 Second = 1000;

QString orNothing(const QString &text)
{
    return text.isEmpty() ? Nothing : text;
}

} // namespace

TunnelWindow::TunnelWindow(QWidget *parent)
    : QDialog(parent)
{
    setWindowTitle(QStringLiteral("Tunnel – AgentMonitor"));
    auto *form = new QFormLayout;
    form->setLabelAlignment(Qt::AlignRight);
    form->setHorizontalSpacing(14);
    m_state = addRow(form, QStringLiteral("State"));
    m_relay = addRow(form, QStringLiteral("Relay"));
    m_version = addRow(form, QStringLiteral("Relay's version"));
    m_attempts = addRow(form, QStringLiteral("Attempts"));
    m_retry = addRow(form, QStringLiteral("Next retry"));
    m_error = addRow(form, QStringLiteral("Last error"));
    m_bytes = addRow(form, QStringLiteral("Traffic"));
    m_streams = addRow(form, QStringLiteral("Open streams"));
    m_outages = addRow(form, QStringLiteral("Last hour"));
    m_plot = new TunnelPlot;

    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    m_reconnect = buttons->addButton(QStringLiteral("&Reconnect now"), QDialogButtonBox::ActionRole);
    QPushButton *copy = buttons->addButton(QStringLiteral("&Copy diagnostics"), QDialogButtonBox::ActionRole);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);
    connect(m_reconnect, &QPushButton::clicked, this, &TunnelWindow::reconnectWanted);
    connect(
        copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_diagnostics); });

    auto *layout = new QVBoxLayout(this);
    layout->addLayout(form);
    layout->addSpacing(4);
    layout->addWidget(m_plot, 1);
    layout->addWidget(buttons);
    resize(540, sizeHint().height());
}

QLabel *TunnelWindow::addRow(QFormLayout *form, const QString &name)
{
    auto *value = new QLabel(Nothing);
    value->setTextInteractionFlags(Qt::TextSelectableByMouse);
    value->setTextFormat(Qt::PlainText);
    value->setWordWrap(true);
    form->addRow(name + QLatin1Char(':'), value);
    return value;
}

void TunnelWindow::show(const Overview &overview, const TunnelHistory &history, base::Timestamp now)
{
    const bool isLive = overview.server.phase == ServerPhase::Running && overview.isLive;
    const TunnelState tunnel = isLive ? overview.tunnel : TunnelState();
    TunnelState withoutError = tunnel; // it has a line of its own
    withoutError.lastError.clear();
    m_state->setText(isLive ? tunnelWords(withoutError, now) : serverWords(overview.server, now));
    m_relay->setText(tunnel.phase == TunnelPhase::Off
            ? Nothing
            : QStringLiteral("%1 as %2").arg(hostOf(tunnel.relay), tunnel.machine));
    m_version->setText(orNothing(tunnel.relayVersion));
    m_attempts->setText(tunnel.attempts > 0 ? QString::number(tunnel.attempts) : Nothing);
    const qint64 left = tunnel.nextRetryAt.value_or(now) - now;
    m_retry->setText(left > 0 ? QStringLiteral("in %1").arg(durationWords(left + Second - 1)) : Nothing);
    m_error->setText(orNothing(tunnel.lastError));
    m_bytes->setText(isLive ? QStringLiteral("%1 received, %2 sent")
                                  .arg(byteWords(tunnel.bytesReceived), byteWords(tunnel.bytesSent))
                            : Nothing);
    m_streams->setText(isLive ? QString::number(tunnel.openStreams) : Nothing);
    const int outages = history.outages();
    m_outages->setText(outages == 0 && history.downTime(now).count() == 0
            ? QStringLiteral("no outage")
            : QStringLiteral("%1, down for %2")
                  .arg(outages == 1 ? QStringLiteral("1 outage") : QStringLiteral("%1 outages").arg(outages),
                      durationWords(history.downTime(now).count())));
    m_plot->show(history, now);
    m_reconnect->setEnabled(isLive && tunnel.phase != TunnelPhase::Off);
    m_diagnostics = diagnosticsOf(overview, history, now);
}

} // namespace tray
