#include "server/view/clip.h"
#include "server/view/messageview.h"

#include <QJsonDocument>
#include <QTest>

namespace {

model::Message message(model::MessageBody body)
{
    return model::Message{base::MessageId(QStringLiteral("m")), 7, 1000, {}, false, std::move(body)};
}

model::ToolCall editOf(int lines)
{
    model::ToolCall call;
    call.id = QStringLiteral("t");
    call.name = QStringLiteral("Edit");
    call.input = {{QStringLiteral("file_path"), QStringLiteral("/a")}};
    model::DiffHunk hunk{1, 0, 1, lines, {}};
    for (int i = 0; i < lines; ++i)
        hunk.lines.append(QStringLiteral("+line"));
    call.diff = model::FileDiff{QStringLiteral("/a"), lines, 0, {hunk}};
    return call;
}

} // namespace

class TestMessageView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void shortMessagesAreWhole()
    {
        const model::Message text = message(model::Text{QStringLiteral("hello"), false});
        QCOMPARE(view::messageJson(text), model::toJson(text));
    }

    void longFieldsAreClippedAndNamed()
    {
        model::ToolCall call = editOf(1);
        call.output = QString(view::MaxTextLength + 1, QLatin1Char('x'));
        call.input.insert(QStringLiteral("content"), QString(view::MaxTextLength * 2, QLatin1Char('y')));
        const QJsonObject json = view::messageJson(message(call));
        const QJsonObject clipped = json.value(QStringLiteral("clipped")).toObject();
        QCOMPARE(clipped.value(QStringLiteral("toolResult")).toInteger(), view::MaxTextLength + 1);
        QVERIFY(clipped.value(QStringLiteral("toolInput")).toInteger() > view::MaxTextLength * 2);
        QVERIFY(!clipped.contains(QStringLiteral("content")));
        QVERIFY(json.value(QStringLiteral("toolResult")).toString().contains(QStringLiteral("left out")));
        QVERIFY(QJsonDocument(json).toJson().size() < 3 * view::MaxTextLength);
    }

    void aHugeDiffKeepsItsCounts()
    {
        const QJsonObject json = view::messageJson(message(editOf(50'000)));
        const QJsonObject diff
            = json.value(QStringLiteral("tool")).toObject().value(QStringLiteral("diff")).toObject();
        QCOMPARE(diff.value(QStringLiteral("added")).toInt(), 50'000);
        QVERIFY(diff.value(QStringLiteral("hunks")).toArray().isEmpty());
        QVERIFY(json.value(QStringLiteral("clipped")).toObject().contains(QStringLiteral("diff")));
        const QJsonObject small = view::messageJson(message(editOf(10)));
        QCOMPARE(small, model::toJson(message(editOf(10))));
    }

    void whatApprovalsAskIsBounded()
    {
        model::Approval approval;
        approval.id = QStringLiteral("r");
        approval.title = QStringLiteral("Write big");
        approval.input = {{QStringLiteral("content"), QString(1'000'000, QLatin1Char('z'))}};
        const QJsonObject pushed = view::messageJson(message(approval));
        QVERIFY(QJsonDocument(pushed).toJson().size() < 2 * view::MaxTextLength);
        QVERIFY(pushed.value(QStringLiteral("clipped")).toObject().contains(QStringLiteral("approval")));
        const QJsonObject pending = view::pendingJson(message(approval));
        QVERIFY(QJsonDocument(pending).toJson().size() < 2 * view::PendingTextLength + 1000);
    }

    void theListHasShortMessages()
    {
        const QJsonObject json
            = view::shortMessageJson(message(model::Text{QString(5000, QLatin1Char('a')), false}));
        QCOMPARE(json.value(QStringLiteral("content")).toString().size(), view::ListTextLength + 1);
        QCOMPARE(json.value(QStringLiteral("id")).toString(), QStringLiteral("m"));
        QVERIFY(!view::shortMessageJson(message(editOf(1))).contains(QStringLiteral("toolInput")));
    }

    void recordsAreClippedToo()
    {
        const model::Record record{
            9, 1000, model::MessageChanged{message(model::Text{QString(200'000, QLatin1Char('a')), false})}};
        const QJsonObject json = view::recordJson(record);
        QCOMPARE(json.value(QStringLiteral("seq")).toInt(), 9);
        QCOMPARE(json.value(QStringLiteral("type")).toString(), QStringLiteral("message"));
        QVERIFY(json.value(QStringLiteral("message")).toObject().contains(QStringLiteral("clipped")));
        const model::Record append{
            10, 1000, model::MessageAppended{base::MessageId(QStringLiteral("m")), QStringLiteral("x")}};
        QCOMPARE(view::recordJson(append), model::toJson(append));
    }
};

QTEST_GUILESS_MAIN(TestMessageView)
#include "tst_messageview.moc"
