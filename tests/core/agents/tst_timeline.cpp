#include "core/agents/timeline.h"

#include <QTest>

using namespace agents;
using namespace provider;

namespace {

//! The records since the last take, one short word each: "+text open", "append", "text closed", ...
QStringList kinds(const QList<model::Record> &records)
{
    static const QStringList names{QStringLiteral("prompt"), QStringLiteral("text"),
        QStringLiteral("thought"), QStringLiteral("tool"), QStringLiteral("approval"),
        QStringLiteral("question"), QStringLiteral("notice")};
    QStringList result;
    for (const model::Record &record : records) {
        if (const auto *changed = std::get_if<model::MessageChanged>(&record.body)) {
            result.append(names.at(static_cast<qsizetype>(changed->message.body.index()))
                + (changed->message.open ? QStringLiteral(" open") : QStringLiteral(" closed")));
        } else if (std::holds_alternative<model::MessageAppended>(record.body)) {
            result.append(QStringLiteral("append"));
        } else if (std::holds_alternative<model::StateChanged>(record.body)) {
            result.append(QStringLiteral("state"));
        } else {
            result.append(QStringLiteral("unknown"));
        }
    }
    return result;
}

const model::Message &messageOf(const model::Record &record)
{
    return std::get<model::MessageChanged>(record.body).message;
}

model::ToolCall tool(const QString &id)
{
    model::ToolCall call;
    call.id = id;
    call.name = QStringLiteral("Bash");
    call.title = QStringLiteral("make");
    return call;
}

model::Approval approval(const QString &id)
{
    model::Approval asked;
    asked.id = id;
    asked.title = QStringLiteral("Run make");
    return asked;
}

} // namespace

class TestTimeline : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eventsBecomeRecords_data()
    {
        QTest::addColumn<Events>("events");
        QTest::addColumn<QStringList>("expected");
        const QString item = QStringLiteral("m:0");
        const auto row = [](const char *name, const Events &events, const QStringList &expected) {
            QTest::newRow(name) << events << expected;
        };
        row("text in pieces is one record",
            {TextDelta{item, {}, QStringLiteral("a")}, TextDelta{item, {}, QStringLiteral("b")}},
            {QStringLiteral("text open")});
        row("whole text without pieces", {TextFinished{item, {}, QStringLiteral("ab"), false}},
            {QStringLiteral("text closed")});
        row("empty text is nothing", {TextFinished{item, {}, {}, false}}, {});
        row("pieces and whole",
            {TextDelta{item, {}, QStringLiteral("a")}, TextFinished{item, {}, QStringLiteral("ab"), false}},
            {QStringLiteral("text open"), QStringLiteral("text closed")});
        row("thought",
            {ThoughtDelta{item, {}, QStringLiteral("a")}, ThoughtFinished{item, {}, QStringLiteral("a")}},
            {QStringLiteral("thought open"), QStringLiteral("thought closed")});
        row("tool",
            {ToolStarted{{}, tool(QStringLiteral("t"))},
                ToolFinished{QStringLiteral("t"), model::ToolStatus::Ok, {}, {}, {}}},
            {QStringLiteral("tool open"), QStringLiteral("tool closed")});
        row("tool begun twice",
            {ToolStarted{{}, tool(QStringLiteral("t"))}, ToolStarted{{}, tool(QStringLiteral("t"))}},
            {QStringLiteral("tool open")});
        row("result of no tool", {ToolFinished{QStringLiteral("t"), model::ToolStatus::Ok, {}, {}, {}}}, {});
        row("approval withdrawn",
            {ApprovalAsked{approval(QStringLiteral("r"))}, AskWithdrawn{QStringLiteral("r")}},
            {QStringLiteral("approval open"), QStringLiteral("approval closed")});
        row("withdrawn twice",
            {ApprovalAsked{approval(QStringLiteral("r"))}, AskWithdrawn{QStringLiteral("r")},
                AskWithdrawn{QStringLiteral("r")}},
            {QStringLiteral("approval open"), QStringLiteral("approval closed")});
        row("a turn that went well leaves no mark", {TurnStarted{}, TurnFinished{}}, {});
        row("an interrupted turn is a notice", {TurnFinished{TurnOutcome::Interrupted, {}, 0, 0}},
            {QStringLiteral("notice closed")});
        row("a failed turn is a notice", {TurnFinished{TurnOutcome::Failed, QStringLiteral("no"), 500, 0}},
            {QStringLiteral("notice closed")});
        row("unknown line is kept", {LineIgnored{"{}"}}, {QStringLiteral("unknown")});
        row("usage is state, not history", {UsageReported{1.0, {}, {}}}, {});
        row("two texts at once",
            {TextDelta{QStringLiteral("a"), {}, QStringLiteral("1")},
                TextDelta{QStringLiteral("b"), QStringLiteral("t"), QStringLiteral("2")},
                TextDelta{QStringLiteral("a"), {}, QStringLiteral("3")}},
            {QStringLiteral("text open"), QStringLiteral("text open"), QStringLiteral("append")});
    }

    void eventsBecomeRecords()
    {
        QFETCH(Events, events);
        QFETCH(QStringList, expected);
        Timeline timeline;
        for (const Event &event : events)
            timeline.apply(event, 1000);
        QCOMPARE(kinds(timeline.take()), expected);
    }

    void sequenceHasNoGapAndPlacesStay()
    {
        Timeline timeline(41, {});
        timeline.apply(ToolStarted{{}, tool(QStringLiteral("t"))}, 1);
        timeline.apply(TextDelta{QStringLiteral("a"), {}, QStringLiteral("x")}, 2);
        timeline.apply(
            ToolFinished{QStringLiteral("t"), model::ToolStatus::Failed, QStringLiteral("out"), 2, {}}, 31);
        const auto records = timeline.take();
        QCOMPARE(records.size(), 3);
        for (int i = 0; i < records.size(); ++i)
            QCOMPARE(records.at(i).seq, static_cast<base::Sequence>(42 + i));
        QCOMPARE(messageOf(records.at(0)).seq, 42u);
        QCOMPARE(messageOf(records.at(2)).seq, 42u);
        QCOMPARE(messageOf(records.at(2)).id, messageOf(records.at(0)).id);
        const auto &call = std::get<model::ToolCall>(messageOf(records.at(2)).body);
        QCOMPARE(call.durationMs, 30);
        QCOMPARE(call.exitCode, std::optional(2));
        QCOMPARE(call.status, model::ToolStatus::Failed);
    }

    void piecesAfterTakeAreAppended()
    {
        Timeline timeline;
        timeline.apply(TextDelta{QStringLiteral("a"), {}, QStringLiteral("one ")}, 1);
        timeline.take();
        timeline.apply(TextDelta{QStringLiteral("a"), {}, QStringLiteral("two ")}, 2);
        timeline.apply(TextDelta{QStringLiteral("a"), {}, QStringLiteral("three")}, 2);
        const auto records = timeline.take();
        QCOMPARE(records.size(), 1);
        QCOMPARE(std::get<model::MessageAppended>(records.first().body).text, QStringLiteral("two three"));
        QCOMPARE(std::get<model::Text>(timeline.open().first().body).text, QStringLiteral("one two three"));
    }

    void deliveryNeverGoesBack()
    {
        Timeline timeline;
        const QString id = QStringLiteral("p");
        timeline.addPrompt(id, model::Prompt{QStringLiteral("do"), {}, model::DeliveryState::Accepted}, 1);
        timeline.setDelivery(id, model::DeliveryState::Sent, 2);
        timeline.setDelivery(id, model::DeliveryState::Accepted, 3);
        QCOMPARE(timeline.promptsIn(model::DeliveryState::Sent).size(), 1);
        timeline.setDelivery(id, model::DeliveryState::Taken, 4);
        timeline.setDelivery(id, model::DeliveryState::Cancelled, 5);
        const auto records = timeline.take();
        QCOMPARE(kinds(records),
            (QStringList{QStringLiteral("prompt open"), QStringLiteral("prompt open"),
                QStringLiteral("prompt closed")}));
        QCOMPARE(
            std::get<model::Prompt>(messageOf(records.last()).body).delivery, model::DeliveryState::Taken);
    }

    void decidedOnce()
    {
        Timeline timeline;
        timeline.apply(ApprovalAsked{approval(QStringLiteral("r"))}, 1);
        QVERIFY(timeline.hasPending());
        const model::Decision decision{
            QStringLiteral("allow"), QStringLiteral("Allow"), {}, QStringLiteral("you"), {}, 7};
        QVERIFY(timeline.decide(QStringLiteral("r"), decision));
        QVERIFY(!timeline.decide(QStringLiteral("r"), decision));
        QVERIFY(!timeline.decide(QStringLiteral("unknown"), decision));
        QVERIFY(!timeline.hasPending());
        const auto records = timeline.take();
        const auto &asked = std::get<model::Approval>(messageOf(records.last()).body);
        QCOMPARE(asked.state, model::AskState::Decided);
        QCOMPARE(asked.decision->by, QStringLiteral("you"));
    }

    void closeAllSaysWhatBecameOfEach()
    {
        Timeline timeline;
        timeline.addPrompt(QStringLiteral("waiting"),
            model::Prompt{QStringLiteral("a"), {}, model::DeliveryState::Accepted}, 1);
        timeline.addPrompt(
            QStringLiteral("sent"), model::Prompt{QStringLiteral("b"), {}, model::DeliveryState::Sent}, 1);
        timeline.apply(TextDelta{QStringLiteral("t"), {}, QStringLiteral("half")}, 1);
        timeline.apply(ToolStarted{{}, tool(QStringLiteral("t"))}, 1);
        timeline.apply(ApprovalAsked{approval(QStringLiteral("r"))}, 1);
        timeline.apply(
            QuestionAsked{model::Question{QStringLiteral("q"), {}, {}, model::AskState::Waiting, {}, {}}}, 1);
        timeline.take();
        timeline.closeAll(9);
        const auto records = timeline.take();
        QCOMPARE(records.size(), 5);
        QCOMPARE(
            std::get<model::Prompt>(messageOf(records.at(0)).body).delivery, model::DeliveryState::Failed);
        QVERIFY(std::get<model::Text>(messageOf(records.at(1)).body).aborted);
        QCOMPARE(std::get<model::Text>(messageOf(records.at(1)).body).text, QStringLiteral("half"));
        QCOMPARE(
            std::get<model::ToolCall>(messageOf(records.at(2)).body).status, model::ToolStatus::Cancelled);
        QCOMPARE(std::get<model::Approval>(messageOf(records.at(3)).body).state, model::AskState::Void);
        QCOMPARE(std::get<model::Question>(messageOf(records.at(4)).body).state, model::AskState::Void);
        // The prompt that no process has seen is still to be delivered.
        QCOMPARE(timeline.open().size(), 1);
        QCOMPARE(timeline.promptsIn(model::DeliveryState::Accepted).size(), 1);
    }

    void goesOnWithOpenMessages()
    {
        Timeline first;
        first.apply(ApprovalAsked{approval(QStringLiteral("r"))}, 1);
        first.apply(ToolStarted{{}, tool(QStringLiteral("t"))}, 1);
        Timeline second(first.lastSequence(), first.open());
        QVERIFY(second.openAsk(QStringLiteral("r")));
        second.apply(ToolFinished{QStringLiteral("t"), model::ToolStatus::Ok, {}, {}, {}}, 2);
        QCOMPARE(second.take().first().seq, 3u);
        QCOMPARE(second.open().size(), 1);
    }

    void aCopyUndoes()
    {
        Timeline timeline;
        timeline.apply(ApprovalAsked{approval(QStringLiteral("r"))}, 1);
        timeline.take();
        const Timeline before = timeline;
        timeline.decide(QStringLiteral("r"), {});
        timeline = before;
        QVERIFY(timeline.hasPending());
        QVERIFY(!timeline.hasRecords());
    }
};

QTEST_GUILESS_MAIN(TestTimeline)
#include "tst_timeline.moc"
