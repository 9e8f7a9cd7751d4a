// What the terminal events carry, and text that comes in pieces. What they do is proved end to end
// (tests/e2e/agents/terminal.test.mjs).
#include "server/push/terminalpayload.h"
#include "server/push/textpieces.h"

#include <QTest>

using namespace push;

class TestTerminalCommands : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void textInPieces_data();
    void textInPieces();
    void reads();
    void readsBytes();
    void refuses_data();
    void refuses();
};

void TestTerminalCommands::textInPieces_data()
{
    QTest::addColumn<QByteArray>("bytes");
    const auto row = [](const char *name, const QByteArray &bytes) {
        QTest::newRow(name) << bytes;
    };
    row("ascii", "plain");
    row("two bytes",
        "gr\xc3\xb6\xc3\x9f"
        "e");
    row("three bytes", "5 \xe2\x82\xac.");
    row("four bytes", "\xf0\x9f\x98\x80!");
    row("a continuation without a beginning", "a\x80\x80z");
    row("a beginning without an end", "a\xe2\x82z");
    row("two beginnings", "\xc3\xc3\xb6");
    row("impossible bytes", "\xff\xfe\xc0\xafz");
}

void TestTerminalCommands::textInPieces()
{
    QFETCH(QByteArray, bytes);
    const QString whole = QString::fromUtf8(bytes);
    for (qsizetype cut = 0; cut <= bytes.size(); ++cut) {
        TextPieces pieces;
        const QString first = pieces.feed(bytes.first(cut));
        const QString second = pieces.feed(bytes.sliced(cut));
        QCOMPARE(first + second, whole);
    }
}

void TestTerminalCommands::reads()
{
    const auto open = terminalOpenFrom(QJsonArray{
        QJsonObject{{QStringLiteral("agentId"), QStringLiteral("a")}, {QStringLiteral("cols"), 100},
            {QStringLiteral("rows"), 30}, {QStringLiteral("initialCommand"), QStringLiteral("ls")}}});
    QVERIFY(open);
    QCOMPARE(open->name.terminalId, QStringLiteral("1"));
    QCOMPARE(open->columns, 100);
    QCOMPARE(open->rows, 30);
    QCOMPARE(open->initialCommand, QStringLiteral("ls"));
    QVERIFY(!open->binary);
    const auto name = terminalNameFrom(QJsonArray{QStringLiteral("a")});
    QVERIFY(name);
    QCOMPARE(*name, (TerminalName{base::AgentId(QStringLiteral("a")), QStringLiteral("1")}));
}

void TestTerminalCommands::readsBytes()
{
    const auto input = [](const QJsonValue &data, const QList<QByteArray> &attachments) {
        socketio::Arguments arguments(QJsonArray{
            QJsonObject{{QStringLiteral("agentId"), QStringLiteral("a")}, {QStringLiteral("data"), data}}});
        arguments.attachments = attachments;
        return terminalInputFrom(arguments);
    };
    const auto placeholder = [](int number) {
        return QJsonObject{{QStringLiteral("_placeholder"), true}, {QStringLiteral("num"), number}};
    };
    QCOMPARE(input(QStringLiteral("ä"), {})->bytes, QByteArray("\xc3\xa4"));
    QCOMPARE(input(placeholder(1), {"zero", QByteArray("\0\xff", 2)})->bytes, QByteArray("\0\xff", 2));
    QVERIFY(!input(placeholder(0), {}));
    QVERIFY(!input(placeholder(-1), {"x"}));
    QVERIFY(!input(QJsonValue(), {}));
    QVERIFY(!input(placeholder(0), {QByteArray(TerminalInput::MaxBytes + 1, 'x')}));
}

void TestTerminalCommands::refuses_data()
{
    QTest::addColumn<QJsonArray>("arguments");
    QTest::addColumn<QString>("field");
    const auto row = [](const char *name, QJsonObject change, const char *field) {
        QJsonObject payload{{QStringLiteral("agentId"), QStringLiteral("a")}, {QStringLiteral("cols"), 80},
            {QStringLiteral("rows"), 24}};
        for (auto it = change.begin(); it != change.end(); ++it)
            payload.insert(it.key(), it.value());
        QTest::newRow(name) << QJsonArray{payload} << QString::fromLatin1(field);
    };
    QTest::newRow("nothing") << QJsonArray() << QStringLiteral("agentId");
    QTest::newRow("a text") << QJsonArray{QStringLiteral("a")} << QStringLiteral("agentId");
    QTest::newRow("a list") << QJsonArray{QJsonArray()} << QStringLiteral("agentId");
    row("no columns", {{QStringLiteral("cols"), 0}}, "cols");
    row("too many columns", {{QStringLiteral("cols"), 1001}}, "cols");
    row("rows as text", {{QStringLiteral("rows"), QStringLiteral("24")}}, "rows");
    row("empty id", {{QStringLiteral("terminalId"), QString()}}, "terminalId");
    row("a path", {{QStringLiteral("terminalId"), QStringLiteral("a/b")}}, "terminalId");
    row("a long id", {{QStringLiteral("terminalId"), QString(65, QLatin1Char('x'))}}, "terminalId");
    row("a long command", {{QStringLiteral("initialCommand"), QString(5000, QLatin1Char('x'))}},
        "initialCommand");
    row("binary as text", {{QStringLiteral("binary"), QStringLiteral("yes")}}, "binary");
}

void TestTerminalCommands::refuses()
{
    QFETCH(QJsonArray, arguments);
    QFETCH(QString, field);
    const auto open = terminalOpenFrom(arguments);
    QVERIFY(!open);
    QCOMPARE(open.error().code, base::ErrorCode::InvalidArgument);
    QVERIFY2(open.error().message.startsWith(field), qPrintable(open.error().message));
}

QTEST_GUILESS_MAIN(TestTerminalCommands)
#include "tst_terminalcommands.moc"
