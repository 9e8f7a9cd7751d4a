#include "tests/tray/overviews.h"
#include "tray/icon/icondrawing.h"
#include "tray/icon/tooltip.h"

#include <QDir>
#include <QImage>
#include <QPainter>
#include <QTest>

using namespace tray;

Q_DECLARE_METATYPE(tray::Overview)
Q_DECLARE_METATYPE(tray::IconState)

namespace {

const IconState AllStates[] = {IconState::Stopped, IconState::LocalOnly, IconState::Connecting,
    IconState::Connected, IconState::Refused, IconState::Error};

//! Where the icon is bright: what is left of it without colour.
QImage brightness(IconState state, int size)
{
    QImage image(size, size, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::black);
    QPainter painter(&image);
    painter.drawPixmap(0, 0, drawIcon(state, 0, size));
    painter.end();
    QImage bright(size, size, QImage::Format_Grayscale8);
    for (int y = 0; y < size; ++y) {
        for (int x = 0; x < size; ++x)
            bright.setPixel(x, y, qGray(image.pixel(x, y)) > 190 ? 0xffffffff : 0xff000000);
    }
    return bright;
}

int differingPixels(const QImage &a, const QImage &b)
{
    int count = 0;
    for (int y = 0; y < a.height(); ++y) {
        for (int x = 0; x < a.width(); ++x)
            count += a.pixel(x, y) != b.pixel(x, y);
    }
    return count;
}

} // namespace

class TestTrayIcon : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void state_data()
    {
        QTest::addColumn<Overview>("overview");
        QTest::addColumn<IconState>("expected");
        const auto row = [](const char *name, const Overview &overview, IconState expected) {
            QTest::newRow(name) << overview << expected;
        };
        row("looking", overviews::of(ServerPhase::Looking), IconState::Stopped);
        row("stopped", overviews::of(ServerPhase::Stopped), IconState::Stopped);
        row("starting", overviews::of(ServerPhase::Starting), IconState::Stopped);
        row("stopping", overviews::of(ServerPhase::Stopping), IconState::Stopped);
        row("unresponsive", overviews::of(ServerPhase::Unresponsive), IconState::Error);
        row("crashed", overviews::of(ServerPhase::Crashed), IconState::Error);
        row("failed", overviews::of(ServerPhase::Failed), IconState::Error);
        Overview loading = overviews::withTunnel(TunnelPhase::Refused);
        loading.isLive = false;
        row("running, not loaded yet", loading, IconState::LocalOnly);
        row("no relay", overviews::withTunnel(TunnelPhase::Off), IconState::LocalOnly);
        row("tunnel disconnected", overviews::withTunnel(TunnelPhase::Stopped), IconState::LocalOnly);
        row("connecting", overviews::withTunnel(TunnelPhase::Connecting), IconState::Connecting);
        row("authenticating", overviews::withTunnel(TunnelPhase::Authenticating), IconState::Connecting);
        row("waiting", overviews::withTunnel(TunnelPhase::Waiting), IconState::Connecting);
        row("connected", overviews::withTunnel(TunnelPhase::Connected), IconState::Connected);
        row("refused", overviews::withTunnel(TunnelPhase::Refused), IconState::Refused);
    }
    void state()
    {
        QFETCH(Overview, overview);
        QFETCH(IconState, expected);
        QCOMPARE(iconStateOf(overview), expected);
    }

    void tooltip_data()
    {
        QTest::addColumn<Overview>("overview");
        QTest::addColumn<QString>("expected");
        QTest::newRow("stopped") << overviews::of(ServerPhase::Stopped) << QStringLiteral("Server stopped");
        QTest::newRow("failed") << overviews::of(ServerPhase::Failed, QStringLiteral("port 3456 is in use"))
                                << QStringLiteral("Server failed: port 3456 is in use");
        Overview crashed = overviews::of(ServerPhase::Crashed);
        crashed.server.retryAt = overviews::Now + 1500;
        QTest::newRow("crashed") << crashed << QStringLiteral("Server crashed, starts again in 2 s");
        QTest::newRow("local") << overviews::withTunnel(TunnelPhase::Off)
                               << QStringLiteral("Server running for 2 h 5 min\nNo agent runs");
        Overview busy = overviews::withTunnel(TunnelPhase::Connected);
        busy.agents = {overviews::agent(QStringLiteral("1"), AgentPhase::Working),
            overviews::agent(QStringLiteral("2"), AgentPhase::Starting),
            overviews::asking(QStringLiteral("3"), QStringLiteral("a"), QStringLiteral("Run make")),
            overviews::agent(QStringLiteral("4"), AgentPhase::Idle)};
        QTest::newRow("connected, busy")
            << busy
            << QStringLiteral("Server running for 2 h 5 min\nTunnel up for 3 min, 38 ms\n"
                              "Relay relay.example.com as desk\n2 agents running, 1 waiting for you");
        QTest::newRow("waiting") << overviews::withTunnel(TunnelPhase::Waiting)
                                 << QStringLiteral("Server running for 2 h 5 min\n"
                                                   "Tunnel down, retry in 12 s: Connection refused\n"
                                                   "Relay relay.example.com as desk\nNo agent runs");
        QTest::newRow("refused") << overviews::withTunnel(TunnelPhase::Refused)
                                 << QStringLiteral("Server running for 2 h 5 min\n"
                                                   "Tunnel refused: Invalid token\n"
                                                   "Relay relay.example.com as desk\nNo agent runs");
    }
    void tooltip()
    {
        QFETCH(Overview, overview);
        QFETCH(QString, expected);
        QCOMPARE(tooltipOf(overview, overviews::Now), expected);
    }

    void badge()
    {
        QCOMPARE(badgeText(0), QString());
        QCOMPARE(badgeText(1), QStringLiteral("1"));
        QCOMPARE(badgeText(9), QStringLiteral("9"));
        QCOMPARE(badgeText(10), QStringLiteral("9+"));
        QVERIFY(drawIcon(IconState::LocalOnly, 1, 16).toImage()
            != drawIcon(IconState::LocalOnly, 2, 16).toImage());
    }

    //! Each pair differs in shape alone, at every size.
    void isToldWithoutColour()
    {
        for (const int size : {16, 22, 24, 32, 48, 64}) {
            for (const IconState a : AllStates) {
                for (const IconState b : AllStates) {
                    if (a < b) {
                        const int differing = differingPixels(brightness(a, size), brightness(b, size));
                        QVERIFY2(differing * 100 >= 6 * size * size,
                            qPrintable(QStringLiteral("%1 and %2 at %3: %4")
                                           .arg(int(a))
                                           .arg(int(b))
                                           .arg(size)
                                           .arg(differing)));
                    }
                }
            }
        }
    }

    void hasEverySize()
    {
        const QIcon icon = makeIcon(IconState::Connected, 3);
        for (const int size : {16, 22, 24, 32, 48, 64})
            QCOMPARE(icon.actualSize(QSize(size, size)), QSize(size, size));
    }

    //! For a person to look at: every state and size, with and without badge, on dark and light panels.
    void picture()
    {
        const QString folder = qEnvironmentVariable("AGENTMONITOR_SCREENSHOTS");
        if (folder.isEmpty())
            return; // a picture for people, which is drawn when they ask for it
        const int sizes[] = {16, 22, 24, 32, 48, 64};
        const int asks[] = {0, 3, 12};
        constexpr int Gap = 14;
        constexpr int Row = 64 + Gap;
        const int half = 16 + 22 + 24 + 32 + 48 + 64 + 7 * Gap;
        QImage image(2 * half, Row * 6 * 3 + Gap, QImage::Format_RGB32);
        QPainter painter(&image);
        painter.fillRect(0, 0, half, image.height(), QColor(0x24, 0x26, 0x2b));
        painter.fillRect(half, 0, half, image.height(), QColor(0xf2, 0xf2, 0xf4));
        int y = Gap;
        for (const IconState state : AllStates) {
            for (const int count : asks) {
                for (const int left : {0, half}) {
                    int x = left + Gap;
                    for (const int size : sizes) {
                        painter.drawPixmap(x, y, drawIcon(state, count, size));
                        x += size + Gap;
                    }
                }
                y += Row;
            }
        }
        painter.end();
        QVERIFY(QDir().mkpath(folder));
        QVERIFY(image.save(folder + QStringLiteral("/tray-icons.png")));
    }
};

QTEST_MAIN(TestTrayIcon)
#include "tst_trayicon.moc"
