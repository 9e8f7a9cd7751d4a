// How codex is started, what may be wished for, and its threads on disk.
#include "core/provider/codex/codexprotocol.h"
#include "core/provider/codex/codexprovider.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

using base::ErrorCode;
using codex::CodexHost;
using codex::CodexProvider;

namespace {

const QString ThreadId = QStringLiteral("01a20396-bb88-7df0-bd75-3de53939664f");

QJsonObject flags(const QByteArray &text)
{
    QByteArray quoted = text;
    quoted.replace('\'', '"');
    return QJsonDocument::fromJson(quoted).object();
}

void makeFile(const QString &path, const QByteArray &content = "{}\n", bool program = false)
{
    QVERIFY(QDir().mkpath(QFileInfo(path).path()));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
    if (program)
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
}

//! The request that opens the thread.
QJsonObject opening(provider::Protocol &protocol)
{
    protocol.open();
    protocol.feed(R"({"id":1,"result":{}})");
    const QList<QByteArray> lines = protocol.takeReplies();
    return lines.size() < 2 ? QJsonObject() : QJsonDocument::fromJson(lines.at(1)).object();
}

} // namespace

class TestCodexProvider : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void theBareCommandLine();
    void argumentsOfFlags_data();
    void argumentsOfFlags();
    void aWrongThreadIdIsRefused();
    void badFlags_data();
    void badFlags();
    void goodFlags_data();
    void goodFlags();

    void theThreadAsRequested_data();
    void theThreadAsRequested();
    void whatWasChosenLaterWins();

    void theBinaryIsFound_data();
    void theBinaryIsFound();
    void aMissingBinaryIsNamed();

    void threadsAreFoundByTheirId_data();
    void threadsAreFoundByTheirId();
    void aForeignIdTouchesNothing_data();
    void aForeignIdTouchesNothing();
    void purgingLeavesOthersAlone();
    void historyOfAThread();

private:
    CodexHost host() const;
    QString path(const QString &name) const { return m_home->filePath(name); }
    QString rollout(const QString &folder) const
    {
        return path(QStringLiteral(".codex/%1/rollout-2026-11-22T14-08-59-%2.jsonl").arg(folder, ThreadId));
    }

    std::unique_ptr<QTemporaryDir> m_home;
};

void TestCodexProvider::init()
{
    m_home = std::make_unique<QTemporaryDir>();
    makeFile(path(QStringLiteral("bin/codex")), "#!/bin/sh\n", true);
}

CodexHost TestCodexProvider::host() const
{
    CodexHost host;
    host.environment.insert(QStringLiteral("HOME"), m_home->path());
    host.environment.insert(QStringLiteral("PATH"), path(QStringLiteral("bin")));
    return host;
}

void TestCodexProvider::theBareCommandLine()
{
    provider::LaunchRequest request;
    request.config.directory = QStringLiteral("/p");
    const auto plan = CodexProvider(host()).plan(request);
    QVERIFY(plan);
    QCOMPARE(plan->program, path(QStringLiteral("bin/codex")));
    QCOMPARE(plan->directory, QStringLiteral("/p"));
    QCOMPARE(plan->arguments, QStringList{QStringLiteral("app-server")});
    QCOMPARE(plan->environment.value(QStringLiteral("HOME")), m_home->path());
    QVERIFY(!CodexProvider(host()).takesSessionId());
}

void TestCodexProvider::argumentsOfFlags_data()
{
    QTest::addColumn<QByteArray>("wanted");
    QTest::addColumn<QStringList>("arguments");
    const QString c = QStringLiteral("-c");
    QTest::newRow("overrides") << QByteArray("{'configOverrides':['model_provider=\\'x\\'','a.b=[1, 2]']}")
                               << QStringList{c, QStringLiteral("model_provider='x'"), c,
                                      QStringLiteral("a.b=[1, 2]")};
    QTest::newRow("directories") << QByteArray("{'addDirs':['/x','/y y']}")
                                 << QStringList{c,
                                        QStringLiteral(
                                            "sandbox_workspace_write.writable_roots=[\"/x\",\"/y y\"]")};
    QTest::newRow("what goes with the thread")
        << QByteArray("{'model':'m','permissionMode':'auto','reasoningEffort':'high'}") << QStringList();
}

void TestCodexProvider::argumentsOfFlags()
{
    QFETCH(QByteArray, wanted);
    QFETCH(QStringList, arguments);
    wanted.replace("\\'", "\x01");
    wanted.replace('\'', '"');
    wanted.replace('\x01', '\'');
    provider::LaunchRequest request;
    request.config.flags = QJsonDocument::fromJson(wanted).object();
    const auto plan = CodexProvider(host()).plan(request);
    QVERIFY(plan);
    QCOMPARE(plan->arguments, QStringList{QStringLiteral("app-server")} + arguments);
}

void TestCodexProvider::aWrongThreadIdIsRefused()
{
    provider::LaunchRequest request;
    request.resume = true;
    request.sessionId = QStringLiteral("../../etc/passwd");
    const auto plan = CodexProvider(host()).plan(request);
    QVERIFY(!plan);
    QCOMPARE(plan.error().code, ErrorCode::InvalidArgument);
}

void TestCodexProvider::badFlags_data()
{
    QTest::addColumn<QByteArray>("wanted");
    QTest::addColumn<QString>("names");
    const auto row = [](const char *wanted, const char *names) {
        QTest::newRow(wanted) << QByteArray(wanted) << QString::fromLatin1(names);
    };
    row("{'model':7}", "model");
    row("{'permissionMode':'bypassPermissions'}", "permissionMode must be one of read-only");
    row("{'reasoningEffort':'enormous'}", "reasoningEffort must be one of none");
    row("{'resume':'last'}", "resume");
    row("{'fork':true}", "fork needs resume");
    row("{'fork':'yes'}", "fork");
    row("{'configOverrides':'a=b'}", "configOverrides");
    row("{'configOverrides':['a']}", "configOverrides");
    row("{'configOverrides':['=b']}", "configOverrides");
    row("{'configOverrides':['--yolo=1']}", "configOverrides");
    row("{'addDirs':['x']}", "addDirs");
    row("{'addDirs':[7]}", "addDirs");
}

void TestCodexProvider::badFlags()
{
    QFETCH(QByteArray, wanted);
    QFETCH(QString, names);
    model::AgentConfig config;
    config.flags = flags(wanted);
    const auto checked = CodexProvider(host()).check(config);
    QVERIFY(!checked);
    QCOMPARE(checked.error().code, ErrorCode::InvalidArgument);
    QVERIFY2(checked.error().message.startsWith(names), qPrintable(checked.error().message));
    provider::LaunchRequest request;
    request.config = config;
    QVERIFY(!CodexProvider(host()).plan(request));
}

void TestCodexProvider::goodFlags_data()
{
    QTest::addColumn<QByteArray>("wanted");
    for (const char *wanted : {"{}", "{'model':null}", "{'permissionMode':''}", "{'permissionMode':'plan'}",
             "{'reasoningEffort':'xhigh'}", "{'resume':'01a20396-bb88-7df0-bd75-3de53939664f','fork':true}",
             "{'fork':false}", "{'configOverrides':['a.\\\"b c\\\".d=1']}", "{'maxTurns':'claude only'}"})
        QTest::newRow(wanted) << QByteArray(wanted);
}

void TestCodexProvider::goodFlags()
{
    QFETCH(QByteArray, wanted);
    model::AgentConfig config;
    config.flags = flags(wanted);
    const auto checked = CodexProvider(host()).check(config);
    QVERIFY2(checked, checked ? "" : qPrintable(checked.error().message));
}

void TestCodexProvider::theThreadAsRequested_data()
{
    QTest::addColumn<QByteArray>("wanted");
    QTest::addColumn<QString>("sessionId");
    QTest::addColumn<QString>("method");
    const QByteArray fork = "{'resume':'01a20396-bb88-7df0-bd75-3de53939664f','fork':true}";
    QTest::newRow("new") << QByteArray("{}") << QString() << QStringLiteral("thread/start");
    QTest::newRow("resumed") << QByteArray("{}") << ThreadId << QStringLiteral("thread/resume");
    QTest::newRow("forked") << fork << ThreadId << QStringLiteral("thread/fork");
    QTest::newRow("the fork, resumed")
        << fork << QStringLiteral("01a20396-0000-7df0-bd75-3de53939664f") << QStringLiteral("thread/resume");
}

void TestCodexProvider::theThreadAsRequested()
{
    QFETCH(QByteArray, wanted);
    QFETCH(QString, sessionId);
    QFETCH(QString, method);
    provider::LaunchRequest request;
    request.config.flags = flags(wanted);
    request.config.claudeMd = QStringLiteral("Be kind");
    request.sessionId = sessionId;
    request.resume = !sessionId.isEmpty();
    const QJsonObject line = opening(*CodexProvider(host()).newProtocol(request));
    QCOMPARE(line.value(QLatin1StringView("method")).toString(), method);
    const QJsonObject params = line.value(QLatin1StringView("params")).toObject();
    QCOMPARE(params.value(QLatin1StringView("threadId")).toString(), sessionId);
    QCOMPARE(params.value(QLatin1StringView("developerInstructions")).toString(), QStringLiteral("Be kind"));
}

void TestCodexProvider::whatWasChosenLaterWins()
{
    provider::LaunchRequest request;
    request.config.flags = flags("{'model':'old','permissionMode':'auto'}");
    const auto paramsOf = [&] {
        return opening(*CodexProvider(host()).newProtocol(request))
            .value(QLatin1StringView("params"))
            .toObject();
    };
    QCOMPARE(paramsOf(), flags("{'model':'old','approvalPolicy':'on-request','sandbox':'workspace-write'}"));
    request.model = QStringLiteral("new");
    request.mode = QStringLiteral("read-only");
    QCOMPARE(paramsOf(), flags("{'model':'new','approvalPolicy':'on-request','sandbox':'read-only'}"));
}

void TestCodexProvider::theBinaryIsFound_data()
{
    QTest::addColumn<QString>("place");
    QTest::addColumn<bool>("configured");
    QTest::newRow("in PATH") << QStringLiteral("bin/codex") << false;
    QTest::newRow("of its installer") << QStringLiteral(".local/bin/codex") << false;
    QTest::newRow("CODEX_BIN") << QStringLiteral("elsewhere/my-codex") << true;
}

void TestCodexProvider::theBinaryIsFound()
{
    QFETCH(QString, place);
    QFETCH(bool, configured);
    if (place != QLatin1StringView("bin/codex"))
        QVERIFY(QFile::remove(path(QStringLiteral("bin/codex"))));
    makeFile(path(place), "#!/bin/sh\n", true);
    CodexHost with = host();
    if (configured)
        with.binary = path(place);
    const auto plan = CodexProvider(with).plan({});
    QVERIFY(plan);
    QCOMPARE(plan->program, path(place));
}

void TestCodexProvider::aMissingBinaryIsNamed()
{
    CodexHost with = host();
    with.binary = path(QStringLiteral("nowhere/codex"));
    const auto plan = CodexProvider(with).plan({});
    QVERIFY(!plan);
    QCOMPARE(plan.error().code, ErrorCode::NotFound);
    QVERIFY(plan.error().message.startsWith(QStringLiteral("CODEX_BIN: ")));
}

void TestCodexProvider::threadsAreFoundByTheirId_data()
{
    QTest::addColumn<QString>("folder");
    QTest::addColumn<bool>("ownHome");
    QTest::newRow("of a day") << QStringLiteral("sessions/2026/11/22") << false;
    QTest::newRow("archived") << QStringLiteral("archived_sessions") << false;
    QTest::newRow("CODEX_HOME") << QStringLiteral("sessions/2026/11/22") << true;
}

void TestCodexProvider::threadsAreFoundByTheirId()
{
    QFETCH(QString, folder);
    QFETCH(bool, ownHome);
    CodexHost with = host();
    if (ownHome) {
        with.environment.insert(QStringLiteral("CODEX_HOME"), path(QStringLiteral(".codex")));
        with.environment.insert(QStringLiteral("HOME"), path(QStringLiteral("elsewhere")));
    }
    const CodexProvider provider(with);
    QVERIFY(!provider.canResume(ThreadId));
    makeFile(rollout(folder));
    QVERIFY(provider.canResume(ThreadId));
    QVERIFY(provider.canResume(ThreadId.toUpper()));
    QVERIFY(!provider.canResume(QStringLiteral("01a20396-0000-7df0-bd75-3de53939664f")));
}

void TestCodexProvider::aForeignIdTouchesNothing_data()
{
    QTest::addColumn<QString>("id");
    for (const char *id :
        {"", "*", "../x", "01a20396-bb88-7df0-bd75-3de53939664?", "01a20396-bb88-7df0-bd75-3de53939664f\n"})
        QTest::newRow(id) << QString::fromLatin1(id);
}

void TestCodexProvider::aForeignIdTouchesNothing()
{
    QFETCH(QString, id);
    makeFile(rollout(QStringLiteral("sessions/2026/11/22")));
    const CodexProvider provider(host());
    QVERIFY(!provider.canResume(id));
    provider.purgeSession(id);
    QVERIFY(provider.canResume(ThreadId));
}

void TestCodexProvider::purgingLeavesOthersAlone()
{
    const QString other = path(QStringLiteral(".codex/sessions/2026/11/22/rollout-2026-11-22T14-08-59-"
                                              "01a20396-0000-7df0-bd75-3de53939664f.jsonl"));
    makeFile(other);
    makeFile(rollout(QStringLiteral("sessions/2026/11/22")));
    makeFile(rollout(QStringLiteral("archived_sessions")));
    const CodexProvider provider(host());
    provider.purgeSession(ThreadId);
    QVERIFY(!provider.canResume(ThreadId));
    QVERIFY(QFile::exists(other));
}

void TestCodexProvider::historyOfAThread()
{
    const CodexProvider provider(host());
    QCOMPARE(provider.history(ThreadId).error().code, ErrorCode::NotFound);
    makeFile(rollout(QStringLiteral("sessions/2026/11/22")),
        R"({"timestamp":"2026-11-22T14:09:00.142Z","type":"event_msg","payload":{"type":"user_message","message":"hi"}})"
        "\n");
    const auto history = provider.history(ThreadId);
    QVERIFY(history);
    QCOMPARE(history->size(), 1);
}

QTEST_GUILESS_MAIN(TestCodexProvider)
#include "tst_codexprovider.moc"
