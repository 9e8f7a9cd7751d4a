#include "core/store/legacyimport.h"

#include "core/journal/journal.h"
#include "core/journal/syncer.h"
#include "core/store/agentdocuments.h"
#include "core/store/documentfile.h"
#include "core/store/documentwriter.h"
#include "core/store/settingsstore.h"
#include "tests/paths/testpaths.h"

#include <QDir>
#include <QDirIterator>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

using base::AgentId;
using base::ErrorCode;
using store::DataDirectory;
using store::ImportReport;
using store::LegacyImport;

namespace {

const QString Fixture = testpaths::fixture(QStringLiteral("legacy-data"));
const AgentId LoginAgent(QStringLiteral("3f6a1c52-8d0e-4b7a-9a55-0c1d2e3f4a5b"));
const AgentId NotesAgent(QStringLiteral("a81e7d04-1111-4c2b-8f3e-5d6c7b8a9f00"));
const AgentId ExternalAgent(QStringLiteral("external-session-42"));

//! Every file below a directory with its content.
QMap<QString, QByteArray> treeOf(const QString &path)
{
    QMap<QString, QByteArray> tree;
    QDirIterator entries(
        path, QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot, QDirIterator::Subdirectories);
    while (entries.hasNext()) {
        QFile file(entries.next());
        tree.insert(file.fileName(),
            entries.fileInfo().isFile() && file.open(QIODevice::ReadOnly) ? file.readAll() : "");
    }
    return tree;
}

} // namespace

class LegacyImportTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void importsAnInstallation();
    void keepsTheWholeConversation();
    void givesToolsTheirInputAndResult();
    void mayBeStartedOnWhatItMade();
    void importsNothingTwice();
    void addsToWhatIsHere();
    void takesAgentsById();
    void findsTheFolderInACheckout();
    void namesWhatIsBroken_data();
    void namesWhatIsBroken();
    void toleratesWhatIsMissing();
    void reportsBrokenFiles_data();
    void reportsBrokenFiles();
    void refusesTheWrongFolder();
    void leavesNoHalfAgent();

private:
    base::Result<ImportReport> import(const QString &source)
    {
        return LegacyImport(*m_directory, m_syncer).run(source);
    }
    void putSource(const char *name, const QByteArray &content);
    QList<model::Message> messagesOf(const AgentId &id);
    QStringList agentFolders() const
    {
        return QDir(m_directory->agentsDirectory())
            .entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
    }

    std::unique_ptr<QTemporaryDir> m_target;
    std::unique_ptr<QTemporaryDir> m_source;
    std::optional<DataDirectory> m_directory;
    journal::Syncer m_syncer;
};

void LegacyImportTest::init()
{
    m_target = std::make_unique<QTemporaryDir>();
    m_source = std::make_unique<QTemporaryDir>();
    const auto directory = DataDirectory::open(m_target->path());
    QVERIFY(directory);
    m_directory.emplace(*directory);
}

void LegacyImportTest::putSource(const char *name, const QByteArray &content)
{
    QFile file(m_source->filePath(QLatin1String(name)));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(content), content.size());
}

QList<model::Message> LegacyImportTest::messagesOf(const AgentId &id)
{
    const auto journal = journal::Journal::open(m_directory->agentDirectory(id), m_syncer);
    if (!journal)
        return {};
    const auto page = (*journal)->messagesAfter(0, 1000);
    return page ? page->messages : QList<model::Message>();
}

void LegacyImportTest::importsAnInstallation()
{
    const auto before = treeOf(Fixture);
    const auto report = import(Fixture);
    QVERIFY2(report, qPrintable(report ? QString() : report.error().message));
    QCOMPARE(report->problems, QStringList());
    QCOMPARE(report->agents, 3);
    QCOMPARE(report->messages, 11);
    QCOMPARE(report->templates, 2);
    QCOMPARE(report->tasks, 1);
    QVERIFY(report->settings);
    QCOMPARE(treeOf(Fixture), before); // the source is only read

    const auto templates = store::DocumentFile(m_directory->templatesFile()).readArray();
    QVERIFY(templates && *templates);
    QFile source(Fixture + QStringLiteral("/templates.json"));
    QVERIFY(source.open(QIODevice::ReadOnly));
    QCOMPARE(**templates, QJsonDocument::fromJson(source.readAll()).array());
    const auto tasks = store::DocumentFile(m_directory->tasksFile()).readArray();
    QVERIFY(tasks && *tasks);
    QCOMPARE((*tasks)->at(0).toObject().value(QLatin1String("prompt")).toString(),
        QStringLiteral("Upgrade ESLint to 9."));

    store::DocumentWriter writer;
    store::SettingsStore settings(m_directory->settingsFile(), writer);
    QVERIFY(settings.load());
    QCOMPARE(settings.settings().agentRetentionMs, 86400000);
    QCOMPARE(settings.settings().pathHistory.at(QStringLiteral("ada-laptop")).size(), 2);
    QVERIFY(settings.settings().rest.contains(QLatin1String("telegramChatId")));
}

void LegacyImportTest::keepsTheWholeConversation()
{
    QVERIFY(import(Fixture));
    const QList<model::Message> messages = messagesOf(LoginAgent);
    QCOMPARE(messages.size(), 8);
    QStringList ids;
    for (qsizetype i = 0; i < messages.size(); ++i) {
        ids.append(messages[i].id.toString());
        QCOMPARE(messages[i].seq, base::Sequence(i) + 1);
        QVERIFY(!messages[i].open);
    }
    QCOMPARE(ids.join(u' '), QStringLiteral("m-1 m-2 m-3 m-4 m-5 m-6 m-7 m-8"));
    const auto &prompt = std::get<model::Prompt>(messages[0].body);
    QVERIFY(prompt.text.startsWith(QLatin1String("tests/login.spec.ts fails")));
    QCOMPARE(prompt.delivery, model::DeliveryState::Taken);
    QCOMPARE(std::get<model::Notice>(messages[1].body).text, QStringLiteral("Session started"));
    QVERIFY(std::get<model::Text>(messages[5].body).text.endsWith(QString::fromUtf8("\xf0\x9f\x95\x92")));
    QCOMPARE(messages[4].at, 1761980009000); // the fraction is cut off

    const QList<model::Message> notes = messagesOf(NotesAgent);
    QCOMPARE(notes.size(), 3);
    QVERIFY(notes[1].id != notes[2].id); // the source used one id twice
    QVERIFY(messagesOf(ExternalAgent).isEmpty());
}

void LegacyImportTest::givesToolsTheirInputAndResult()
{
    QVERIFY(import(Fixture));
    const QList<model::Message> messages = messagesOf(LoginAgent);
    const auto &read = std::get<model::ToolCall>(messages[3].body);
    QCOMPARE(read.name, QStringLiteral("Read"));
    QCOMPARE(read.input.value(QLatin1String("file_path")).toString(),
        QStringLiteral("/home/ada/projects/shop/tests/login.spec.ts"));
    QVERIFY(read.output.startsWith(QLatin1String("1\timport")));
    QCOMPARE(read.status, model::ToolStatus::Ok);
    const auto &bash = std::get<model::ToolCall>(messages[4].body);
    QCOMPARE(
        bash.input.value(QLatin1String("command")).toString(), QStringLiteral("npx playwright test login"));
    QVERIFY(bash.output.isEmpty());
    const auto command = std::get<model::ToolCall>(messagesOf(NotesAgent)[1].body);
    QCOMPARE(command.input.value(QLatin1String("input")).toString(),
        QStringLiteral("git log --oneline v2.3..HEAD"));
    QCOMPARE(command.title, QStringLiteral("git log v2.3..HEAD"));
    QVERIFY(command.output.contains(QLatin1String("4f2a add carts")));
}

void LegacyImportTest::mayBeStartedOnWhatItMade()
{
    QVERIFY(import(Fixture));
    store::DocumentWriter writer;
    const auto loaded = store::AgentDocuments(*m_directory, writer).load();
    QCOMPARE(loaded.problems, QStringList());
    QCOMPARE(loaded.documents.size(), 3);
    const auto login = std::find_if(loaded.documents.begin(), loaded.documents.end(),
        [](const auto &document) { return document.id == LoginAgent; });
    QVERIFY(login != loaded.documents.end());
    QCOMPARE(login->name, QStringLiteral("Fix the flaky login test"));
    QCOMPARE(login->createdAt, 1761979999000);
    QCOMPARE(login->config.claudeMd, QStringLiteral("Never push to main."));
    QCOMPARE(login->config.flags.value(QLatin1String("model")).toString(), QStringLiteral("sonnet"));

    const auto journal = journal::Journal::open(m_directory->agentDirectory(LoginAgent), m_syncer);
    QVERIFY(journal);
    QCOMPARE((*journal)->lastSequence(), 9);
    const model::AgentState state = (*journal)->recovery().state.value();
    QCOMPARE(state.phase, model::Phase::Stopped);
    QCOMPARE(state.sessionId, QStringLiteral("9b2f7c1e-53a4-4f0d-8b67-2a1c9d8e7f60"));
    QCOMPARE(state.costUsd, 0.4213);
    QCOMPARE(state.tokens.input, 18234);
    QCOMPARE(state.tokens.output, 2190);
    QCOMPARE(state.context.total, 200000);
    QCOMPARE(state.lastActivity, 1761980160000);
}

void LegacyImportTest::importsNothingTwice()
{
    QVERIFY(import(Fixture));
    const auto before = treeOf(m_target->path());
    const auto report = import(Fixture);
    QVERIFY(report);
    QCOMPARE(report->agents + report->messages + report->templates + report->tasks, 0);
    QVERIFY(!report->settings);
    QCOMPARE(report->problems.size(), 3 + 2 + 1 + 1);
    QCOMPARE(report->problems[0],
        QStringLiteral("Agent Fix the flaky login test (%1) is here already and was left as it is")
            .arg(LoginAgent.toString()));
    QCOMPARE(treeOf(m_target->path()), before);
}

void LegacyImportTest::addsToWhatIsHere()
{
    putSource("templates.json", R"([{"id": "t1", "name": "One", "content": "old"}])");
    QCOMPARE(import(m_source->path())->templates, 1);
    putSource("templates.json",
        R"([{"id": "t1", "name": "One", "content": "new"}, {"id": "t2", "name": "Two", "content": ""}])");
    QCOMPARE(import(m_source->path())->templates, 1);
    const auto templates = store::DocumentFile(m_directory->templatesFile()).readArray();
    QVERIFY(templates && *templates);
    QCOMPARE((*templates)->size(), 2);
    QCOMPARE(
        (*templates)->at(0).toObject().value(QLatin1String("content")).toString(), QStringLiteral("old"));
}

void LegacyImportTest::takesAgentsById()
{
    putSource("agents.json",
        R"({"a-1": {"name": "One", "config": {"directory": "/"}}, "a-2": {"id": "a-2", "name": "Two", "config": {"directory": "/"}}})");
    const auto report = import(m_source->path());
    QVERIFY(report);
    QCOMPARE(report->problems, QStringList());
    QCOMPARE(agentFolders(), (QStringList{QStringLiteral("a-1"), QStringLiteral("a-2")}));
}

void LegacyImportTest::findsTheFolderInACheckout()
{
    QVERIFY(QDir(m_source->path()).mkpath(QStringLiteral("server/data")));
    putSource("server/data/agents.json", "[]");
    QVERIFY(import(m_source->path()));
    QVERIFY(import(m_source->filePath(QStringLiteral("server"))));
}

void LegacyImportTest::namesWhatIsBroken_data()
{
    QTest::addColumn<QByteArray>("agent");
    QTest::addColumn<QString>("problem");
    const auto row = [](const char *name, const char *agent, const char *problem) {
        QTest::newRow(name) << QByteArray(agent) << QString::fromLatin1(problem);
    };
    row("no object", "7", "agents[0] was not imported: must be an object");
    row("no id", R"({"name": "N", "config": {"directory": "/"}})", "agents[0].id is required");
    row("id is a number", R"({"id": 7, "name": "N", "config": {"directory": "/"}})",
        "agents[0].id must be a string");
    row("id is a path", R"({"id": "../../etc", "name": "N", "config": {"directory": "/"}})",
        "Agent N (../../etc) was not imported: agents[0].id must have 1 to 64 letters, digits or hyphens");
    row("no name", R"({"id": "x", "config": {"directory": "/"}})", "agents[0].name is required");
    row("no config", R"({"id": "x", "name": "N"})",
        "Agent N (x) was not imported: agents[0].config is required");
    row("no directory", R"({"id": "x", "name": "N", "config": {}})",
        "agents[0].config.directory is required");
    row("flags are text", R"({"id": "x", "name": "N", "config": {"directory": "/", "flags": "--x"}})",
        "agents[0].config.flags must be an object");
    row("messages are an object", R"({"id": "x", "name": "N", "config": {"directory": "/"}, "messages": {}})",
        "agents[0].messages must be a list");
    row("a message is text", R"({"id": "x", "name": "N", "config": {"directory": "/"}, "messages": ["hi"]})",
        "agents[0].messages[0] must be an object");
    row("unknown role",
        R"({"id": "x", "name": "N", "config": {"directory": "/"}, "messages": [{"role": "user", "content": ""}, {"role": "robot", "content": ""}]})",
        "agents[0].messages[1].role must be one of user, assistant, system, tool");
    row("no content",
        R"({"id": "x", "name": "N", "config": {"directory": "/"}, "messages": [{"role": "user"}]})",
        "agents[0].messages[0].content is required");
    row("time is text",
        R"({"id": "x", "name": "N", "config": {"directory": "/"}, "messages": [{"role": "user", "content": "", "timestamp": "now"}]})",
        "agents[0].messages[0].timestamp must be a number");
    row("time out of range", R"({"id": "x", "name": "N", "config": {"directory": "/"}, "createdAt": -1})",
        "agents[0].createdAt must be milliseconds since 1970");
    row("cost is text", R"({"id": "x", "name": "N", "config": {"directory": "/"}, "costUsd": "0"})",
        "agents[0].costUsd must be a number");
    row("tokens are text",
        R"({"id": "x", "name": "N", "config": {"directory": "/"}, "tokenUsage": {"input": "1"}})",
        "agents[0].tokenUsage.input must be a whole number");
}

void LegacyImportTest::namesWhatIsBroken()
{
    QFETCH(QByteArray, agent);
    QFETCH(QString, problem);
    putSource(
        "agents.json", '[' + agent + R"(, {"id": "good", "name": "Good", "config": {"directory": "/"}}])");
    const auto report = import(m_source->path());
    QVERIFY(report);
    QCOMPARE(report->agents, 1);
    QCOMPARE(report->problems.size(), 1);
    QVERIFY2(report->problems[0].contains(problem), qPrintable(report->problems[0]));
    QCOMPARE(agentFolders(), QStringList{QStringLiteral("good")});
}

void LegacyImportTest::toleratesWhatIsMissing()
{
    putSource("agents.json",
        R"([{"id": "a", "name": "A", "config": {"directory": "/d", "prompt": null}, "originalPrompt": "first", "createdAt": 5000,
             "messages": [{"role": "user", "content": "x"}, {"role": "tool", "content": "y", "timestamp": 6000}], "costUsd": null}])");
    const auto report = import(m_source->path());
    QVERIFY(report);
    QCOMPARE(report->problems, QStringList());
    store::DocumentWriter writer;
    const auto loaded = store::AgentDocuments(*m_directory, writer).load();
    QCOMPARE(loaded.documents.size(), 1);
    QCOMPARE(loaded.documents[0].config.provider, QStringLiteral("claude"));
    QCOMPARE(loaded.documents[0].config.prompt, QStringLiteral("first"));
    const QList<model::Message> messages = messagesOf(AgentId(QStringLiteral("a")));
    QCOMPARE(messages.size(), 2);
    QVERIFY(!messages[0].id.isEmpty());
    QCOMPARE(messages[0].at, 5000);
    QCOMPARE(messages[1].at, 6000);
    QCOMPARE(std::get<model::ToolCall>(messages[1].body).name, QStringLiteral("tool"));
}

void LegacyImportTest::reportsBrokenFiles_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("problem");
    const auto row = [](const char *title, const char *name, const char *content, const char *problem) {
        QTest::newRow(title) << QByteArray(name) << QByteArray(content) << QString::fromLatin1(problem);
    };
    row("half a file", "agents.json", "[{\"id\": ", "agents.json was not imported: not valid JSON at byte");
    row("empty file", "agents.json", "", "agents.json was not imported: not valid JSON at byte 0");
    row("template without content", "templates.json", R"([{"id": "t", "name": "T"}])",
        "templates.json, entry 1 was not imported: content must be a string");
    row("task without anything", "tasks.json", "[3]",
        "tasks.json, entry 1 was not imported: id, name, prompt must be a string");
    row("settings with a bad field", "settings.json", R"({"deleteSessionFilesPolicy": "shred"})",
        "settings.json was not imported: deleteSessionFilesPolicy must be one of ask, keep, purge");
    row("settings are a list", "settings.json", "[]", "settings.json was not imported: must be an object");
}

void LegacyImportTest::reportsBrokenFiles()
{
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, content);
    QFETCH(QString, problem);
    putSource(name.constData(), content);
    const auto report = import(m_source->path());
    QVERIFY(report);
    QCOMPARE(report->problems.size(), 1);
    QVERIFY2(report->problems[0].contains(problem), qPrintable(report->problems[0]));
    QVERIFY(!QFile::exists(m_directory->templatesFile()));
    QVERIFY(!QFile::exists(m_directory->tasksFile()));
    QVERIFY(!QFile::exists(m_directory->settingsFile()));
}

void LegacyImportTest::refusesTheWrongFolder()
{
    const auto missing = import(QStringLiteral("/nowhere/data"));
    QVERIFY(!missing);
    QCOMPARE(missing.error().message, QStringLiteral("directory /nowhere/data does not exist"));
    const auto empty = import(m_source->path());
    QVERIFY(!empty);
    QCOMPARE(empty.error().code, ErrorCode::NotFound);
    QVERIFY(store::writeDocument(m_directory->settingsFile(), "{}"));
    const auto own = import(m_target->path());
    QVERIFY(!own);
    QCOMPARE(own.error().code, ErrorCode::InvalidArgument);
}

void LegacyImportTest::leavesNoHalfAgent()
{
    // What an import leaves that was killed: the next one begins anew.
    QVERIFY(QDir(m_directory->agentsDirectory()).mkpath(QStringLiteral(".import-") + LoginAgent.toString()));
    QFile half(m_directory->agentsDirectory() + QStringLiteral("/.import-") + LoginAgent.toString()
        + QStringLiteral("/journal.jsonl"));
    QVERIFY(half.open(QIODevice::WriteOnly));
    half.write("{\"seq\": 1");
    half.close();
    const auto report = import(Fixture);
    QVERIFY(report);
    QCOMPARE(report->problems, QStringList());
    QCOMPARE(agentFolders().size(), 3);
    QCOMPARE(messagesOf(LoginAgent).size(), 8);
}

QTEST_GUILESS_MAIN(LegacyImportTest)
#include "tst_legacyimport.moc"
