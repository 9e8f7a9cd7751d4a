#include "core/store/documentfile.h"
#include "core/store/documentwriter.h"
#include "core/store/settingsstore.h"
#include "tests/paths/testpaths.h"

#include <QDir>
#include <QFileInfo>
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using base::ErrorCode;
using base::Result;
using store::DocumentFile;
using store::DocumentWriter;

namespace {
constexpr int Patience = 30000;

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(no file)");
}

void put(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
}
} // namespace

class DocumentsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_scratch = std::make_unique<QTemporaryDir>(); }
    void readsWhatIsThere();
    void setsAsideWhatIsCorrupt_data();
    void setsAsideWhatIsCorrupt();
    void keepsEveryCorruptOne();
    void leavesAloneWhatCannotBeRead();
    void writesOffTheLoop();
    void newestVersionWins();
    void callbacksComeOnceAndInOrder();
    void callbacksEndWithTheirContext();
    void reportsAndRetries();
    void forgetsADocument();
    void removesDirectories();
    void flushesAtTheEnd();
    void keepsSettings();
    void refusesBadSettings();
    void setsAsideCorruptSettings_data();
    void setsAsideCorruptSettings();
    void survivesAFullDisk(); // last: the thread sanitizer allows no new thread after it starts a process

private:
    QString path(const char *name) const { return m_scratch->filePath(QLatin1String(name)); }
    QStringList filesLike(const char *pattern) const
    {
        return QDir(m_scratch->path()).entryList({QLatin1String(pattern)}, QDir::Files, QDir::Name);
    }

    std::unique_ptr<QTemporaryDir> m_scratch;
};

void DocumentsTest::readsWhatIsThere()
{
    const DocumentFile file(path("a.json"));
    const auto none = file.readObject();
    QVERIFY(none);
    QVERIFY(!*none);
    put(file.path(), "{\"a\": 1}");
    const auto object = file.readObject();
    QVERIFY(object && *object);
    QCOMPARE((*object)->value(QLatin1String("a")).toInt(), 1);
    put(file.path(), "[1, 2]");
    const auto array = file.readArray();
    QVERIFY(array && *array);
    QCOMPARE((*array)->size(), 2);
}

void DocumentsTest::setsAsideWhatIsCorrupt_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<bool>("asArray");
    QTest::addColumn<QString>("reason");
    QTest::newRow("empty") << QByteArray() << false << QStringLiteral("not valid JSON at byte 0");
    QTest::newRow("half") << QByteArray("{\"a\": 1, ") << false << QStringLiteral("not valid JSON at byte 9");
    QTest::newRow("half a list") << QByteArray("[1, ") << true << QStringLiteral("not valid JSON at byte 4");
    QTest::newRow("zeros") << QByteArray(100, '\0') << false << QStringLiteral("not valid JSON at byte");
    QTest::newRow("list for object") << QByteArray("[]") << false << QStringLiteral("must be a JSON object");
    QTest::newRow("object for list") << QByteArray("{}") << true << QStringLiteral("must be a JSON list");
}

void DocumentsTest::setsAsideWhatIsCorrupt()
{
    QFETCH(QByteArray, content);
    QFETCH(bool, asArray);
    QFETCH(QString, reason);
    const DocumentFile file(path("a.json"));
    put(file.path(), content);
    const base::Error error = asArray ? file.readArray().error() : file.readObject().error();
    QCOMPARE(error.code, ErrorCode::Corrupt);
    QVERIFY2(error.message.contains(reason), qPrintable(error.message));
    QVERIFY(!QFileInfo::exists(file.path()));
    const QStringList kept = filesLike("a.json.corrupt-*");
    QCOMPARE(kept.size(), 1);
    QVERIFY2(error.message.contains(kept.first()), qPrintable(error.message));
    QCOMPARE(contentOf(m_scratch->filePath(kept.first())), content);
    QVERIFY(file.readObject());
}

void DocumentsTest::keepsEveryCorruptOne()
{
    const DocumentFile file(path("a.json"));
    for (const QByteArray content : {"one", "two", "three"}) {
        put(file.path(), content);
        QVERIFY(!file.readObject());
    }
    QSet<QByteArray> contents;
    for (const QString &name : filesLike("a.json.corrupt-*"))
        contents.insert(contentOf(m_scratch->filePath(name)));
    QCOMPARE(contents, (QSet<QByteArray>{"one", "two", "three"}));
}

void DocumentsTest::leavesAloneWhatCannotBeRead()
{
    QVERIFY(QDir(m_scratch->path()).mkdir(QStringLiteral("a.json")));
    const auto result = DocumentFile(path("a.json")).readObject();
    QVERIFY(!result);
    QCOMPARE(result.error().code, ErrorCode::Io);
    QVERIFY(QFileInfo(path("a.json")).isDir());
}

void DocumentsTest::writesOffTheLoop()
{
    DocumentWriter writer;
    std::optional<Result<void>> result;
    writer.write(path("a.json"), "{}", this, [&](const Result<void> &r) { result = r; });
    QVERIFY(!result); // never from inside write()
    QTRY_VERIFY_WITH_TIMEOUT(result, Patience);
    QVERIFY(*result);
    QCOMPARE(contentOf(path("a.json")), QByteArray("{}"));
    struct stat status = {};
    QCOMPARE(::stat(qPrintable(path("a.json")), &status), 0);
    QCOMPARE(int(status.st_mode & 0777), 0600);
}

void DocumentsTest::newestVersionWins()
{
    DocumentWriter writer;
    int answers = 0;
    for (int i = 0; i < 1000; ++i) {
        for (const char *name : {"a.json", "b.json"}) {
            writer.write(path(name), QByteArray::number(i), this,
                [&](const Result<void> &r) { answers += r ? 1 : 0; });
        }
    }
    QTRY_COMPARE_WITH_TIMEOUT(answers, 2000, Patience);
    QCOMPARE(contentOf(path("a.json")), QByteArray("999"));
    QCOMPARE(contentOf(path("b.json")), QByteArray("999"));
}

void DocumentsTest::callbacksComeOnceAndInOrder()
{
    DocumentWriter writer;
    QList<int> order;
    for (int i = 0; i < 100; ++i) {
        writer.write(path("a.json"), QByteArray::number(i), this,
            [&order, i](const Result<void> &) { order.append(i); });
        if (i % 10 == 0)
            QCoreApplication::processEvents();
    }
    QTRY_COMPARE_WITH_TIMEOUT(order.size(), 100, Patience);
    QVERIFY(std::is_sorted(order.begin(), order.end()));
}

void DocumentsTest::callbacksEndWithTheirContext()
{
    DocumentWriter writer;
    bool called = false;
    auto context = std::make_unique<QObject>();
    writer.write(path("a.json"), "{}", context.get(), [&](const Result<void> &) { called = true; });
    context.reset();
    writer.flush();
    QVERIFY(!called);
    QCOMPARE(contentOf(path("a.json")), QByteArray("{}"));
}

void DocumentsTest::reportsAndRetries()
{
    DocumentWriter writer;
    QSignalSpy failed(&writer, &DocumentWriter::writeFailed);
    const QString missing = path("later/a.json");
    std::optional<Result<void>> result;
    writer.write(missing, "new", this, [&](const Result<void> &r) { result = r; });
    QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, Patience);
    QCOMPARE(failed[0][0].toString(), missing);
    QVERIFY(result && !*result);
    QCOMPARE(result->error().code, ErrorCode::Io);
    QVERIFY(result->error().message.contains(missing));

    QVERIFY(QDir(m_scratch->path()).mkdir(QStringLiteral("later")));
    writer.write(path("b.json"), "other"); // of another document
    writer.flush();
    QCOMPARE(contentOf(missing), QByteArray("new"));
    QCOMPARE(contentOf(path("b.json")), QByteArray("other"));
    QCOMPARE(failed.size(), 1);
}

void DocumentsTest::survivesAFullDisk()
{
    put(path("a.json"), "the old document");
    // A process of its own, because the limit on the size of files cannot be given to a part of one.
    QProcess writer;
    writer.start(testpaths::program(QStringLiteral("full-disk-writer")), {path("a.json")});
    QVERIFY(writer.waitForFinished(Patience));
    QCOMPARE(
        writer.readAllStandardOutput(), QByteArray("StorageFull, old document\nwritten, new document\n"));
    QCOMPARE(writer.exitCode(), 0);
    QCOMPARE(filesLike("*"), QStringList{QStringLiteral("a.json")}); // no half one is left beside it
}

void DocumentsTest::forgetsADocument()
{
    DocumentWriter writer;
    QSignalSpy failed(&writer, &DocumentWriter::writeFailed);
    bool called = false;
    for (int i = 0; i < 50; ++i) {
        writer.write(path("gone/a.json"), "new", this, [&](const Result<void> &) { called = true; });
        writer.forget(path("gone/a.json"));
    }
    writer.flush();
    QCoreApplication::processEvents();
    QVERIFY(failed.isEmpty());
    QVERIFY(!called);
}

void DocumentsTest::removesDirectories()
{
    QVERIFY(QDir(m_scratch->path()).mkpath(QStringLiteral("folder/below")));
    put(path("folder/below/file"), "x");
    DocumentWriter writer;
    writer.removeDirectory(path("folder"));
    writer.removeDirectory(path("not there"));
    writer.flush();
    QVERIFY(!QFileInfo::exists(path("folder")));
}

void DocumentsTest::flushesAtTheEnd()
{
    {
        DocumentWriter writer;
        for (int i = 0; i < 20; ++i)
            writer.write(m_scratch->filePath(QString::number(i)), QByteArray::number(i));
    }
    for (int i = 0; i < 20; ++i)
        QCOMPARE(contentOf(m_scratch->filePath(QString::number(i))), QByteArray::number(i));
}

void DocumentsTest::keepsSettings()
{
    DocumentWriter writer;
    {
        store::SettingsStore settings(path("settings.json"), writer);
        QVERIFY(settings.load());
        QCOMPARE(settings.settings().agentRetentionMs, 0);
        const auto merged = settings.merge({{QStringLiteral("agentRetentionMs"), 5000}});
        QVERIFY(merged);
        QCOMPARE(merged->agentRetentionMs, 5000);
        writer.flush();
    }
    store::SettingsStore again(path("settings.json"), writer);
    QVERIFY(again.load());
    QCOMPARE(again.settings().agentRetentionMs, 5000);
}

void DocumentsTest::refusesBadSettings()
{
    DocumentWriter writer;
    store::SettingsStore settings(path("settings.json"), writer);
    QVERIFY(settings.load());
    const auto merged
        = settings.merge({{QStringLiteral("promptSuggestions"), QJsonArray{QStringLiteral("x")}},
            {QStringLiteral("agentRetentionMs"), -1}});
    QVERIFY(!merged);
    QCOMPARE(merged.error().message, QStringLiteral("agentRetentionMs must be a non-negative number"));
    QVERIFY(settings.settings().promptSuggestions.isEmpty());
    writer.flush();
    QVERIFY(!QFileInfo::exists(path("settings.json")));
}

void DocumentsTest::setsAsideCorruptSettings_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("no JSON") << QByteArray("{");
    QTest::newRow("bad field") << QByteArray("{\"agentRetentionMs\": \"never\"}");
}

void DocumentsTest::setsAsideCorruptSettings()
{
    QFETCH(QByteArray, content);
    put(path("settings.json"), content);
    DocumentWriter writer;
    store::SettingsStore settings(path("settings.json"), writer);
    const auto loaded = settings.load();
    QVERIFY(!loaded);
    QCOMPARE(loaded.error().code, ErrorCode::Corrupt);
    QCOMPARE(settings.settings().agentRetentionMs, 0);
    QCOMPARE(filesLike("settings.json.corrupt-*").size(), 1);
    QVERIFY(settings.merge({{QStringLiteral("agentRetentionMs"), 7}}));
    writer.flush();
    QCOMPARE(contentOf(m_scratch->filePath(filesLike("settings.json.corrupt-*").first())), content);
}

QTEST_GUILESS_MAIN(DocumentsTest)
#include "tst_documents.moc"
