#include "core/model/approval.h"

#include "jsonsample.h"

#include <QTest>

class TestApproval : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsAndWritesApprovals_data();
    void readsAndWritesApprovals();
    void readsAndWritesQuestions_data();
    void readsAndWritesQuestions();
    void writesADecision();
    void namesTheBadFieldOfAnApproval_data();
    void namesTheBadFieldOfAnApproval();
    void namesTheBadFieldOfAQuestion_data();
    void namesTheBadFieldOfAQuestion();
};

namespace {

QJsonObject approval()
{
    return jsonsample::parse(
        "{'id':'req_1','toolId':'toolu_1','toolName':'Bash','kind':'exec','title':'Run "
        "make','detail':'outside the sandbox',"
        "'input':{'command':'make','n':[1,{'a':null}]},'inputEditable':true,'state':'decided',"
        "'options':[{'id':'allow','label':'Allow once','kind':'allow_once'},"
        "{'id':'rule','label':'Always allow Bash(make:*)','kind':'allow_always','detail':'in this project'}],"
        "'decision':{'optionId':'allow','label':'Allow "
        "once','message':'go','by':'you','from':'10.0.0.2','at':1763800000000}}");
}

QJsonObject question()
{
    return jsonsample::parse(
        "{'id':'req_2','toolId':'toolu_2','state':'decided','items':[{'id':'Which?','header':'Colour','text':"
        "'Which?',"
        "'multiSelect':true,'freeText':false,'options':[{'label':'Red','description':'warm','preview':'#f00'}"
        ","
        "{'label':'Blue','description':''}]}],'answers':{'Which?':['Red','Blue']},"
        "'decision':{'optionId':'answer','label':'Answered','by':'you','from':'10.0.0.2','at':1}}");
}

} // namespace

void TestApproval::readsAndWritesApprovals_data()
{
    QTest::addColumn<QJsonObject>("json");
    QTest::newRow("everything") << approval();
    QTest::newRow("only what is required")
        << jsonsample::parse("{'id':'','toolName':'','kind':'other','title':'','input':{},'inputEditable':"
                             "false,'state':'waiting','options':[]}");
    for (const char *kind : {"exec", "edit", "plan", "other"})
        QTest::addRow("kind %s", kind)
            << jsonsample::changed(approval(), QStringLiteral("kind"), '"' + QByteArray(kind) + '"');
    for (const char *state : {"waiting", "decided", "withdrawn", "void"})
        QTest::addRow("state %s", state)
            << jsonsample::changed(approval(), QStringLiteral("state"), '"' + QByteArray(state) + '"');
    for (const char *kind : {"allow_once", "allow_always", "reject_once", "reject_stop"})
        QTest::addRow("option %s", kind) << jsonsample::changed(
            approval(), QStringLiteral("options[0].kind"), '"' + QByteArray(kind) + '"');
}

void TestApproval::readsAndWritesApprovals()
{
    QFETCH(QJsonObject, json);
    const auto read = model::approvalFromJson(json);
    QVERIFY2(read, qPrintable(read ? QString() : read.error().message));
    QCOMPARE(model::toJson(*read), json);
}

void TestApproval::readsAndWritesQuestions_data()
{
    QTest::addColumn<QJsonObject>("json");
    QTest::newRow("everything") << question();
    QTest::newRow("only what is required") << jsonsample::parse("{'id':'','state':'waiting','items':[]}");
    QTest::newRow("own words") << jsonsample::changed(
        question(), QStringLiteral("answers"), "{'Which?':'neither'}");
}

void TestApproval::readsAndWritesQuestions()
{
    QFETCH(QJsonObject, json);
    const auto read = model::questionFromJson(json);
    QVERIFY2(read, qPrintable(read ? QString() : read.error().message));
    QCOMPARE(model::toJson(*read), json);
}

void TestApproval::writesADecision()
{
    model::Decision decision;
    decision.optionId = QStringLiteral("allow");
    decision.label = QStringLiteral("Allow once");
    decision.by = QStringLiteral("you");
    decision.from = QStringLiteral("::1");
    decision.at = 1763800000000;
    QCOMPARE(jsonsample::compact(model::toJson(decision)),
        QByteArray(
            R"({"at":1763800000000,"by":"you","from":"::1","label":"Allow once","optionId":"allow"})"));
}

void TestApproval::namesTheBadFieldOfAnApproval_data()
{
    using namespace jsonsample;
    badFieldColumns();
    requiredField(approval(), "id", "1", "must be a string");
    badField(approval(), "toolId", "1", "must be a string");
    requiredField(approval(), "toolName", "{}", "must be a string");
    requiredField(approval(), "kind", "'Exec'", "must be one of exec, edit, plan, other");
    requiredField(approval(), "title", "1", "must be a string");
    badField(approval(), "detail", "1", "must be a string");
    requiredField(approval(), "input", "'{}'", "must be an object");
    requiredField(approval(), "inputEditable", "1", "must be true or false");
    requiredField(approval(), "state", "'open'", "must be one of waiting, decided, withdrawn, void");
    requiredField(approval(), "options", "{}", "must be a list");
    badField(approval(), "options[1]", "'allow'", "must be an object");
    requiredField(approval(), "options[0].id", "1", "must be a string");
    requiredField(approval(), "options[1].label", "1", "must be a string");
    requiredField(approval(), "options[1].kind", "'allow'",
        "must be one of allow_once, allow_always, reject_once, reject_stop");
    badField(approval(), "options[1].detail", "1", "must be a string");
    badField(approval(), "decision", "'yes'", "must be an object");
    requiredField(approval(), "decision.optionId", "1", "must be a string");
    requiredField(approval(), "decision.label", "1", "must be a string");
    badField(approval(), "decision.message", "1", "must be a string");
    requiredField(approval(), "decision.by", "1", "must be a string");
    requiredField(approval(), "decision.from", "1", "must be a string");
    requiredField(approval(), "decision.at", "'now'", "must be a whole number");
}

void TestApproval::namesTheBadFieldOfAnApproval()
{
    QFETCH(QJsonObject, json);
    const auto read = model::approvalFromJson(json);
    QVERIFY(!read);
    QTEST(read.error().message, "error");
}

void TestApproval::namesTheBadFieldOfAQuestion_data()
{
    using namespace jsonsample;
    badFieldColumns();
    requiredField(question(), "id", "1", "must be a string");
    badField(question(), "toolId", "1", "must be a string");
    requiredField(question(), "state", "'open'", "must be one of waiting, decided, withdrawn, void");
    requiredField(question(), "items", "1", "must be a list");
    badField(question(), "items[0]", "1", "must be an object");
    requiredField(question(), "items[0].id", "1", "must be a string");
    requiredField(question(), "items[0].header", "1", "must be a string");
    requiredField(question(), "items[0].text", "1", "must be a string");
    requiredField(question(), "items[0].multiSelect", "1", "must be true or false");
    requiredField(question(), "items[0].freeText", "'no'", "must be true or false");
    requiredField(question(), "items[0].options", "1", "must be a list");
    badField(question(), "items[0].options[1]", "1", "must be an object");
    requiredField(question(), "items[0].options[1].label", "1", "must be a string");
    requiredField(question(), "items[0].options[1].description", "1", "must be a string");
    badField(question(), "items[0].options[0].preview", "1", "must be a string");
    badField(question(), "answers", "[]", "must be an object");
    badField(question(), "decision", "[]", "must be an object");
    requiredField(question(), "decision.at", "0.5", "must be a whole number");
}

void TestApproval::namesTheBadFieldOfAQuestion()
{
    QFETCH(QJsonObject, json);
    const auto read = model::questionFromJson(json);
    QVERIFY(!read);
    QTEST(read.error().message, "error");
}

QTEST_APPLESS_MAIN(TestApproval)
#include "tst_approval.moc"
