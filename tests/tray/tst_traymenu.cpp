#include "tests/tray/overviews.h"
#include "tray/menu/menumodel.h"
#include "tray/menu/traymenu.h"

#include <QSignalSpy>
#include <QTest>

using namespace tray;

Q_DECLARE_METATYPE(tray::Overview)

namespace {

//! The menu as lines: "text", "[greyed]", "-- " for a separator, "> submenu".
QStringList linesOf(const QList<MenuEntry> &menu)
{
    QStringList lines;
    for (const MenuEntry &entry : menu) {
        QString text = entry.text;
        text.remove(QLatin1Char('&'));
        if (entry.kind == MenuEntry::Kind::Separator)
            lines.append(QStringLiteral("--"));
        else if (entry.kind == MenuEntry::Kind::Submenu)
            lines.append(QStringLiteral("> ") + text);
        else if (!entry.enabled)
            lines.append(QLatin1Char('[') + text + QLatin1Char(']'));
        else
            lines.append(text + (entry.checked.value_or(false) ? QStringLiteral(" ✓") : QString()));
    }
    return lines;
}

QStringList menuLines(const Overview &overview)
{
    return linesOf(menuOf(overview, {false}, overviews::Now));
}

const QStringList End{QStringLiteral("--"), QStringLiteral("Settings…"), QStringLiteral("Logs…"),
    QStringLiteral("Start at login"), QStringLiteral("About AgentMonitor"), QStringLiteral("Quit")};

} // namespace

class TestTrayMenu : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void lines_data()
    {
        QTest::addColumn<Overview>("overview");
        QTest::addColumn<QStringList>("expected");
        const auto row = [](const char *name, const Overview &overview, const QStringList &lines) {
            QTest::newRow(name) << overview << lines;
        };
        const auto s = [](const char *text) {
            return QString::fromUtf8(text);
        };
        const QString up = s("Server running for 2 h 5 min");
        const QString relay = s("relay.example.com as desk");
        const QStringList server{s("Stop server"), s("Restart server")};
        const QStringList links{
            s("--"), s("Open dashboard"), s("Open through relay"), s("Copy relay address"), s("--")};
        const QStringList offLinks{
            s("--"), s("Open dashboard"), s("[Open through relay]"), s("Copy relay address"), s("--")};

        row("stopped", overviews::of(ServerPhase::Stopped),
            QStringList{s("Server stopped"), s("--"), s("[Open dashboard]"), s("--"), s("Start server")}
                + End);
        row("starting", overviews::of(ServerPhase::Starting),
            QStringList{s("Server is starting"), s("--"), s("[Open dashboard]"), s("--"), s("Stop server")}
                + End);
        row("failed", overviews::of(ServerPhase::Failed, s("no")),
            QStringList{s("Server failed: no"), s("--"), s("[Open dashboard]"), s("--"), s("Start server")}
                + End);
        row("unresponsive", overviews::of(ServerPhase::Unresponsive),
            QStringList{s("Server does not answer"), s("--"), s("[Open dashboard]"), s("--")} + server + End);
        row("local", overviews::withTunnel(TunnelPhase::Off),
            QStringList{up, s("No relay is set"), s("[No agent runs]"), s("--"), s("Open dashboard"), s("--")}
                + server + End);
        row("connected", overviews::withTunnel(TunnelPhase::Connected),
            QStringList{up, s("Tunnel up for 3 min, 38 ms"), relay, s("[No agent runs]")} + links + server
                + QStringList{s("Disconnect tunnel"), s("Tunnel details…")} + End);
        row("waiting for the next try", overviews::withTunnel(TunnelPhase::Waiting),
            QStringList{up, s("Tunnel down, retry in 12 s: Connection refused"), relay, s("[No agent runs]")}
                + offLinks + server
                + QStringList{s("Connect tunnel"), s("Disconnect tunnel"), s("Tunnel details…")} + End);
        row("refused", overviews::withTunnel(TunnelPhase::Refused),
            QStringList{up, s("Tunnel refused: Invalid token"), relay, s("[No agent runs]")} + offLinks
                + server + QStringList{s("Connect tunnel"), s("Tunnel details…")} + End);
        Overview busy = overviews::withTunnel(TunnelPhase::Off);
        busy.agents = {overviews::asking(s("1"), s("a"), s("Run make -j8")),
            overviews::agent(s("2"), AgentPhase::Working, s("Write out.txt")),
            overviews::agent(s("3"), AgentPhase::Stopped)};
        row("agents", busy,
            QStringList{up, s("No relay is set"), s("--"), s("[Waiting for you]"),
                s("> Agent 1: Run make -j8"), s("--"), s("[Running]"), s("Agent 2: Write out.txt"), s("--"),
                s("Open dashboard"), s("--")}
                + server + QStringList{s("Stop all agents…")} + End);
    }
    void lines()
    {
        QFETCH(Overview, overview);
        QFETCH(QStringList, expected);
        QCOMPARE(menuLines(overview), expected);
    }

    //! Whatever the state, each entry that can be chosen does something then.
    void noEntryDoesNothing()
    {
        QList<Overview> all;
        for (int phase = 0; phase <= int(ServerPhase::Failed); ++phase)
            all.append(overviews::of(ServerPhase(phase)));
        for (int phase = 0; phase <= int(TunnelPhase::Stopped); ++phase)
            all.append(overviews::withTunnel(TunnelPhase(phase)));
        for (const Overview &overview : std::as_const(all)) {
            for (const MenuEntry &entry : menuOf(overview, {true}, overviews::Now)) {
                if (entry.kind == MenuEntry::Kind::Command && entry.enabled)
                    QVERIFY2(isPossible(entry.action.kind, overview), qPrintable(entry.text));
            }
        }
    }

    void asksHaveTheirOwnOptions()
    {
        Overview overview = overviews::withTunnel(TunnelPhase::Off);
        Agent agent = overviews::asking(QStringLiteral("1"), QStringLiteral("ask"), QStringLiteral("a & b"));
        agent.asks.append({Ask::Kind::Question, QStringLiteral("q"), QStringLiteral("Which?"), {}, {}, 0});
        overview.agents = {agent};
        QList<MenuEntry> submenus;
        for (const MenuEntry &entry : menuOf(overview, {}, overviews::Now)) {
            if (entry.kind == MenuEntry::Kind::Submenu)
                submenus.append(entry);
        }
        QCOMPARE(submenus.size(), 2);
        QCOMPARE(submenus[0].text, QStringLiteral("Agent 1: a && b"));
        QCOMPARE(linesOf(submenus[0].children),
            (QStringList{QStringLiteral("Allow once"), QStringLiteral("Deny"), QStringLiteral("Open")}));
        const Action allow{
            ActionKind::Allow, QStringLiteral("1"), QStringLiteral("ask"), QStringLiteral("yes")};
        QCOMPARE(submenus[0].children[0].action, allow);
        QCOMPARE(linesOf(submenus[1].children), QStringList{QStringLiteral("Open to answer")});
    }

    void manyAgentsAreCut()
    {
        Overview overview = overviews::withTunnel(TunnelPhase::Off);
        for (int i = 0; i < 12; ++i)
            overview.agents.append(overviews::agent(QString::number(i), AgentPhase::Working));
        const QStringList lines = menuLines(overview);
        QVERIFY(lines.contains(QStringLiteral("Agent 7: working")));
        QVERIFY(!lines.contains(QStringLiteral("Agent 8: working")));
        QVERIFY(lines.contains(QStringLiteral("4 more…")));
    }

    //! A countdown goes on in the same action; another shape makes new ones.
    void changesInPlace()
    {
        TrayMenu menu;
        const Overview waiting = overviews::withTunnel(TunnelPhase::Waiting);
        menu.show(menuOf(waiting, {}, overviews::Now));
        QAction *line = menu.actions()[1];
        menu.show(menuOf(waiting, {}, overviews::Now + 5000));
        QCOMPARE(menu.actions()[1], line);
        QVERIFY(line->text().contains(QStringLiteral("retry in 7 s")));
        menu.show(menuOf(overviews::of(ServerPhase::Stopped), {}, overviews::Now));
        QCOMPARE(menu.actions()[0]->text(), QStringLiteral("Server stopped"));
    }

    //! Or an "Allow" would be under the pointer where a moment ago another one was.
    void nothingMovesWhileItIsOpen()
    {
        TrayMenu menu;
        menu.show(menuOf(overviews::withTunnel(TunnelPhase::Waiting), {}, overviews::Now));
        menu.popup({0, 0});
        QVERIFY(menu.isVisible());
        const QList<QAction *> actions = menu.actions();
        menu.show(menuOf(overviews::of(ServerPhase::Stopped), {}, overviews::Now));
        QCOMPARE(menu.actions(), actions);
        menu.hide();
        QTRY_COMPARE(menu.actions()[0]->text(), QStringLiteral("Server stopped"));
    }

    //! A panel shows it in its own process, so that it is never visible here.
    void nothingMovesWhileAPanelShowsIt()
    {
        TrayMenu menu;
        QObject::connect(&menu, &TrayMenu::wanted, &menu,
            [&menu] { menu.show(menuOf(overviews::withTunnel(TunnelPhase::Waiting), {}, overviews::Now)); });
        Q_EMIT menu.aboutToShow();
        QVERIFY(menu.isOpen());
        const QList<QAction *> actions = menu.actions();
        QVERIFY(actions[1]->text().contains(QStringLiteral("retry in"))); // it is of now
        menu.show(menuOf(overviews::of(ServerPhase::Stopped), {}, overviews::Now));
        QCOMPARE(menu.actions(), actions);
        Q_EMIT menu.aboutToHide();
        QTRY_COMPARE(menu.actions()[0]->text(), QStringLiteral("Server stopped"));
        QVERIFY(!menu.isOpen());
        Q_EMIT menu.aboutToShow(); // also if it was not told that it was closed
        QVERIFY(menu.actions()[1]->text().contains(QStringLiteral("retry in")));
    }

    void tellsWhatWasChosen()
    {
        TrayMenu menu;
        QSignalSpy chosen(&menu, &TrayMenu::chosen);
        menu.show(menuOf(overviews::of(ServerPhase::Stopped), {}, overviews::Now));
        for (QAction *action : menu.actions()) {
            if (action->text().remove(QLatin1Char('&')) == QStringLiteral("Start server"))
                action->trigger();
        }
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(chosen[0][0].value<Action>().kind, ActionKind::StartServer);
    }
};

QTEST_MAIN(TestTrayMenu)
#include "tst_traymenu.moc"
