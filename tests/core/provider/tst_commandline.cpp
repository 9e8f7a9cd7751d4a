// A command line as a person writes it.
#include "core/provider/commandline.h"

#include <QTest>

using provider::parseCommandLine;

class TestCommandLine : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void words_data();
    void words();
    void wrong_data();
    void wrong();
};

void TestCommandLine::words_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("expected");
    const auto row = [](const char *text, const QStringList &expected) {
        QTest::newRow(text) << QString::fromUtf8(text) << expected;
    };
    const auto list = [](std::initializer_list<const char *> words) {
        QStringList all;
        for (const char *word : words)
            all << QString::fromUtf8(word);
        return all;
    };
    row("agent", list({"agent"}));
    row("  agent\t--acp \n", list({"agent", "--acp"}));
    row("agent 'two words' x", list({"agent", "two words", "x"}));
    row("agent \"two words\"", list({"agent", "two words"}));
    row("agent two\\ words", list({"agent", "two words"}));
    row("agent ''", list({"agent", ""}));
    row("agent \"\" x", list({"agent", "", "x"}));
    row("agent a'b c'\"d e\"f", list({"agent", "ab cd ef"}));
    row(R"(agent '\' "\"\\\$\`" "\n")", list({"agent", "\\", "\"\\$`", "\\n"}));
    row(R"(agent \'x\" \\)", list({"agent", "'x\"", "\\"}));
    row("agent $HOME ~/x *.c", list({"agent", "$HOME", "~/x", "*.c"}));
    row("'/opt/my agent/bin' --x='a b'", list({"/opt/my agent/bin", "--x=a b"}));
    row("agent '|' \"&&\" \\; a|b x>y http://h/?a=1&b=2",
        list({"agent", "|", "&&", ";", "a|b", "x>y", "http://h/?a=1&b=2"}));
    row("agent A=1", list({"agent", "A=1"}));
    row("agent größe ✓", list({"agent", "größe", "✓"}));
}

void TestCommandLine::words()
{
    QFETCH(QString, text);
    QFETCH(QStringList, expected);
    const auto line = parseCommandLine(text);
    QVERIFY2(line, line ? "" : qPrintable(line.error().message));
    QCOMPARE(QStringList{line->program} + line->arguments, expected);
}

void TestCommandLine::wrong_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("message");
    const auto row = [](const char *text, const char *message) {
        QTest::newRow(text) << QString::fromLatin1(text) << QString::fromLatin1(message);
    };
    row("", "names no program");
    row(" \t ", "names no program");
    row("'' x", "names no program");
    row("agent 'x y", "has a quote at character 7 that is not closed");
    row("agent \"x", "has a quote at character 7 that is not closed");
    row("agent \"x\\\"", "has a quote at character 7 that is not closed");
    row("agent x\\", "ends in a backslash that has nothing to quote");
    row("agent | tee log", "needs a shell for |");
    row("agent > log", "needs a shell for >");
    row("a && b", "needs a shell for &&");
    row("agent 2>&1", "needs a shell for 2>&1");
    row("KEY=1 agent", "sets a variable in front of the program (KEY=1)");
    QTest::newRow("NUL") << QStringLiteral("agent x") + QChar(u'\0')
                         << QStringLiteral("contains a NUL character");
}

void TestCommandLine::wrong()
{
    QFETCH(QString, text);
    QFETCH(QString, message);
    const auto line = parseCommandLine(text);
    QVERIFY(!line);
    QCOMPARE(line.error().code, base::ErrorCode::InvalidArgument);
    QVERIFY2(line.error().message.startsWith(message), qPrintable(line.error().message));
}

QTEST_GUILESS_MAIN(TestCommandLine)
#include "tst_commandline.moc"
