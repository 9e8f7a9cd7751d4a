// A program on a terminal: what it tells, what is typed, and that a new Protocol goes on from any rest.
#include "core/provider/terminal/terminalprotocol.h"
#include "tests/core/provider/eventtext.h"

#include <QTest>

using namespace terminal;
using provider::SendPrompt;

namespace {

Program command()
{
    return {QStringLiteral("make"), QStringLiteral("build it"), false};
}

Program conversation()
{
    return {QStringLiteral("claude"), QStringLiteral("fix the bug"), true};
}

SendPrompt prompt(const char *id, const char *words)
{
    return {QString::fromLatin1(id), QString::fromUtf8(words), {}};
}

//! What would be written for a Command, as one text.
QByteArray written(TerminalProtocol &protocol, const provider::Command &command)
{
    const auto lines = protocol.encode(command);
    return lines ? (*lines + protocol.takeReplies()).join() : "refused: " + lines.error().message.toUtf8();
}

QStringList events(const provider::Events &all)
{
    return eventTexts(all);
}

QString notice(const char *level, const char *words)
{
    return eventText(provider::NoticeRaised{
        qstrcmp(level, "warning") == 0 ? model::NoticeLevel::Warning : model::NoticeLevel::Info,
        QString::fromUtf8(words)});
}

QString status(provider::TerminalActivity activity, const char *words = "")
{
    return eventText(provider::TerminalStatus{activity, QString::fromUtf8(words)});
}

constexpr auto Busy = provider::TerminalActivity::Busy;
constexpr auto Waiting = provider::TerminalActivity::Waiting;
constexpr auto Idle = provider::TerminalActivity::Idle;

} // namespace

class TestTerminalProtocol : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isBusyFromTheStart();
    void tells_data();
    void tells();
    void answersTheQueryOnce();
    void theFirstPromptIsTheCommand();
    void typesLaterPrompts_data();
    void typesLaterPrompts();
    void aConversationIsGivenPromptsWhenItIsReady();
    void interrupts();
    void refusesWhatATerminalCannot();
    void hasNoRestWithinASequence();
    void goesOnFromARestAnywhere();
    void saysWhyItEnded();
};

void TestTerminalProtocol::isBusyFromTheStart()
{
    TerminalProtocol protocol(command());
    QVERIFY(protocol.open().isEmpty());
    QCOMPARE(events(protocol.takeEvents()),
        (QStringList{eventText(provider::SessionStarted{}), status(Busy, "Running make")}));
    QVERIFY(protocol.takeEvents().isEmpty());
}

void TestTerminalProtocol::tells_data()
{
    QTest::addColumn<QByteArray>("output");
    QTest::addColumn<QStringList>("expected");
    const QString waits = QStringLiteral("Waits for you in its terminal: approve Bash: touch x1");
    const QByteArray blocked
        = "\x1b]7501;state=blocked:kind=permission:msg=YXBwcm92ZSBCYXNoOiB0b3VjaCB4MQ==\a";
    QTest::newRow("plain output") << QByteArray("hello\r\n") << QStringList{};
    QTest::newRow("working already") << QByteArray("\x1b]7501;state=working\a") << QStringList{};
    QTest::newRow("idle, once") << QByteArray("\x1b]7501;state=idle\a\x1b]7501;state=idle\a")
                                << QStringList{status(Idle)};
    QTest::newRow("blocked, told once") << blocked + blocked
                                        << QStringList{notice("warning", waits.toUtf8().constData()),
                                               status(Waiting, waits.toUtf8().constData())};
    QTest::newRow("blocked without words")
        << QByteArray("\x1b]7501;state=blocked:kind=question\a")
        << QStringList{notice("warning", "Waits for you in its terminal: question"),
               status(Waiting, "Waits for you in its terminal: question")};
    QTest::newRow("blocked and answered")
        << blocked + "\x1b]7501;state=working\a"
        << QStringList{notice("warning", waits.toUtf8().constData()),
               status(Waiting, waits.toUtf8().constData()), status(Busy, "Running make")};
    QTest::newRow("done with a message") << QByteArray("\x1b]7501;state=done:msg=YWxsIGdvb2Q=\a")
                                         << QStringList{notice("info", "Done: all good"), status(Idle)};
    QTest::newRow("progress") << QByteArray("\x1b]9;4;0\a\x1b]9;4;1;10\a\x1b]9;4;1;20\a")
                              << QStringList{status(Idle), status(Busy, "Running make")};
    QTest::newRow("progress says less than a status")
        << QByteArray("\x1b]7501;state=working\a\x1b]9;4;0\a") << QStringList{};
    QTest::newRow("notifications") << QByteArray("\x1b]9;ready\a\x1b]777;notify;Tests;12 passed\a")
                                   << QStringList{
                                          notice("info", "ready"), notice("info", "Tests: 12 passed")};
    QTest::newRow("a bell is told once until something else happens")
        << QByteArray("\a\a\a\x1b]9;x\a\a")
        << QStringList{notice("info", "make rang the bell"), notice("info", "x"),
               notice("info", "make rang the bell")};
    QTest::newRow("title, once") << QByteArray("\x1b]0;one\a\x1b]0;one\a")
                                 << QStringList{eventText(
                                        provider::SettingsReported{{}, {}, {}, QStringLiteral("one")})};
}

void TestTerminalProtocol::tells()
{
    QFETCH(QByteArray, output);
    QFETCH(QStringList, expected);
    for (const bool byBytes : {false, true}) {
        TerminalProtocol protocol(command());
        protocol.open();
        protocol.takeEvents();
        QStringList told;
        const qsizetype step = byBytes ? 1 : output.size();
        for (qsizetype at = 0; at < output.size(); at += step)
            told += events(protocol.feed(output.mid(at, step)));
        QCOMPARE(told, expected);
    }
}

void TestTerminalProtocol::answersTheQueryOnce()
{
    TerminalProtocol protocol(command());
    protocol.open();
    protocol.feed("x\x1b]7501;?\ay");
    QCOMPARE(protocol.takeReplies(), QList<QByteArray>{"\x1b]7501;?1\a"});
    QVERIFY(protocol.takeReplies().isEmpty());
}

void TestTerminalProtocol::theFirstPromptIsTheCommand()
{
    TerminalProtocol protocol(command());
    protocol.open();
    protocol.takeEvents();
    QCOMPARE(written(protocol, prompt("p1", "build it")), QByteArray());
    QCOMPARE(events(protocol.takeEvents()),
        QStringList{
            eventText(provider::PromptProgressed{QStringLiteral("p1"), model::DeliveryState::Taken})});
    QCOMPARE(written(protocol, prompt("p2", "build it")), QByteArray("build it\r"));
}

void TestTerminalProtocol::typesLaterPrompts_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QString>("words");
    QTest::addColumn<QByteArray>("keys");
    QTest::newRow("a line") << QByteArray() << QStringLiteral("yes") << QByteArray("yes\r");
    QTest::newRow("lines") << QByteArray() << QStringLiteral("a\r\nb\nc") << QByteArray("a\rb\rc\r");
    QTest::newRow("no keys in a text")
        << QByteArray() << QStringLiteral("a\x03\x1b[200~b") << QByteArray("a[200~b\r");
    QTest::newRow("as a paste") << QByteArray("\x1b[?2004h") << QStringLiteral("a\nb")
                                << QByteArray("\x1b[200~a\rb\x1b[201~\r");
    QTest::newRow("no paste any more")
        << QByteArray("\x1b[?2004h\x1b[?2004l") << QStringLiteral("a") << QByteArray("a\r");
    QTest::newRow("umlauts") << QByteArray() << QStringLiteral("größe")
                             << QByteArray("gr\xc3\xb6\xc3\x9f"
                                           "e\r");
}

void TestTerminalProtocol::typesLaterPrompts()
{
    QFETCH(QByteArray, before);
    QFETCH(QString, words);
    QFETCH(QByteArray, keys);
    TerminalProtocol protocol(command());
    protocol.open();
    protocol.feed(before);
    QCOMPARE(written(protocol, SendPrompt{QStringLiteral("p"), words, {}}), keys);
}

void TestTerminalProtocol::aConversationIsGivenPromptsWhenItIsReady()
{
    TerminalProtocol protocol(conversation());
    protocol.open();
    QCOMPARE(written(protocol, prompt("p1", "fix the bug")), QByteArray());
    QCOMPARE(written(protocol, prompt("p2", "and test it")), QByteArray());
    protocol.takeEvents();
    QVERIFY(!protocol.rest());
    protocol.feed("\x1b]7501;state=working\a");
    QVERIFY(protocol.takeReplies().isEmpty());
    const QStringList told = events(protocol.feed("\x1b]7501;state=idle\a"));
    QCOMPARE(protocol.takeReplies().join(), QByteArray("and test it\r"));
    QVERIFY(told.contains(
        eventText(provider::PromptProgressed{QStringLiteral("p2"), model::DeliveryState::Taken})));
    QVERIFY(protocol.rest());
}

void TestTerminalProtocol::interrupts()
{
    TerminalProtocol program(command());
    QCOMPARE(written(program, provider::Interrupt{}), QByteArray("\x03"));
    TerminalProtocol chat(conversation());
    QCOMPARE(written(chat, provider::Interrupt{}), QByteArray("\x1b"));
}

void TestTerminalProtocol::refusesWhatATerminalCannot()
{
    TerminalProtocol protocol(command());
    const QList<provider::Command> commands{provider::SetMode{QStringLiteral("plan")},
        provider::SetModel{QStringLiteral("x")}, provider::SetEffort{QStringLiteral("low")},
        provider::DecideApproval{}, provider::AnswerQuestion{}, provider::SkipQuestion{}};
    for (const provider::Command &each : commands) {
        const auto lines = protocol.encode(each);
        QVERIFY(!lines);
        QCOMPARE(lines.error().code, base::ErrorCode::Unsupported);
    }
}

void TestTerminalProtocol::hasNoRestWithinASequence()
{
    TerminalProtocol protocol(command());
    protocol.open();
    protocol.feed("text");
    QVERIFY(protocol.rest());
    protocol.feed("\x1b]9;half");
    QVERIFY(!protocol.rest());
    protocol.feed(" whole\a");
    QVERIFY(protocol.rest());
}

void TestTerminalProtocol::goesOnFromARestAnywhere()
{
    const QByteArray output
        = "a\a\x1b]0;t\a\x1b[?2004h\x1b]7501;?\a\x1b]7501;state=blocked:msg=Pw==\ab"
          "\x1b]7501;state=blocked:msg=Pw==\a\a\x1b]9;4;0\a\x1b]0;t\a\x1b]7501;state=idle\a\a";
    const auto sayRest = [&](TerminalProtocol &protocol, qsizetype from) {
        QStringList told = events(protocol.feed(output.sliced(from)));
        for (const QByteArray &reply : protocol.takeReplies())
            told << QString::fromLatin1(reply);
        told << QString::fromLatin1(written(protocol, prompt("p", "build it")));
        return told;
    };
    int rests = 0;
    for (qsizetype cut = 0; cut <= output.size(); ++cut) {
        TerminalProtocol earlier(command());
        earlier.open();
        earlier.encode(prompt("first", "build it"));
        earlier.feed(output.first(cut));
        earlier.takeReplies();
        earlier.takeEvents();
        const auto rest = earlier.rest();
        if (!rest)
            continue;
        ++rests;
        TerminalProtocol later(command());
        later.goOnFrom(*rest);
        const provider::Events standing = later.takeEvents();
        QCOMPARE(standing.size(), 1);
        QVERIFY(std::holds_alternative<provider::TerminalStatus>(standing.first()));
        QCOMPARE(sayRest(later, cut), sayRest(earlier, cut));
    }
    QVERIFY(rests > 10);
}

void TestTerminalProtocol::saysWhyItEnded()
{
    const auto ended = [](process::EndKind kind, int code, bool asked) {
        TerminalProtocol protocol(command());
        process::ProcessResult result;
        result.kind = kind;
        result.exitCode = result.signal = code;
        result.stopRequested = asked;
        return events(protocol.closed(result));
    };
    QCOMPARE(ended(process::EndKind::Exited, 0, false), QStringList{});
    QCOMPARE(ended(process::EndKind::Killed, 1, true), QStringList{});
    const QStringList failed = ended(process::EndKind::Exited, 2, false);
    QCOMPARE(failed.size(), 1);
    QVERIFY(failed.first().contains(QStringLiteral("make ended with exit code 2")));
}

QTEST_GUILESS_MAIN(TestTerminalProtocol)
#include "tst_terminalprotocol.moc"
