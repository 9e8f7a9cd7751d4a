#include "core/base/transientfile.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

class TestTransientFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void replacesInOneStep()
    {
        const QTemporaryDir directory;
        const QString path = directory.filePath(QStringLiteral("run.json"));
        QVERIFY(base::replaceTransientFile(path, "{\"a\":1,\"long\":\"longer than the next\"}"));
        QVERIFY(base::replaceTransientFile(path, "{\"a\":2}"));
        const auto read = base::readTransientDocument(path);
        QVERIFY(read);
        QCOMPARE(*read, (QJsonObject{{QStringLiteral("a"), 2}}));
        QCOMPARE(QFile::permissions(path) & ~(QFile::ReadUser | QFile::WriteUser),
            QFile::ReadOwner | QFile::WriteOwner);
        QCOMPARE(QDir(directory.path()).entryList(QDir::Files), QStringList{QStringLiteral("run.json")});
    }

    void namesWhatCannotBeWritten()
    {
        const QTemporaryDir directory;
        const QString path = directory.filePath(QStringLiteral("no/such/folder"));
        const auto written = base::replaceTransientFile(path, "x");
        QVERIFY(!written);
        QCOMPARE(written.error().code, base::ErrorCode::StorageFull);
        QVERIFY(written.error().message.contains(path));
    }

    void tellsWhatIsNoDocument_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("cut off") << QByteArray("{\"a\":");
        QTest::newRow("a list") << QByteArray("[]");
        QTest::newRow("nothing") << QByteArray();
    }

    void tellsWhatIsNoDocument()
    {
        QFETCH(QByteArray, bytes);
        const QTemporaryDir directory;
        const QString path = directory.filePath(QStringLiteral("run.json"));
        QCOMPARE(base::readTransientDocument(path).error().code, base::ErrorCode::NotFound);
        QVERIFY(base::replaceTransientFile(path, bytes));
        const auto read = base::readTransientDocument(path);
        QVERIFY(!read);
        QCOMPARE(read.error().code, base::ErrorCode::Corrupt);
        QVERIFY(read.error().message.startsWith(path));
    }
};

QTEST_APPLESS_MAIN(TestTransientFile)
#include "tst_transientfile.moc"
