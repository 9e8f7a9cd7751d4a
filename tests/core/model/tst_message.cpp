#include "core/model/message.h"

#include "jsonsample.h"

#include <QTest>

class TestMessage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsAndWrites_data();
    void readsAndWrites();
    void derivesRoleContentAndTimestamp();
    void keepsLargeWholeNumbersOfAToolInput();
    void namesTheBadField_data();
    void namesTheBadField();
};

namespace {

QJsonObject prompt()
{
    return jsonsample::parse(
        "{'id':'m1','seq':7,'timestamp':1763800000000,'open':true,'parentId':'toolu_9','role':'user',"
        "'kind':'prompt','content':'Hello','clientId':'c1','delivery':'accepted'}");
}

QJsonObject text()
{
    return jsonsample::parse("{'id':'m2','seq':8,'timestamp':1,'open':false,'role':'assistant','kind':'text',"
                             "'content':'**Hi**','aborted':true}");
}

QJsonObject thought()
{
    return jsonsample::parse(
        "{'id':'m3','seq':9,'timestamp':1,'open':false,'role':'assistant','kind':'thought',"
        "'content':'Hm','durationMs':1500}");
}

QJsonObject tool()
{
    QJsonObject json = jsonsample::parse(
        "{'id':'m4','seq':10,'timestamp':1,'open':false,'role':'tool','kind':'tool','content':'make','"
        "toolName':'Bash',"
        "'toolResult':'ok','tool':{'id':'toolu_1','kind':'exec','title':'make','status':'ok','exitCode':0}}");
    json.insert(QStringLiteral("toolInput"), QStringLiteral(R"({"command":"make","list":[1,2.5,null]})"));
    return json;
}

QJsonObject approval()
{
    return jsonsample::parse("{'id':'m5','seq':11,'timestamp':1,'open':true,'role':'system','kind':'approval'"
                             ",'content':'Run make','approval':"
                             "{'id':'r','toolName':'Bash','kind':'exec','title':'Run "
                             "make','input':{},'inputEditable':false,'state':'waiting',"
                             "'options':[{'id':'a','label':'Allow','kind':'allow_once'}]}}");
}

QJsonObject question()
{
    return jsonsample::parse("{'id':'m6','seq':12,'timestamp':1,'open':true,'role':'system','kind':'question'"
                             ",'content':'Which?','question':"
                             "{'id':'r','state':'waiting','items':[{'id':'q','header':'','text':'Which?','"
                             "multiSelect':false,'freeText':true,"
                             "'options':[]}]}}");
}

QJsonObject notice()
{
    return jsonsample::parse("{'id':'m7','seq':13,'timestamp':1,'open':false,'role':'system','kind':'notice',"
                             "'content':'Interrupted','level':'warning'}");
}

} // namespace

void TestMessage::readsAndWrites_data()
{
    QTest::addColumn<QJsonObject>("json");
    QTest::newRow("prompt") << prompt();
    QTest::newRow("prompt without client and parent") << jsonsample::parse(
        "{'id':'m1','seq':1,'timestamp':-1,'open':false,'role':'user','kind':'prompt','content':'',"
        "'delivery':'taken'}");
    for (const char *state : {"accepted", "sent", "taken", "cancelled", "failed"})
        QTest::addRow("delivery %s", state)
            << jsonsample::changed(prompt(), QStringLiteral("delivery"), '"' + QByteArray(state) + '"');
    QTest::newRow("aborted text") << text();
    QTest::newRow("thought") << thought();
    QTest::newRow("tool") << tool();
    QTest::newRow("approval") << approval();
    QTest::newRow("question") << question();
    for (const char *level : {"info", "warning", "error"})
        QTest::addRow("notice %s", level)
            << jsonsample::changed(notice(), QStringLiteral("level"), '"' + QByteArray(level) + '"');
}

void TestMessage::readsAndWrites()
{
    QFETCH(QJsonObject, json);
    const auto message = model::messageFromJson(json);
    QVERIFY2(message, qPrintable(message ? QString() : message.error().message));
    QCOMPARE(model::toJson(*message), json);
}

void TestMessage::derivesRoleContentAndTimestamp()
{
    QJsonObject json = tool();
    json.insert(QStringLiteral("role"), QStringLiteral("user"));
    json.insert(QStringLiteral("content"), QStringLiteral("something else"));
    const auto message = model::messageFromJson(json);
    QVERIFY(message);
    QCOMPARE(model::toJson(*message), tool());

    model::Message empty;
    empty.body = model::Question();
    QCOMPARE(model::toJson(empty).value(QStringLiteral("content")), QJsonValue(QString()));
}

void TestMessage::keepsLargeWholeNumbersOfAToolInput()
{
    QJsonObject json = tool();
    json.insert(QStringLiteral("toolInput"), QStringLiteral(R"({"inode":9007199254740993})"));
    const auto message = model::messageFromJson(json);
    QVERIFY(message);
    QCOMPARE(model::toJson(*message), json);
}

void TestMessage::namesTheBadField_data()
{
    using namespace jsonsample;
    badFieldColumns();
    requiredField(prompt(), "id", "1", "must be a string");
    badField(prompt(), "id", "''", "must not be empty");
    requiredField(prompt(), "seq", "0", "must be at least 1");
    badField(prompt(), "seq", "-1", "must be at least 1");
    badField(prompt(), "seq", "1e16", "must be a whole number");
    requiredField(prompt(), "timestamp", "'x'", "must be a whole number");
    requiredField(prompt(), "open", "0", "must be true or false");
    badField(prompt(), "parentId", "1", "must be a string");
    requiredField(prompt(), "kind", "'poem'",
        "must be one of prompt, text, thought, tool, approval, question, notice, plan");
    requiredField(prompt(), "content", "1", "must be a string");
    badField(prompt(), "clientId", "1", "must be a string");
    requiredField(prompt(), "delivery", "'lost'", "must be one of accepted, sent, taken, cancelled, failed");
    requiredField(text(), "content", "null", "is required");
    badField(text(), "aborted", "1", "must be true or false");
    badField(thought(), "durationMs", "'1'", "must be a whole number");
    requiredField(tool(), "toolName", "1", "must be a string");
    requiredField(tool(), "toolInput", "{}", "must be a string");
    badField(tool(), "toolInput", "'[]'", "must be the text of a JSON object: must be a JSON object");
    badField(tool(), "toolInput", "'{'",
        "must be the text of a JSON object: not valid JSON at byte 1: unterminated object");
    badField(tool(), "toolResult", "1", "must be a string");
    requiredField(tool(), "tool", "1", "must be an object");
    requiredField(tool(), "tool.status", "'x'", "must be one of running, ok, failed, denied, cancelled");
    requiredField(approval(), "approval", "1", "must be an object");
    badField(approval(), "approval.options[0].kind", "'x'",
        "must be one of allow_once, allow_always, reject_once, reject_stop");
    requiredField(question(), "question", "1", "must be an object");
    badField(question(), "question.items[0].text", "", "is required");
    requiredField(notice(), "level", "'loud'", "must be one of info, warning, error");
    badField(notice(), "content", "", "is required");
}

void TestMessage::namesTheBadField()
{
    QFETCH(QJsonObject, json);
    const auto message = model::messageFromJson(json);
    QVERIFY(!message);
    QTEST(message.error().message, "error");
}

QTEST_APPLESS_MAIN(TestMessage)
#include "tst_message.moc"
