#include "core/model/toolcall.h"

#include "jsonsample.h"

#include <QTest>

class TestToolCall : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsAndWrites_data();
    void readsAndWrites();
    void leavesOutWhatAMessageCarries();
    void namesTheBadField_data();
    void namesTheBadField();
    void ignoresUnknownFields();
};

namespace {

QJsonObject full()
{
    return jsonsample::parse(
        "{'id':'toolu_1','kind':'edit','title':'auth.cpp','status':'ok','exitCode':-1,'durationMs':12,"
        "'diff':{'path':'src/auth.cpp','added':1,'removed':2,'hunks':[{'oldStart':3,'oldLines':2,"
        "'newStart':3,'newLines':1,'lines':['-a','-b','+c']}]}}");
}

} // namespace

void TestToolCall::readsAndWrites_data()
{
    QTest::addColumn<QJsonObject>("json");
    QTest::newRow("everything") << full();
    QTest::newRow("only what is required")
        << jsonsample::parse("{'id':'','kind':'other','title':'','status':'running'}");
    QTest::newRow("exit code 0") << jsonsample::changed(full(), QStringLiteral("exitCode"), "0");
    QTest::newRow("no hunks") << jsonsample::changed(full(), QStringLiteral("diff.hunks"), "[]");
    for (const char *kind : {"read", "edit", "exec", "search", "fetch", "think", "agent", "mcp", "other"})
        QTest::addRow("kind %s", kind)
            << jsonsample::changed(full(), QStringLiteral("kind"), '"' + QByteArray(kind) + '"');
    for (const char *status : {"running", "ok", "failed", "denied", "cancelled"})
        QTest::addRow("status %s", status)
            << jsonsample::changed(full(), QStringLiteral("status"), '"' + QByteArray(status) + '"');
}

void TestToolCall::readsAndWrites()
{
    QFETCH(QJsonObject, json);
    const auto tool = model::toolCallFromJson(json);
    QVERIFY2(tool, qPrintable(tool ? QString() : tool.error().message));
    QCOMPARE(model::toJson(*tool), json);
}

void TestToolCall::leavesOutWhatAMessageCarries()
{
    model::ToolCall tool;
    tool.name = QStringLiteral("Bash");
    tool.input = QJsonObject{{QStringLiteral("command"), QStringLiteral("make")}};
    tool.output = QStringLiteral("done");
    QCOMPARE(jsonsample::compact(model::toJson(tool)),
        QByteArray(R"({"id":"","kind":"other","status":"running","title":""})"));
}

void TestToolCall::namesTheBadField_data()
{
    using namespace jsonsample;
    badFieldColumns();
    requiredField(full(), "id", "7", "must be a string");
    requiredField(full(), "title", "null", "is required");
    requiredField(full(), "kind", "'dance'",
        "must be one of read, edit, exec, search, fetch, think, agent, mcp, other");
    requiredField(full(), "status", "'lost'", "must be one of running, ok, failed, denied, cancelled");
    badField(full(), "kind", "3", "must be a string");
    badField(full(), "exitCode", "'1'", "must be a whole number");
    badField(full(), "exitCode", "1.5", "must be a whole number");
    badField(full(), "exitCode", "2147483648", "must be at most 2147483647");
    badField(full(), "exitCode", "-2147483649", "must be at least -2147483648");
    badField(full(), "durationMs", "true", "must be a whole number");
    badField(full(), "diff", "[]", "must be an object");
    requiredField(full(), "diff.path", "1", "must be a string");
    requiredField(full(), "diff.added", "-1", "must be at least 0");
    requiredField(full(), "diff.removed", "'2'", "must be a whole number");
    requiredField(full(), "diff.hunks", "{}", "must be a list");
    badField(full(), "diff.hunks[0]", "4", "must be an object");
    requiredField(full(), "diff.hunks[0].oldStart", "-1", "must be at least 0");
    requiredField(full(), "diff.hunks[0].oldLines", "1e10", "must be at most 2147483647");
    requiredField(full(), "diff.hunks[0].newStart", "'x'", "must be a whole number");
    requiredField(full(), "diff.hunks[0].newLines", "0.5", "must be a whole number");
    requiredField(full(), "diff.hunks[0].lines", "'-a'", "must be a list");
    badField(full(), "diff.hunks[0].lines", "['-a',1]", "must be a list of strings");
}

void TestToolCall::namesTheBadField()
{
    QFETCH(QJsonObject, json);
    const auto tool = model::toolCallFromJson(json);
    QVERIFY(!tool);
    QTEST(tool.error().message, "error");
    QCOMPARE(tool.error().code, base::ErrorCode::InvalidArgument);
}

void TestToolCall::ignoresUnknownFields()
{
    QJsonObject json = full();
    json.insert(QStringLiteral("colour"), QStringLiteral("red"));
    const auto tool = model::toolCallFromJson(json);
    QVERIFY(tool);
    QCOMPARE(model::toJson(*tool), full());
}

QTEST_APPLESS_MAIN(TestToolCall)
#include "tst_toolcall.moc"
