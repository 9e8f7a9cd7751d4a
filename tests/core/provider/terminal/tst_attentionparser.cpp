// What a program tells its terminal, found wherever its output is cut.
#include "core/provider/terminal/attentionparser.h"

#include <QTest>

using namespace terminal;

namespace {

QString text(const Signal &signal)
{
    struct Visitor
    {
        QString operator()(const StatusReported &status) const
        {
            return QStringLiteral("status %1 %2|%3|%4")
                .arg(static_cast<int>(status.state))
                .arg(status.app, status.kind, status.message);
        }
        QString operator()(const StatusAsked &) const { return QStringLiteral("asked"); }
        QString operator()(const Notified &notified) const
        {
            return QStringLiteral("notified %1|%2").arg(notified.title, notified.text);
        }
        QString operator()(const ProgressReported &progress) const
        {
            return QStringLiteral("progress %1").arg(static_cast<int>(progress.progress));
        }
        QString operator()(const TitleChanged &title) const
        {
            return QStringLiteral("title %1").arg(title.title);
        }
        QString operator()(const BellRung &) const { return QStringLiteral("bell"); }
        QString operator()(const PasteModeChanged &mode) const
        {
            return mode.bracketed ? QStringLiteral("paste on") : QStringLiteral("paste off");
        }
    };
    return std::visit(Visitor{}, signal);
}

QStringList texts(const QList<Signal> &found)
{
    QStringList all;
    for (const Signal &signal : found)
        all << text(signal);
    return all;
}

} // namespace

class TestAttentionParser : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void finds_data();
    void finds();
    void findsWhereverItIsCut_data() { finds_data(); }
    void findsWhereverItIsCut();
    void everySignalEndsWhereItSays_data() { finds_data(); }
    void everySignalEndsWhereItSays();
    void passesOverWhatIsTooLong();
    void comesBackFromAStringThatDoesNotEnd();
};

void TestAttentionParser::finds_data()
{
    QTest::addColumn<QByteArray>("output");
    QTest::addColumn<QStringList>("expected");
    const auto row = [](const char *name, const QByteArray &output, const QStringList &expected) {
        QTest::newRow(name) << output << expected;
    };
    const auto s = [](const char *words) {
        return QString::fromUtf8(words);
    };
    row("nothing", "plain text\r\n", {});
    row("bell", "a\ab\a", {s("bell"), s("bell")});
    row("colours", "\x1b[31mred\x1b[0m", {});
    row("status of claude", "\x1b]7501;state=working:app=claude-code\a", {s("status 1 claude-code||")});
    row("blocked with a message in base64",
        "\x1b]7501;state=blocked:app=claude-code:kind=permission:msg=YXBwcm92ZSBCYXNoOiB0b3VjaCB4MQ==\x1b\\",
        {s("status 2 claude-code|permission|approve Bash: touch x1")});
    row("fields with semicolons", "\x1b]7501;state=idle;app=codex\a", {s("status 0 codex||")});
    row("message that is no base64", "\x1b]7501;state=done:msg=all good!\a", {s("status 3 ||all good!")});
    row("clear", "\x1b]7501;state=clear\a", {s("status 4 ||")});
    row("unknown state", "\x1b]7501;state=dancing\a", {});
    row("query", "\x1b]7501;?\a", {s("asked")});
    row("OSC 9", "\x1b]9;Build finished\x1b\\", {s("notified |Build finished")});
    row("OSC 9 with a semicolon", "\x1b]9;one; two\a", {s("notified |one; two")});
    row("OSC 9;4", "\x1b]9;4;1;50\a\x1b]9;4;3;0\a\x1b]9;4;2;0\a\x1b]9;4;0;0\a",
        {s("progress 1"), s("progress 3"), s("progress 2"), s("progress 0")});
    row("OSC 9;9 is a directory", "\x1b]9;9;/home/x\a", {});
    row("OSC 777", "\x1b]777;notify;Tests;12 passed\a", {s("notified Tests|12 passed")});
    row("OSC 777 without a title", "\x1b]777;notify;done\a", {s("notified |done")});
    row("titles", "\x1b]0;one\a\x1b]2;zw\xc3\xb6lf\x1b\\", {s("title one"), s("title zwölf")});
    row("icon name", "\x1b]1;icon\a", {});
    row("control characters in a title", "\x1b]0;a\tb\nc\a", {s("title abc")});
    row("hyperlink", "\x1b]8;;http://x/\x1b\\here\x1b]8;;\x1b\\", {});
    row("a bell that ends a string is none", "\x1b]8;;x\a\a", {s("bell")});
    row("bell within a DCS", "\x1bPabc\a\x1b\\\a", {s("bell")});
    row("bell within a control sequence", "\x1b[3\a1m", {s("bell")});
    row("paste mode", "\x1b[?2004h\x1b[?25;2004l\x1b[?20041h", {s("paste on"), s("paste off")});
    row("cut off by another sequence", "\x1b]0;half\x1b]0;whole\a", {s("title whole")});
    row("cancelled", "\x1b]0;half\x18text\a", {s("bell")});
    row("two escapes", "\x1b\x1b]0;x\a", {s("title x")});
    row("no number", "\x1b]hello\a\x1b];\a", {});
}

void TestAttentionParser::finds()
{
    QFETCH(QByteArray, output);
    QFETCH(QStringList, expected);
    AttentionParser parser;
    QCOMPARE(texts(parser.feed(output)), expected);
    QVERIFY(parser.isBetweenSequences());
}

void TestAttentionParser::findsWhereverItIsCut()
{
    QFETCH(QByteArray, output);
    QFETCH(QStringList, expected);
    for (qsizetype cut = 0; cut <= output.size(); ++cut) {
        AttentionParser parser;
        QStringList found = texts(parser.feed(output.first(cut)));
        found += texts(parser.feed(output.sliced(cut)));
        QCOMPARE(found, expected);
    }
    AttentionParser parser;
    QStringList found;
    for (const char byte : output)
        found += texts(parser.feed(QByteArray(1, byte)));
    QCOMPARE(found, expected);
}

void TestAttentionParser::everySignalEndsWhereItSays()
{
    QFETCH(QByteArray, output);
    AttentionParser parser;
    for (const char byte : output) {
        for (const Signal &signal : parser.feed(QByteArray(1, byte))) {
            if (!std::holds_alternative<PasteModeChanged>(signal))
                QVERIFY2(AttentionParser::endsSignal(byte), qPrintable(text(signal)));
        }
    }
}

void TestAttentionParser::passesOverWhatIsTooLong()
{
    AttentionParser parser;
    const QByteArray longTitle(AttentionParser::MaxCommandBytes + 1, 'x');
    QCOMPARE(texts(parser.feed("\x1b]0;" + longTitle + "\a\x1b]0;next\a")),
        QStringList{QStringLiteral("title next")});
    QCOMPARE(texts(parser.feed("\x1b]0;" + QByteArray(500, 'x') + "\a")).first().size(), 206);
}

void TestAttentionParser::comesBackFromAStringThatDoesNotEnd()
{
    AttentionParser parser;
    parser.feed("\x1bP");
    QVERIFY(!parser.isBetweenSequences());
    parser.feed(QByteArray(AttentionParser::MaxStringBytes + 1, 'x'));
    QVERIFY(parser.isBetweenSequences());
    QCOMPARE(texts(parser.feed("\a")), QStringList{QStringLiteral("bell")});
}

QTEST_GUILESS_MAIN(TestAttentionParser)
#include "tst_attentionparser.moc"
