#include "core/config/envfile.h"

#include <QTest>

class TestEnvFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void reads_data();
    void reads();
    void countsLines();
    void refuses_data();
    void refuses();
    void refusesAHugeFile();
};

void TestEnvFile::reads_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QString>("value");
    const auto row = [](const char *name, const char *line, const char *value) {
        QTest::newRow(name) << QByteArray(line) << QString::fromUtf8(value);
    };
    row("plain", "A=b", "b");
    row("blanks around", " \tA =  b c  ", "b c");
    row("empty", "A=", "");
    row("equals inside", "A=b=c", "b=c");
    row("export", "export A=b", "b");
    row("export and a tab", "export\tA=b", "b");
    row("comment behind", "A=b # c", "b");
    row("hash inside", "A=b#c", "b#c");
    row("hash in an address", "A=http://h/#x", "http://h/#x");
    row("only a comment", "A=# c", "");
    row("quote inside", "A=it's", "it's");
    row("single quotes", "A='b # \"c\" \\n $d'", "b # \"c\" \\n $d");
    row("double quotes", R"(A="b # 'c' \"d\" \\ \$e")", R"(b # 'c' "d" \ $e)");
    row("line feed", R"(A="b\nc")", "b\nc");
    row("other escapes stay", R"(A="C:\path")", R"(C:\path)");
    row("backslash without quotes", R"(A=C:\new)", R"(C:\new)");
    row("blanks in quotes", "A=' b '", " b ");
    row("empty in quotes", "A=\"\"", "");
    row("comment behind quotes", "A='b' # c", "b");
    row("nothing is expanded", "A=$HOME/${X}`y`", "$HOME/${X}`y`");
    row("UTF-8", "A=\"grün😀\"", "grün😀");
    row("carriage return", "A=b\r", "b");
    row("byte order mark",
        "\xef\xbb\xbf"
        "A=b",
        "b");
}

void TestEnvFile::reads()
{
    QFETCH(QByteArray, line);
    QFETCH(QString, value);
    const auto entries = config::parseEnvFile(line);
    QVERIFY2(entries, entries ? "" : qPrintable(entries.error().message));
    QCOMPARE(entries->size(), 1);
    QCOMPARE(entries->first().name, QStringLiteral("A"));
    QCOMPARE(entries->first().value, value);
    QCOMPARE(entries->first().line, 1);
}

void TestEnvFile::countsLines()
{
    const auto entries = config::parseEnvFile("# first\n\nA=1\n   # indented\r\n\r\nB_2=2\nA=3");
    QVERIFY(entries);
    QCOMPARE(entries->size(), 3);
    QCOMPARE(entries->at(0).line, 3);
    QCOMPARE(entries->at(1).name, QStringLiteral("B_2"));
    QCOMPARE(entries->at(1).line, 6);
    QCOMPARE(entries->at(2).value, QStringLiteral("3"));
    QVERIFY(config::parseEnvFile("")->isEmpty());
}

void TestEnvFile::refuses_data()
{
    QTest::addColumn<QByteArray>("contents");
    QTest::addColumn<QString>("message");
    const auto row = [](const char *name, const QByteArray &contents, const char *message) {
        QTest::newRow(name) << contents << QString::fromLatin1(message);
    };
    row("no equals", "A=1\nPORT\n", "line 2: must be NAME=value");
    row("no name", "=b", "line 1: \"\" is not a name");
    row("digit first", "1A=b", "line 1: \"1A\" is not a name");
    row("dash", "A-B=b", "line 1: \"A-B\" is not a name");
    row("blank in the name", "A B=b", "line 1: \"A B\" is not a name");
    row("export of nothing", "export A", "line 1: must be NAME=value");
    row("open single quote", "\nA='b", "line 2: the closing quote is missing");
    row("open double quote", "A=\"b\nC=d\"", "line 1: the closing quote is missing");
    row("escaped closing quote", R"(A="b\")", "line 1: the closing quote is missing");
    row("text behind quotes", "A='b'c", "line 1: text after the closing quote");
    row("not UTF-8", "A=\xff\xfe", "is not UTF-8 text");
    row("NUL", QByteArray("A=b\0c", 5), "is not UTF-8 text");
}

void TestEnvFile::refuses()
{
    QFETCH(QByteArray, contents);
    QFETCH(QString, message);
    const auto entries = config::parseEnvFile(contents);
    QVERIFY(!entries);
    QVERIFY2(entries.error().message.startsWith(message), qPrintable(entries.error().message));
}

void TestEnvFile::refusesAHugeFile()
{
    QVERIFY(!config::parseEnvFile(QByteArray(1024 * 1024 + 1, '\n')));
    QVERIFY(config::parseEnvFile(QByteArray(1024 * 1024, '\n')));
}

QTEST_APPLESS_MAIN(TestEnvFile)
#include "tst_envfile.moc"
