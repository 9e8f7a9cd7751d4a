#include "tests/tray/overviews.h"
#include "tray/menu/menumodel.h"
#include "tray/menu/traymenu.h"
#include "tray/questions.h"
#include "tray/settings/settingsfile.h"
#include "tray/windows/logview.h"
#include "tray/windows/logwindow.h"
#include "tray/windows/settingsdialog.h"
#include "tray/windows/statuswindow.h"
#include "tray/windows/tunneldiagnostics.h"
#include "tray/windows/tunnelplot.h"
#include "tray/windows/tunnelwindow.h"

#include <QApplication>
#include <QCheckBox>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace tray;

namespace {

//! For a person to look at, when AGENTMONITOR_SCREENSHOTS names a folder.
void picture(QWidget &window, const QString &name)
{
    const QString folder = qEnvironmentVariable("AGENTMONITOR_SCREENSHOTS");
    if (folder.isEmpty())
        return;
    QDir().mkpath(folder);
    window.QWidget::show();
    QVERIFY(QTest::qWaitForWindowExposed(&window));
    QVERIFY(window.grab().save(folder + QStringLiteral("/tray-") + name + QStringLiteral(".png")));
}

QPushButton *button(QWidget &window, const QString &text)
{
    for (QPushButton *each : window.findChildren<QPushButton *>()) {
        if (each->text().remove(QLatin1Char('&')) == text && each->isVisibleTo(&window))
            return each;
    }
    return nullptr;
}

//! An hour with two outages and a round trip that wanders.
TunnelHistory anHour()
{
    TunnelHistory history;
    for (int second = 0; second < 3600; second += 10) {
        const bool isDown = (second > 1200 && second < 1320) || (second > 2500 && second < 2530);
        Overview overview = overviews::withTunnel(isDown ? TunnelPhase::Waiting : TunnelPhase::Connected);
        overview.tunnel.roundTripMs
            = 32 + 9 * std::sin(second / 170.0) + (second % 70 == 0 ? 14 : second % 7);
        history.take(overview, overviews::Now - 3'600'000 + second * 1000);
    }
    return history;
}

struct SettingsPlacesInFolder
{
    QTemporaryDir folder;
    SettingsPlaces places{folder.filePath(QStringLiteral("server.env")),
        folder.filePath(QStringLiteral("tray.ini")), QStringLiteral("/home/me/.local/share/agentmonitor")};
};

} // namespace

class TestTrayWindows : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void history()
    {
        TunnelHistory history;
        base::Timestamp now = overviews::Now;
        history.take(overviews::of(ServerPhase::Stopped), now);
        history.take(overviews::of(ServerPhase::Stopped), now += 1000);
        QCOMPARE(history.samples().size(), 1); // it says the same
        history.take(overviews::withTunnel(TunnelPhase::Connected), now += 1000);
        history.take(overviews::withTunnel(TunnelPhase::Connected), now += 1000); // too soon
        history.take(overviews::withTunnel(TunnelPhase::Connected), now += 4000);
        QCOMPARE(history.samples().size(), 3);
        history.take(overviews::withTunnel(TunnelPhase::Waiting), now += 1000);
        history.take(overviews::withTunnel(TunnelPhase::Connecting), now += 1000);
        QCOMPARE(history.outages(), 1);
        QCOMPARE(history.downTime(now += 9000), std::chrono::milliseconds(10'000));
        history.take(overviews::withTunnel(TunnelPhase::Connected), now);
        QCOMPARE(history.downTime(now + 60'000), std::chrono::milliseconds(10'000));
        // After an hour only what counts is kept.
        history.take(overviews::withTunnel(TunnelPhase::Connected), now += 3'700'000);
        QCOMPARE(history.outages(), 0);
        QCOMPARE(history.downTime(now), std::chrono::milliseconds(0));
        QCOMPARE(history.samples().size(), 2);
    }

    void historyIsBounded()
    {
        TunnelHistory history;
        for (int second = 0; second < 20'000; second += 1)
            history.take(overviews::withTunnel(TunnelPhase::Connected), overviews::Now + second * 1000);
        QVERIFY(history.samples().size() < 1000);
    }

    void scale()
    {
        QCOMPARE(scaleFor(0), 1.0);
        QCOMPARE(scaleFor(0.42), 0.5);
        QCOMPARE(scaleFor(38), 50.0);
        QCOMPARE(scaleFor(50), 50.0);
        QCOMPARE(scaleFor(51), 100.0);
    }

    void diagnosticsHaveNoSecrets()
    {
        Overview overview = overviews::withTunnel(TunnelPhase::Connected);
        overview.tunnel.relay = QUrl(QStringLiteral("wss://me:secret@relay.example.com/tunnel?key=secret"));
        const QString text = diagnosticsOf(overview, anHour(), overviews::Now);
        QVERIFY(text.contains(QStringLiteral("wss://relay.example.com/tunnel as desk")));
        QVERIFY(text.contains(QStringLiteral("2 outages")));
        QVERIFY(!text.contains(QStringLiteral("secret")) && !text.contains(QStringLiteral("me:")));
    }

    void tunnelWindow()
    {
        Overview overview = overviews::withTunnel(TunnelPhase::Connected);
        overview.tunnel.relayVersion = QStringLiteral("0.2.0");
        overview.tunnel.bytesReceived = 3'450'000;
        overview.tunnel.bytesSent = 128'000'000;
        overview.tunnel.openStreams = 3;
        const TunnelHistory history = anHour();
        TunnelWindow window;
        window.show(overview, history, overviews::Now);
        picture(window, QStringLiteral("tunnel"));
        QSignalSpy wanted(&window, &TunnelWindow::reconnectWanted);
        button(window, QStringLiteral("Reconnect now"))->click();
        QCOMPARE(wanted.size(), 1);

        window.show(overviews::withTunnel(TunnelPhase::Waiting), history, overviews::Now);
        picture(window, QStringLiteral("tunnel-down"));
        window.show(overviews::of(ServerPhase::Stopped), history, overviews::Now);
        QVERIFY(!button(window, QStringLiteral("Reconnect now"))->isEnabled());
    }

    void logView()
    {
        LogView view;
        view.append({QStringLiteral("[Tunnel] connected"), QStringLiteral("[Server] started"),
            QStringLiteral("[Tunnel] lost")});
        QCOMPARE(view.toPlainText().count(QLatin1Char('\n')), 2);
        view.setFilter(QStringLiteral("tunnel LOST"));
        QCOMPARE(view.toPlainText(), QStringLiteral("[Tunnel] lost"));
        view.append({QStringLiteral("[Tunnel] was lost again"), QStringLiteral("[Server] x")});
        QCOMPARE(view.shownLines().size(), 2);
        view.setFilter({});
        QCOMPARE(view.shownLines().size(), 5);
        for (int i = 0; i < 6; ++i)
            view.append(QStringList(1000, QStringLiteral("line")));
        QCOMPARE(view.shownLines().size(), qsizetype(LogView::MostLines));
    }

    void settingsAreSavedAndTheRestIsKept()
    {
        SettingsPlacesInFolder place;
        QFile file(place.places.serverFile);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("# mine\nALLOWED_HOSTS=desk\nRELAY_TOKEN=old\nRELAY_URL=ws://r/tunnel\n");
        file.close();
        SettingsDialog dialog(place.places);
        QSignalSpy saved(&dialog, &SettingsDialog::saved);
        const auto fields = dialog.findChildren<QLineEdit *>();
        QLineEdit *url = nullptr;
        for (QLineEdit *field : fields) {
            if (field->text() == QStringLiteral("ws://r/tunnel"))
                url = field;
        }
        QVERIFY(url);
        url->setText(QStringLiteral("relay.example.com"));
        dialog.accept();
        QCOMPARE(saved.size(), 1);
        QCOMPARE(saved[0][0].toBool(), true);
        const auto document = loadEnvFile(place.places.serverFile);
        QCOMPARE(document->toBytes(),
            QByteArray(
                "# mine\nALLOWED_HOSTS=desk\nRELAY_TOKEN=old\nRELAY_URL=wss://relay.example.com/tunnel\n"));

        SettingsDialog again(place.places);
        QSignalSpy unchanged(&again, &SettingsDialog::saved);
        again.accept();
        QCOMPARE(unchanged[0][0].toBool(), false);
    }

    void badSettingsAreNotSaved()
    {
        SettingsPlacesInFolder place;
        SettingsDialog dialog(place.places);
        QSignalSpy saved(&dialog, &SettingsDialog::saved);
        for (QLineEdit *field : dialog.findChildren<QLineEdit *>()) {
            if (field->placeholderText() == QStringLiteral("3456"))
                field->setText(QStringLiteral("99999"));
        }
        dialog.accept();
        QCOMPARE(saved.size(), 0);
        QVERIFY(!QFile::exists(place.places.serverFile));
        QCOMPARE(dialog.findChild<QTabWidget *>()->currentIndex(), 1);
        picture(dialog, QStringLiteral("settings-problem"));
    }

    void settingsPages()
    {
        SettingsPlacesInFolder place;
        EnvDocument document;
        document.setValue(QStringLiteral("RELAY_URL"), QStringLiteral("wss://relay.example.com/tunnel"));
        document.setValue(QStringLiteral("RELAY_TOKEN"), QStringLiteral("0123456789abcdef0123456789abcdef"));
        document.setValue(QStringLiteral("RELAY_MACHINE"), QStringLiteral("desk"));
        QVERIFY(saveEnvFile(place.places.serverFile, document));
        SettingsDialog dialog(place.places);
        auto *tabs = dialog.findChild<QTabWidget *>();
        const char *names[] = {"settings-relay", "settings-server", "settings-notifications"};
        for (int i = 0; i < tabs->count(); ++i) {
            tabs->setCurrentIndex(i);
            picture(dialog, QString::fromLatin1(names[i]));
        }
    }

    void logWindow()
    {
        class Lines : public LogSource
        {
        public:
            QString name() const override
            {
                return QStringLiteral("/home/me/.local/share/agentmonitor/server.log");
            }
            void start() override
            {
                QStringList lines;
                for (int i = 10; i < 40; ++i)
                    lines.append(QStringLiteral(
                        "2026-01-31 12:00:%1.000 [Tunnel] Connected to relay.example.com as desk")
                                     .arg(i));
                Q_EMIT linesRead(lines);
            }
        };
        LogWindow window(std::make_unique<Lines>());
        picture(window, QStringLiteral("log"));
    }

    void statusWindow()
    {
        Overview overview = overviews::withTunnel(TunnelPhase::Connected);
        overview.agents
            = {overviews::asking(QStringLiteral("1"), QStringLiteral("a"), QStringLiteral("Run make -j8")),
                overviews::agent(QStringLiteral("2"), AgentPhase::Working, QStringLiteral("Write out.txt"))};
        StatusWindow window;
        window.show(overview, menuOf(overview, {false}, overviews::Now), overviews::Now);
        picture(window, QStringLiteral("status"));
        QSignalSpy chosen(&window, &StatusWindow::chosen);
        button(window, QStringLiteral("Allow once"))->click();
        button(window, QStringLiteral("Stop server"))->click();
        QCOMPARE(chosen.size(), 2);
        const Action allow{
            ActionKind::Allow, QStringLiteral("1"), QStringLiteral("a"), QStringLiteral("yes")};
        QCOMPARE(chosen[0][0].value<Action>(), allow);
        QVERIFY(!button(window, QStringLiteral("Start server")));
        window.show(overviews::of(ServerPhase::Stopped), {}, overviews::Now);
        QVERIFY(!button(window, QStringLiteral("Allow once")));
        QVERIFY(button(window, QStringLiteral("Start server")));
        picture(window, QStringLiteral("status-stopped"));
    }

    void questions()
    {
        const auto current = []() -> QMessageBox * {
            for (QWidget *widget : QApplication::topLevelWidgets()) {
                if (auto *message = qobject_cast<QMessageBox *>(widget); message && message->isVisible())
                    return message;
            }
            return nullptr;
        };
        QuitChoice choice = QuitChoice::Ask;
        bool remembered = false;
        questions::askQuit(2, false, [&](QuitChoice chosen, bool remember) {
            choice = chosen;
            remembered = remember;
        });
        QVERIFY(current());
        QVERIFY(current()->informativeText().startsWith(QStringLiteral("2 agents go on either way")));
        picture(*current(), QStringLiteral("quit"));
        button(*current(), QStringLiteral("Leave running"))->click();
        QCOMPARE(choice, QuitChoice::LeaveRunning);
        QVERIFY(remembered);
        QTRY_VERIFY(!current());

        questions::askQuit(1, true, [](QuitChoice, bool) {});
        QCOMPARE(current()->informativeText(), QStringLiteral("1 agent ends when the server stops."));
        button(*current(), QStringLiteral("Cancel"))->click();
        QTRY_VERIFY(!current());

        bool restarted = false;
        questions::offerRestart(false, [&] { restarted = true; });
        picture(*current(), QStringLiteral("restart"));
        button(*current(), QStringLiteral("Restart now"))->click();
        QVERIFY(restarted);
        QTRY_VERIFY(!current());

        bool stopped = false;
        questions::askStopAllAgents(3, [&] { stopped = true; });
        picture(*current(), QStringLiteral("stop-all"));
        button(*current(), QStringLiteral("Cancel"))->click();
        QVERIFY(!stopped);
        QTRY_VERIFY(!current());

        questions::showAbout();
        picture(*current(), QStringLiteral("about"));
        current()->close();
    }

    void menuPicture()
    {
        Overview overview = overviews::withTunnel(TunnelPhase::Connected);
        overview.agents = {overviews::asking(QStringLiteral("fix-ci"), QStringLiteral("a"),
                               QStringLiteral("Run make -j8 && make install")),
            overviews::asking(QStringLiteral("docs"), QStringLiteral("b"), QStringLiteral("Write README.md")),
            overviews::agent(QStringLiteral("tests"), AgentPhase::Working, QStringLiteral("Run npm test"))};
        TrayMenu menu;
        menu.show(menuOf(overview, {true}, overviews::Now));
        menu.popup(QPoint(0, 0));
        picture(menu, QStringLiteral("menu"));
    }
};

QTEST_MAIN(TestTrayWindows)
#include "tst_traywindows.moc"
