// How agents are found and started, and what may be wished for.
#include "core/provider/acp/acpprovider.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

using acp::AcpProvider;
using base::ErrorCode;

namespace {

QJsonObject flags(QByteArray text)
{
    return QJsonDocument::fromJson(text.replace('\'', '"')).object();
}

void makeProgram(const QString &path)
{
    QVERIFY(QDir().mkpath(QFileInfo(path).path()));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("#!/bin/sh\n");
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
}

provider::LaunchRequest request(const QByteArray &text = "{}")
{
    provider::LaunchRequest request;
    request.config.directory = QStringLiteral("/p");
    request.config.flags = flags(text);
    return request;
}

} // namespace

class TestAcpProvider : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void presets_data();
    void presets();
    void theProgramIsFound_data();
    void theProgramIsFound();
    void aMissingProgramIsNamed();
    void anyCommandLine();
    void badFlags_data();
    void badFlags();
    void presetsLeaveTheCommandAlone();
    void agentsOfTheSettings();
    void badCommandsOfTheSettings_data();
    void badCommandsOfTheSettings();
    void sessions();
    void whatWasChosenLaterWins();

private:
    QString path(const QString &name) const { return m_home->filePath(name); }
    QProcessEnvironment environment() const;

    std::unique_ptr<QTemporaryDir> m_home;
};

void TestAcpProvider::init()
{
    m_home = std::make_unique<QTemporaryDir>();
    for (const char *name : {"gemini", "opencode", "agent"})
        makeProgram(path(QStringLiteral("bin/") + QString::fromLatin1(name)));
}

QProcessEnvironment TestAcpProvider::environment() const
{
    QProcessEnvironment environment;
    environment.insert(QStringLiteral("HOME"), m_home->path());
    environment.insert(QStringLiteral("PATH"), path(QStringLiteral("bin")));
    environment.insert(QStringLiteral("KEPT"), QStringLiteral("yes"));
    return environment;
}

void TestAcpProvider::presets_data()
{
    QTest::addColumn<QString>("id");
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("gemini") << QStringLiteral("gemini") << QStringList{QStringLiteral("--acp")};
    QTest::newRow("opencode") << QStringLiteral("opencode") << QStringList{QStringLiteral("acp")};
}

void TestAcpProvider::presets()
{
    QFETCH(QString, id);
    QFETCH(QStringList, arguments);
    const AcpProvider provider(
        id == QStringLiteral("gemini") ? acp::geminiAgent() : acp::openCodeAgent(), environment());
    QCOMPARE(provider.id(), id);
    QVERIFY(!provider.displayName().isEmpty());
    const auto plan = provider.plan(request());
    QVERIFY(plan);
    QCOMPARE(plan->program, path(QStringLiteral("bin/") + id));
    QCOMPARE(plan->arguments, arguments);
    QCOMPARE(plan->directory, QStringLiteral("/p"));
    QCOMPARE(plan->environment.toStringList(), environment().toStringList());
    QVERIFY(!plan->terminal);
}

void TestAcpProvider::theProgramIsFound_data()
{
    QTest::addColumn<QString>("place");
    QTest::newRow("~/.local/bin") << QStringLiteral(".local/bin/opencode");
    QTest::newRow("~/.opencode/bin") << QStringLiteral(".opencode/bin/opencode");
    QTest::newRow("OPENCODE_BIN") << QStringLiteral("elsewhere/opencode-next");
}

void TestAcpProvider::theProgramIsFound()
{
    QFETCH(QString, place);
    QVERIFY(QFile::remove(path(QStringLiteral("bin/opencode"))));
    makeProgram(path(place));
    QProcessEnvironment with = environment();
    if (place.startsWith(QStringLiteral("elsewhere")))
        with.insert(QStringLiteral("OPENCODE_BIN"), path(place));
    const auto plan = AcpProvider(acp::openCodeAgent(), with).plan(request());
    QVERIFY(plan);
    QCOMPARE(plan->program, path(place));
}

void TestAcpProvider::aMissingProgramIsNamed()
{
    QProcessEnvironment with = environment();
    with.insert(QStringLiteral("GEMINI_BIN"), path(QStringLiteral("gone/gemini")));
    const auto named = AcpProvider(acp::geminiAgent(), with).plan(request());
    QVERIFY(!named);
    QCOMPARE(named.error().code, ErrorCode::NotFound);
    QVERIFY(named.error().message.startsWith(QStringLiteral("GEMINI_BIN: ")));

    const auto own
        = AcpProvider(acp::anyAgent(), environment()).plan(request("{'command':'no-such-agent --acp'}"));
    QVERIFY(!own);
    QCOMPARE(own.error().code, ErrorCode::NotFound);
    QVERIFY(own.error().message.startsWith(QStringLiteral("command: ")));

    acp::AcpAgent agent = acp::geminiAgent();
    agent.program = QStringLiteral("no-such-agent");
    const auto missing = AcpProvider(agent, environment()).plan(request());
    QVERIFY(!missing);
    QCOMPARE(missing.error().code, ErrorCode::NotFound);
    QCOMPARE(missing.error().message,
        QStringLiteral(
            "no-such-agent was not found: install it with npm install -g @google/gemini-cli or set "
            "GEMINI_BIN"));
}

void TestAcpProvider::anyCommandLine()
{
    const AcpProvider provider(acp::anyAgent(), environment());
    const auto wanted = request("{'command':'agent --mode \\'a b\\'','env':{'KEY':'x=y','KEPT':'no'}}");
    QVERIFY(provider.check(wanted.config));
    const auto plan = provider.plan(wanted);
    QVERIFY(plan);
    QCOMPARE(plan->program, path(QStringLiteral("bin/agent")));
    QCOMPARE(plan->arguments, (QStringList{QStringLiteral("--mode"), QStringLiteral("a b")}));
    QCOMPARE(plan->environment.value(QStringLiteral("KEY")), QStringLiteral("x=y"));
    QCOMPARE(plan->environment.value(QStringLiteral("KEPT")), QStringLiteral("no"));
}

void TestAcpProvider::badFlags_data()
{
    QTest::addColumn<QByteArray>("wanted");
    QTest::addColumn<QString>("begins");
    const auto row = [](const char *wanted, const char *begins) {
        QTest::newRow(wanted) << QByteArray(wanted) << QString::fromLatin1(begins);
    };
    row("{}", "command is required");
    row("{'command':7}", "command must be a string");
    row("{'command':''}", "command names no program");
    row("{'command':'a \\'b'}", "command has a quote");
    row("{'command':'a | b'}", "command needs a shell");
    row("{'command':'a','env':[]}", "env must be");
    row("{'command':'a','env':{'A B':'x'}}", "env has \"A B\"");
    row("{'command':'a','env':{'A=':'x'}}", "env has \"A=\"");
    row("{'command':'a','env':{'A':7}}", "env must give a text for A");
    row("{'command':'a','env':{'A':'x\\u0000y'}}", "env has a NUL character in A");
    row("{'command':'a','model':7}", "model must be a string");
    row("{'command':'a','permissionMode':[]}", "permissionMode must be a string");
    row("{'command':'a','reasoningEffort':true}", "reasoningEffort must be a string");
    row("{'command':'a','resume':{}}", "resume must be a string");
}

void TestAcpProvider::badFlags()
{
    QFETCH(QByteArray, wanted);
    QFETCH(QString, begins);
    const AcpProvider provider(acp::anyAgent(), environment());
    const auto checked = provider.check(request(wanted).config);
    QVERIFY(!checked);
    QCOMPARE(checked.error().code, ErrorCode::InvalidArgument);
    QVERIFY2(checked.error().message.startsWith(begins), qPrintable(checked.error().message));
    QVERIFY(!provider.plan(request(wanted)));
}

void TestAcpProvider::presetsLeaveTheCommandAlone()
{
    const AcpProvider provider(acp::geminiAgent(), environment());
    const auto plan = provider.plan(request("{'command':'agent','env':7,'unknown':[1]}"));
    QVERIFY(plan);
    QCOMPARE(plan->program, path(QStringLiteral("bin/gemini")));
    QVERIFY(!provider.check(request("{'model':7}").config));
}

void TestAcpProvider::agentsOfTheSettings()
{
    const auto own = acp::ownAgents({{QStringLiteral("mine"), QStringLiteral("Mine"),
        QStringLiteral("agent --mode 'a b'"), {{QStringLiteral("KEY"), QStringLiteral("x=y")}}}});
    QVERIFY(own);
    const AcpProvider provider(own->first(), environment());
    QCOMPARE(provider.id(), QStringLiteral("acp:mine"));
    QCOMPARE(provider.displayName(), QStringLiteral("Mine"));
    const auto plan = provider.plan(request());
    QVERIFY(plan);
    QCOMPARE(plan->program, path(QStringLiteral("bin/agent")));
    QCOMPARE(plan->arguments, (QStringList{QStringLiteral("--mode"), QStringLiteral("a b")}));
    QCOMPARE(plan->environment.value(QStringLiteral("KEY")), QStringLiteral("x=y"));
    const auto inquiry = provider.inquiry(QStringLiteral("/p"));
    QVERIFY(inquiry);
    QVERIFY(!inquiry->asksVersion);

    // What an agent keeps starts the same program when the settings do not have it any more.
    provider::LaunchRequest alone = request("{'model':'large'}");
    alone.config = provider.standingAlone(alone.config);
    const auto again = AcpProvider(acp::anyAgent(), environment()).plan(alone);
    QVERIFY(again);
    QCOMPARE(again->program, plan->program);
    QCOMPARE(again->arguments, plan->arguments);
    QCOMPARE(again->environment.value(QStringLiteral("KEY")), QStringLiteral("x=y"));
    QCOMPARE(alone.config.flags.value(QStringLiteral("model")).toString(), QStringLiteral("large"));

    acp::AcpAgent gone = own->first();
    gone.program = QStringLiteral("no-such-agent");
    const auto missing = AcpProvider(gone, environment()).plan(request());
    QVERIFY(!missing);
    QCOMPARE(missing.error().code, ErrorCode::NotFound);
    QVERIFY(missing.error().message.startsWith(QStringLiteral("Mine: ")));
}

void TestAcpProvider::badCommandsOfTheSettings_data()
{
    QTest::addColumn<QString>("command");
    QTest::addColumn<QString>("begins");
    QTest::newRow("quote") << QStringLiteral("a 'b") << QStringLiteral("acpAgents[1].command has a quote");
    QTest::newRow("shell") << QStringLiteral("a | b") << QStringLiteral("acpAgents[1].command needs a shell");
}

void TestAcpProvider::badCommandsOfTheSettings()
{
    QFETCH(QString, command);
    const auto own = acp::ownAgents({{QStringLiteral("a"), QStringLiteral("A"), QStringLiteral("a"), {}},
        {QStringLiteral("b"), QStringLiteral("B"), command, {}}});
    QVERIFY(!own);
    QCOMPARE(own.error().code, ErrorCode::InvalidArgument);
    QFETCH(QString, begins);
    QVERIFY2(own.error().message.startsWith(begins), qPrintable(own.error().message));
}

void TestAcpProvider::sessions()
{
    const AcpProvider provider(acp::geminiAgent(), environment());
    QVERIFY(!provider.canResume(QString()));
    QVERIFY(provider.canResume(QStringLiteral("ses_1")));
    QVERIFY(!provider.takesSessionId());
    QVERIFY(provider.modes().isEmpty());
    QVERIFY(provider.efforts().isEmpty());
    QVERIFY(provider.history(QStringLiteral("ses_1")).value().isEmpty());
}

void TestAcpProvider::whatWasChosenLaterWins()
{
    const AcpProvider provider(acp::geminiAgent(), environment());
    provider::LaunchRequest wanted = request("{'model':'a','permissionMode':'plan'}");
    wanted.model = QStringLiteral("b");
    wanted.sessionId = QStringLiteral("old");
    wanted.resume = true;
    const auto protocol = provider.newProtocol(wanted);
    protocol->open();
    protocol->feed(
        "{\"id\":1,\"result\":{\"protocolVersion\":1,\"agentCapabilities\":{\"loadSession\":true}}}");
    QVERIFY(protocol->takeReplies().first().contains("\"sessionId\":\"old\""));
    protocol->feed(
        "{\"id\":2,\"result\":{\"models\":{\"currentModelId\":\"c\",\"availableModels\":[{\"modelId\":\"a\"},"
        "{\"modelId\":\"b\"}]},\"modes\":{\"availableModes\":[{\"id\":\"plan\"}]}}}");
    QVERIFY(protocol->takeReplies().first().contains("\"modelId\":\"b\""));
    protocol->feed("{\"id\":3,\"result\":{}}");
    QVERIFY(protocol->takeReplies().first().contains("\"modeId\":\"plan\""));
}

QTEST_GUILESS_MAIN(TestAcpProvider)
#include "tst_acpprovider.moc"
