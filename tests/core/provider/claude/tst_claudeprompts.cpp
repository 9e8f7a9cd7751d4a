// Prompts: how they are written, and how far they have come.
#include "conversation.h"

#include <QTest>

using base::ErrorCode;

class TestClaudePrompts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aPromptIsAUserLine();
    void aPromptCarriesImages();
    void anEmptyPromptIsRefused();
    void lifecycleTellsOfPrompts();
    void aTakenPromptIsNeverCancelled();
    void withoutLifecycleTheOldestPromptIsTaken();
    void withoutLifecycleWhatWaitsAtIdleIsTaken();
    void withoutIdleTheResultTakesWhatWaits();
    void anEchoIsProof();
    void anInterruptCancelsWhatIsQueued();
};

void TestClaudePrompts::aPromptIsAUserLine()
{
    Conversation claude;
    QCOMPARE(claude.writes(prompt("u-1", "hi\n\"you\"")),
        (QJsonObject{{QStringLiteral("type"), QStringLiteral("user")},
            {QStringLiteral("message"),
                QJsonObject{{QStringLiteral("role"), QStringLiteral("user")},
                    {QStringLiteral("content"), QStringLiteral("hi\n\"you\"")}}},
            {QStringLiteral("uuid"), QStringLiteral("u-1")},
            {QStringLiteral("parent_tool_use_id"), QJsonValue::Null},
            {QStringLiteral("session_id"), QString()}}));
}

void TestClaudePrompts::aPromptCarriesImages()
{
    Conversation claude;
    provider::SendPrompt withImage = prompt("u-1", "look");
    withImage.attachments.append({QStringLiteral("image/png"), QByteArray("\x01\x02\xff", 3)});
    const QJsonObject message = claude.writes(withImage).value(QLatin1StringView("message")).toObject();
    QCOMPARE(message,
        json("{'role':'user','content':[{'type':'text','text':'look'},{'type':'image','source':{'type':'"
             "base64',"
             "'media_type':'image/png','data':'AQL/'}}]}"));
}

void TestClaudePrompts::anEmptyPromptIsRefused()
{
    Conversation claude;
    QCOMPARE(claude.refuses(prompt("u", "")).code, ErrorCode::InvalidArgument);
}

void TestClaudePrompts::lifecycleTellsOfPrompts()
{
    Conversation claude;
    claude.writes(prompt("p1"));
    QCOMPARE(claude.says(lifecycle("p1", "queued")), QStringList());
    QCOMPARE(claude.says(lifecycle("p1", "started")).first(), line("PromptProgressed prompt=p1 to=taken"));
    claude.init();
    claude.writes(prompt("p2"));
    claude.says(lifecycle("p2", "queued"));
    QCOMPARE(claude.says(lifecycle("p1", "completed")), QStringList());
    QCOMPARE(claude.says(lifecycle("p2", "cancelled")),
        QStringList{line("PromptProgressed prompt=p2 to=cancelled")});
    claude.writes(prompt("p3"));
    QCOMPARE(
        claude.says(lifecycle("p3", "completed")), QStringList{line("PromptProgressed prompt=p3 to=taken")});
    QCOMPARE(claude.says(lifecycle("not-ours", "completed")), QStringList());
}

void TestClaudePrompts::aTakenPromptIsNeverCancelled()
{
    Conversation claude;
    claude.writes(prompt("p1"));
    claude.says(lifecycle("p1", "started"));
    claude.init();
    QCOMPARE(claude.says(lifecycle("p1", "cancelled")), QStringList()); // its turn was interrupted
}

void TestClaudePrompts::withoutLifecycleTheOldestPromptIsTaken()
{
    Conversation claude;
    claude.writes(prompt("p1"));
    claude.writes(prompt("p2"));
    QCOMPARE(claude.init().mid(1),
        (QStringList{line("PromptProgressed prompt=p1 to=taken"), line("TurnStarted origin=user")}));
    claude.says(systemLine("session_state_changed", ",'state':'running'"));
    claude.result();
    QCOMPARE(claude.init(),
        (QStringList{line("PromptProgressed prompt=p2 to=taken"), line("TurnStarted origin=user")}));
}

void TestClaudePrompts::withoutLifecycleWhatWaitsAtIdleIsTaken()
{
    Conversation claude;
    claude.writes(prompt("p1"));
    claude.says(systemLine("session_state_changed", ",'state':'running'"));
    claude.init();
    claude.writes(prompt("p2")); // folded into the running turn, which nothing tells
    QVERIFY(claude.result().filter(QStringLiteral("p2")).isEmpty());
    QCOMPARE(claude.says(systemLine("session_state_changed", ",'state':'idle'")),
        (QStringList{line("PromptProgressed prompt=p2 to=taken"), line("ActivityChanged to=idle")}));
}

void TestClaudePrompts::withoutIdleTheResultTakesWhatWaits()
{
    Conversation claude;
    claude.writes(prompt("p1"));
    claude.init();
    claude.writes(prompt("p2"));
    QCOMPARE(claude.result().last(), line("PromptProgressed prompt=p2 to=taken"));
}

void TestClaudePrompts::anEchoIsProof()
{
    Conversation claude;
    claude.writes(prompt("p1"));
    const QByteArray echo = "{'type':'user','isReplay':true,'uuid':'p1','message':{'content':'hello'}}";
    QCOMPARE(claude.says(echo), QStringList{line("PromptProgressed prompt=p1 to=taken")});
    QCOMPARE(claude.says(echo), QStringList());
    QCOMPARE(claude.says("{'type':'user','isReplay':true,'uuid':'other','message':{'content':'x'}}"),
        QStringList());
}

void TestClaudePrompts::anInterruptCancelsWhatIsQueued()
{
    Conversation claude;
    claude.writes(prompt("p1"));
    claude.says(lifecycle("p1", "started"));
    claude.init();
    claude.writes(prompt("p2"));
    claude.writes(prompt("p3"));
    claude.says(lifecycle("p3", "cancelled"));
    QCOMPARE(claude.writes(provider::Interrupt{}),
        json("{'type':'control_request','request_id':'agentmonitor-1','request':{'subtype':'interrupt',"
             "'cancel_queued':true}}"));
    QCOMPARE(claude.says(answer(1, "{'still_queued':[],'cancelled':['p2','p3',7]}")),
        QStringList{line("PromptProgressed prompt=p2 to=cancelled")});
    QCOMPARE(claude.says(answer(1, "{'cancelled':['p2']}")), QStringList()); // answered once
}

QTEST_GUILESS_MAIN(TestClaudePrompts)
#include "tst_claudeprompts.moc"
