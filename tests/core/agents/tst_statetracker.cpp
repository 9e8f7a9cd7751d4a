#include "core/agents/statetracker.h"

#include <QTest>

#include <functional>

using namespace agents;
using namespace provider;
using model::Phase;

using Step = std::function<void(StateTracker &)>;
using Steps = QList<Step>;

namespace {

Step starting()
{
    return [](StateTracker &tracker) {
        tracker.processStarting(QStringLiteral("s"), QStringLiteral("r"), 1);
    };
}
Step happened(const provider::Event &what)
{
    return [what](StateTracker &tracker) {
        tracker.apply(what, 2);
    };
}
Step waiting(bool ask, bool prompt)
{
    return [ask, prompt](StateTracker &tracker) {
        tracker.setWaiting(ask, QStringLiteral("Wants to: run make"), prompt);
    };
}
Step ended(process::EndKind kind, int exitCode, int signal, bool stopRequested)
{
    return [=](StateTracker &tracker) {
        process::ProcessResult result;
        result.kind = kind;
        result.exitCode = exitCode;
        result.signal = signal;
        result.stopRequested = stopRequested;
        result.error = QStringLiteral("no such program");
        tracker.processEnded(result, 3);
    };
}

} // namespace

class TestStateTracker : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void phases_data()
    {
        QTest::addColumn<Steps>("steps");
        QTest::addColumn<Phase>("phase");
        QTest::addColumn<QString>("activity");
        QTest::addColumn<bool>("hasError");
        const auto row = [](const char *name, const Steps &steps, Phase phase, const char *activity = "",
                             bool error = false) {
            QTest::newRow(name) << steps << phase << QString::fromLatin1(activity) << error;
        };
        const Step ready = happened(ChoicesReported{});
        const Step turn = happened(TurnStarted{});
        const auto exited = process::EndKind::Exited;
        row("new", {}, Phase::Stopped);
        row("process starts", {starting()}, Phase::Starting, "Starting");
        row("answered", {starting(), ready}, Phase::Idle);
        row("prompt on its way", {starting(), ready, waiting(false, true)}, Phase::Working, "Working");
        row("turn", {starting(), turn}, Phase::Working, "Working");
        row("writes", {starting(), turn, happened(TextDelta{})}, Phase::Working, "Writing");
        row("thinks", {starting(), turn, happened(ThoughtDelta{})}, Phase::Working, "Thinking");
        row("waits for the model", {starting(), turn, happened(ActivityChanged{Activity::Requesting})},
            Phase::Working, "Waiting for the model");
        row("asks", {starting(), turn, waiting(true, false)}, Phase::Asking, "Wants to: run make");
        row("asks and retries",
            {starting(), turn, happened(RetryScheduled{1, 3, 900, 529, QStringLiteral("overloaded")}),
                waiting(true, false)},
            Phase::Asking, "Wants to: run make");
        row("retries",
            {starting(), turn, happened(RetryScheduled{1, 3, 900, 529, QStringLiteral("overloaded")})},
            Phase::Retrying, "Retrying in 1 s, attempt 1 of 3: overloaded");
        row("goes on after a retry", {starting(), turn, happened(RetryScheduled{}), happened(TextDelta{})},
            Phase::Working, "Writing");
        row("turn over", {starting(), turn, happened(TurnFinished{})}, Phase::Idle);
        row("turn over, another prompt waits",
            {starting(), turn, happened(TurnFinished{}), waiting(false, true)}, Phase::Working, "Working");
        row("stopped", {starting(), turn, ended(exited, 143, 0, true)}, Phase::Stopped);
        row("killed by us", {starting(), turn, ended(process::EndKind::Killed, 0, 9, true)}, Phase::Stopped);
        row("crashed", {starting(), ready, ended(process::EndKind::Killed, 0, 11, false)}, Phase::Failed, "",
            true);
        row("left in a turn with code 0", {starting(), turn, ended(exited, 0, 0, false)}, Phase::Failed, "",
            true);
        row("left at once with code 0", {starting(), ended(exited, 0, 0, false)}, Phase::Failed, "", true);
        row("left while idle", {starting(), ready, ended(exited, 0, 0, false)}, Phase::Stopped);
        row("left with an error", {starting(), ready, ended(exited, 1, 0, false)}, Phase::Failed, "", true);
        row("could not start", {starting(), ended(process::EndKind::NotStarted, 0, 0, false)}, Phase::Failed,
            "", true);
        const auto terminal = [](TerminalActivity activity, const char *words) {
            return happened(TerminalStatus{activity, QString::fromLatin1(words)});
        };
        const Step runs = terminal(TerminalActivity::Busy, "Running make");
        const Step waits = terminal(TerminalActivity::Waiting, "Waits for you");
        row("a program runs", {starting(), runs}, Phase::Working, "Running make");
        row("a program waits", {starting(), runs, waits}, Phase::Asking, "Waits for you");
        row("a program waits and a prompt is on its way", {starting(), waits, waiting(false, true)},
            Phase::Asking, "Waits for you");
        row("a program goes on", {starting(), waits, runs}, Phase::Working, "Running make");
        row("a program is idle", {starting(), runs, terminal(TerminalActivity::Idle, "")}, Phase::Idle);
        row("a program ends well", {starting(), runs, ended(exited, 0, 0, false)}, Phase::Stopped);
        row("a program fails", {starting(), waits, ended(exited, 1, 0, false)}, Phase::Failed, "", true);
        row("a program starts again", {starting(), waits, ended(exited, 0, 0, false), starting()},
            Phase::Starting, "Starting");
        row("starts again", {starting(), ended(exited, 1, 0, false), starting()}, Phase::Starting,
            "Starting");
    }

    void phases()
    {
        QFETCH(Steps, steps);
        QFETCH(Phase, phase);
        QFETCH(QString, activity);
        QFETCH(bool, hasError);
        StateTracker tracker;
        for (const Step &step : steps)
            step(tracker);
        QCOMPARE(tracker.state().phase, phase);
        QCOMPARE(tracker.state().activity, activity);
        QCOMPARE(!tracker.state().error.isEmpty(), hasError);
    }

    void usageInATurnKeepsTheWindowSize()
    {
        StateTracker tracker;
        tracker.apply(
            UsageReported{0.5, model::TokenUsage{10, 20, 0, 0}, model::ContextWindow{100, 200000}}, 1);
        tracker.apply(UsageReported{{}, {}, model::ContextWindow{300, 0}}, 2);
        QCOMPARE(tracker.state().context, (model::ContextWindow{300, 200000}));
        QCOMPARE(tracker.state().costUsd, 0.5);
        QCOMPARE(tracker.state().tokens.output, 20);
    }

    void turnTimeIsItsFirstStart()
    {
        StateTracker tracker;
        tracker.processStarting(QStringLiteral("s"), QStringLiteral("r"), 1);
        tracker.apply(TurnStarted{}, 5);
        tracker.apply(TurnStarted{}, 9);
        QCOMPARE(tracker.state().turnStartedAt, 5);
        tracker.apply(TurnFinished{}, 12);
        QCOMPARE(tracker.state().turnStartedAt, 0);
    }

    void sessionAndSettings()
    {
        StateTracker tracker;
        tracker.processStarting(QStringLiteral("s"), QStringLiteral("r"), 1);
        tracker.apply(
            SessionStarted{{}, {}, QStringLiteral("opus"), QStringLiteral("plan"), QStringLiteral("2.1")}, 1);
        QCOMPARE(tracker.state().sessionId, QStringLiteral("s"));
        tracker.apply(SettingsReported{{}, QStringLiteral("acceptEdits"), {}, {}}, 2);
        QCOMPARE(tracker.state().mode, QStringLiteral("acceptEdits"));
        QCOMPARE(tracker.state().model, QStringLiteral("opus"));
        tracker.apply(SessionReset{QStringLiteral("s2")}, 3);
        QCOMPARE(tracker.state().sessionId, QStringLiteral("s2"));
    }
};

QTEST_GUILESS_MAIN(TestStateTracker)
#include "tst_statetracker.moc"
