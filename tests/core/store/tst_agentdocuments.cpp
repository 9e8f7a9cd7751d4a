#include "core/store/agentdocuments.h"
#include "core/store/documentwriter.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using base::AgentId;
using base::ErrorCode;
using store::AgentDocuments;
using store::DataDirectory;
using store::DocumentWriter;

namespace {

model::AgentDocument agent(const char *id, base::Timestamp createdAt = 1000)
{
    model::AgentDocument document;
    document.id = AgentId(QLatin1String(id));
    document.name = QStringLiteral("Agent ") + QLatin1String(id);
    document.config.provider = QStringLiteral("claude");
    document.config.directory = QStringLiteral("/");
    document.config.prompt = QStringLiteral("Prompt");
    document.createdAt = createdAt;
    return document;
}

void put(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
}

} // namespace

class AgentDocumentsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void createsAndLoads();
    void isThereWhenCreateReturns();
    void refusesToCreate_data();
    void refusesToCreate();
    void savesChanges();
    void removes();
    void removesWhatIsStillBeingSaved();
    void finishesAnInterruptedRemoval();
    void setsAsideTheCorruptAndLoadsTheOthers();
    void passesOverWhatIsNoAgent();
    void loadsAHundred();

private:
    QStringList folders() const
    {
        return QDir(m_directory->agentsDirectory())
            .entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
    }
    QStringList idsOf(const AgentDocuments::Loaded &loaded) const
    {
        QStringList ids;
        for (const model::AgentDocument &document : loaded.documents)
            ids.append(document.id.toString());
        return ids;
    }

    std::unique_ptr<QTemporaryDir> m_scratch;
    std::optional<DataDirectory> m_directory;
    std::unique_ptr<DocumentWriter> m_writer;
    std::unique_ptr<AgentDocuments> m_documents;
};

void AgentDocumentsTest::init()
{
    m_scratch = std::make_unique<QTemporaryDir>();
    const auto directory = DataDirectory::open(m_scratch->path());
    QVERIFY(directory);
    m_directory.emplace(*directory);
    m_writer = std::make_unique<DocumentWriter>();
    m_documents = std::make_unique<AgentDocuments>(*m_directory, *m_writer);
}

void AgentDocumentsTest::cleanup()
{
    m_documents.reset();
    m_writer.reset();
}

void AgentDocumentsTest::createsAndLoads()
{
    model::AgentDocument document = agent("b", 2000);
    document.config.flags.insert(QLatin1String("model"), QStringLiteral("sonnet"));
    QVERIFY(m_documents->create(document));
    QVERIFY(m_documents->create(agent("c", 3000)));
    QVERIFY(m_documents->create(agent("a", 1000)));
    const auto loaded = m_documents->load();
    QVERIFY(loaded.problems.isEmpty());
    QCOMPARE(idsOf(loaded), (QStringList{QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("c")}));
    QCOMPARE(model::toJson(loaded.documents[1]), model::toJson(document));
}

void AgentDocumentsTest::isThereWhenCreateReturns()
{
    QVERIFY(m_documents->create(agent("a")));
    // Before the writer had a turn, and as a server sees it that starts after a crash.
    DocumentWriter other;
    QCOMPARE(AgentDocuments(*m_directory, other).load().documents.size(), 1);
    QCOMPARE(int(QFileInfo(m_directory->agentDirectory(AgentId(QStringLiteral("a")))).permissions()
                 & (QFile::ReadGroup | QFile::ReadOther)),
        0);
}

void AgentDocumentsTest::refusesToCreate_data()
{
    QTest::addColumn<QByteArray>("id");
    QTest::addColumn<int>("code");
    QTest::newRow("there is one") << QByteArray("present") << int(ErrorCode::Conflict);
    QTest::newRow("out of the directory") << QByteArray("../x") << int(ErrorCode::InvalidArgument);
    QTest::newRow("empty") << QByteArray("") << int(ErrorCode::InvalidArgument);
    QTest::newRow("hidden") << QByteArray(".x") << int(ErrorCode::InvalidArgument);
}

void AgentDocumentsTest::refusesToCreate()
{
    QFETCH(QByteArray, id);
    QFETCH(int, code);
    QVERIFY(m_documents->create(agent("present")));
    const auto created = m_documents->create(agent(id));
    QVERIFY(!created);
    QCOMPARE(int(created.error().code), code);
    QCOMPARE(folders(), QStringList{QStringLiteral("present")});
}

void AgentDocumentsTest::savesChanges()
{
    model::AgentDocument document = agent("a");
    QVERIFY(m_documents->create(document));
    document.name = QStringLiteral("Renamed");
    m_documents->save(document);
    m_writer->flush();
    QCOMPARE(m_documents->load().documents[0].name, QStringLiteral("Renamed"));
}

void AgentDocumentsTest::removes()
{
    QVERIFY(m_documents->create(agent("a")));
    QVERIFY(m_documents->create(agent("b")));
    put(m_directory->agentDirectory(AgentId(QStringLiteral("a"))) + QStringLiteral("/journal.jsonl"), "{}\n");
    QVERIFY(m_documents->remove(AgentId(QStringLiteral("a"))));
    QVERIFY(!QFileInfo::exists(m_directory->agentDirectory(AgentId(QStringLiteral("a"))))); // at once
    m_writer->flush();
    QCOMPARE(folders(), QStringList{QStringLiteral("b")});

    const auto again = m_documents->remove(AgentId(QStringLiteral("a")));
    QVERIFY(!again);
    QCOMPARE(again.error().code, ErrorCode::NotFound);
    QCOMPARE(m_documents->remove(AgentId(QStringLiteral("../agents"))).error().code, ErrorCode::NotFound);
}

void AgentDocumentsTest::removesWhatIsStillBeingSaved()
{
    QSignalSpy failed(m_writer.get(), &DocumentWriter::writeFailed);
    for (int i = 0; i < 20; ++i) {
        QVERIFY(m_documents->create(agent("a")));
        m_documents->save(agent("a"));
        QVERIFY(m_documents->remove(AgentId(QStringLiteral("a"))));
    }
    m_writer->flush();
    QCoreApplication::processEvents();
    QVERIFY(folders().isEmpty());
    QVERIFY(failed.isEmpty());
}

void AgentDocumentsTest::finishesAnInterruptedRemoval()
{
    QVERIFY(m_documents->create(agent("a")));
    m_writer->flush();
    QVERIFY(QDir(m_directory->agentsDirectory()).rename(QStringLiteral("a"), QStringLiteral(".deleted-a-1")));
    const auto loaded = m_documents->load();
    QVERIFY(loaded.documents.isEmpty());
    QVERIFY(loaded.problems.isEmpty());
    m_writer->flush();
    QVERIFY(folders().isEmpty());
}

void AgentDocumentsTest::setsAsideTheCorruptAndLoadsTheOthers()
{
    for (const char *id : {"good", "half", "incomplete", "stranger"})
        QVERIFY(m_documents->create(agent(id)));
    m_writer->flush();
    put(m_directory->agentFile(AgentId(QStringLiteral("half"))), "{\"id\": \"ha");
    put(m_directory->agentFile(AgentId(QStringLiteral("incomplete"))), "{\"id\": \"incomplete\"}");
    put(m_directory->agentFile(AgentId(QStringLiteral("stranger"))),
        QJsonDocument(model::toJson(agent("good"))).toJson());

    const auto loaded = m_documents->load();
    QCOMPARE(idsOf(loaded), QStringList{QStringLiteral("good")});
    QCOMPARE(loaded.problems.size(), 3);
    QVERIFY2(loaded.problems[0].contains(QLatin1String("half/agent.json is corrupt (not valid JSON at byte")),
        qPrintable(loaded.problems[0]));
    QVERIFY2(loaded.problems[1].contains(QLatin1String("name is required")), qPrintable(loaded.problems[1]));
    QVERIFY2(loaded.problems[2].contains(QLatin1String("id is good, of another agent")),
        qPrintable(loaded.problems[2]));
    for (const char *id : {"half", "incomplete", "stranger"}) {
        const QDir folder(m_directory->agentDirectory(AgentId(QLatin1String(id))));
        QCOMPARE(folder.entryList({QStringLiteral("agent.json.corrupt-*")}).size(), 1);
    }
}

void AgentDocumentsTest::passesOverWhatIsNoAgent()
{
    QDir agents(m_directory->agentsDirectory());
    QVERIFY(agents.mkdir(QStringLiteral("empty")));
    QVERIFY(agents.mkdir(QStringLiteral("not an id")));
    QVERIFY(agents.mkdir(QStringLiteral(".import-a")));
    put(agents.filePath(QStringLiteral("README")), "x");
    const auto loaded = m_documents->load();
    QVERIFY(loaded.documents.isEmpty());
    QCOMPARE(loaded.problems.size(), 2);
    QVERIFY(loaded.problems[0].endsWith(QLatin1String("/empty has no agent.json")));
    QVERIFY(loaded.problems[1].endsWith(QLatin1String("/not an id is not the folder of an agent")));
}

void AgentDocumentsTest::loadsAHundred()
{
    for (int i = 0; i < 100; ++i) {
        const model::AgentDocument document = agent(QByteArray::number(i), 1000 - i);
        QVERIFY(QDir(m_directory->agentsDirectory()).mkdir(document.id.toString()));
        put(m_directory->agentFile(document.id), QJsonDocument(model::toJson(document)).toJson());
    }
    const auto loaded = m_documents->load();
    QVERIFY(loaded.problems.isEmpty());
    QCOMPARE(loaded.documents.size(), 100);
    QCOMPARE(loaded.documents.first().id, AgentId(QStringLiteral("99"))); // oldest first
}

QTEST_GUILESS_MAIN(AgentDocumentsTest)
#include "tst_agentdocuments.moc"
