// A session file of claude read back as what was said and done.
#include "core/provider/claude/sessionfile.h"
#include "core/provider/claude/sessiontree.h"
#include "tests/paths/testpaths.h"

#include <QBuffer>
#include <QTemporaryFile>
#include <QTest>

using base::ErrorCode;

namespace {

QString bodyText(const model::MessageBody &body)
{
    struct Visitor
    {
        QString operator()(const model::Prompt &prompt) const
        {
            return QStringLiteral("prompt ") + prompt.text;
        }
        QString operator()(const model::Text &text) const
        {
            return (text.aborted ? QStringLiteral("aborted ") : QStringLiteral("text ")) + text.text;
        }
        QString operator()(const model::Thought &thought) const
        {
            return QStringLiteral("thought ") + thought.text;
        }
        QString operator()(const model::ToolCall &call) const
        {
            static const QStringList status{QStringLiteral("running"), QStringLiteral("ok"),
                QStringLiteral("failed"), QStringLiteral("denied"), QStringLiteral("cancelled")};
            QString text = QStringLiteral("tool %1 %2 [%3] %4")
                               .arg(call.name, call.title, status.at(int(call.status)), call.output.left(30));
            if (call.diff)
                text += QStringLiteral(" +%1-%2").arg(call.diff->added).arg(call.diff->removed);
            return text;
        }
        QString operator()(const model::Approval &) const { return QStringLiteral("approval"); }
        QString operator()(const model::Question &) const { return QStringLiteral("question"); }
        QString operator()(const model::Plan &) const { return QStringLiteral("plan"); }
        QString operator()(const model::Notice &notice) const
        {
            return QStringLiteral("notice ") + notice.text;
        }
    };
    return std::visit(Visitor{}, body);
}

QStringList texts(const base::Result<QList<provider::HistoryEntry>> &history)
{
    if (!history)
        return {QStringLiteral("error ") + history.error().message};
    QStringList texts;
    for (const provider::HistoryEntry &entry : *history)
        texts << bodyText(entry.body);
    return texts;
}

//! A file of lines with single quotes for double ones.
class SessionText
{
public:
    SessionText &line(const QByteArray &text)
    {
        QByteArray quoted = text;
        m_content += quoted.replace('\'', '"') + '\n';
        return *this;
    }
    SessionText &user(const QByteArray &uuid, const QByteArray &parent, const QByteArray &text,
        const QByteArray &fields = {})
    {
        return line("{'type':'user','uuid':'" + uuid
            + "','parentUuid':" + (parent.isEmpty() ? "null" : "'" + parent + "'")
            + ",'timestamp':'2026-11-22T14:07:53.780Z','message':{'content':'" + text + "'}" + fields + "}");
    }
    SessionText &assistant(const QByteArray &uuid, const QByteArray &parent, const QByteArray &block,
        const QByteArray &fields = {})
    {
        return line("{'type':'assistant','uuid':'" + uuid + "','parentUuid':'" + parent
            + "','message':{'id':'m-" + uuid + "','content':[" + block + "]}" + fields + "}");
    }
    SessionText &raw(const QByteArray &bytes)
    {
        m_content += bytes;
        return *this;
    }
    QStringList read(int limit = claude::MaxHistoryEntries) const
    {
        QTemporaryFile file;
        if (!file.open())
            return {QStringLiteral("no temporary file")};
        file.write(m_content);
        file.flush();
        return texts(claude::readSessionFile(file.fileName(), limit));
    }

private:
    QByteArray m_content;
};

QByteArray said(const QByteArray &text)
{
    return "{'type':'text','text':'" + text + "'}";
}

} // namespace

class TestClaudeSessionFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void realFiles_data();
    void realFiles();
    void timesAreThoseOfTheLines();
    void onlyTheLastBranchIsTold();
    void parallelCallsAreAllTold();
    void sisterBlocksAreTold();
    void sidechainsAreLeftOut();
    void aCompactionIsCrossed();
    void linesOfClaudeToTheModelAreLeftOut_data();
    void linesOfClaudeToTheModelAreLeftOut();
    void whatIsSaidInOtherWays();
    void theNewestAreKept();
    void damageIsSkipped();
    void loopsEnd();
    void overlongLinesAreEmptied();
    void filesThatCannotBeRead();
};

void TestClaudeSessionFile::realFiles_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QStringList>("expected");
    const auto row = [](const char *name, const QStringList &expected) {
        QTest::newRow(name) << QString::fromLatin1(name) << expected;
    };
    row("multi-turn",
        {QStringLiteral("prompt SAY: first"), QStringLiteral("text first"),
            QStringLiteral("prompt SAY: second"), QStringLiteral("text second")});
    row("permission-allow",
        {QStringLiteral("prompt TOOL: echo hello > out.txt && cat out.txt\nSAY: The file is written."),
            QStringLiteral("tool Bash echo hello > out.txt && cat out.txt [ok] hello"),
            QStringLiteral("text The file is written.")});
    row("interrupt-stream",
        {QStringLiteral("prompt LONG: 400 10"),
            QStringLiteral("text word1 word2 word3 word4 word5 word6 word7 word8 word9 word10 word11 "
                           "word12\n word13 word14 "
                           "word15 word16 word17 word18 word19 word20 word21 word2"),
            QStringLiteral("notice Interrupted"), QStringLiteral("prompt SAY: next turn works"),
            QStringLiteral("text next turn works")});
    row("plan-mode-approved",
        {QStringLiteral(
             "prompt PLAN: # Plan\\n\\n1. Do this\\n2. Do that\nWRITE: /project/plan-mode-approved/done.txt|"
             "planned\nSAY: Implemented."),
            QStringLiteral("tool Write /home/tester/.claude/plans/plan-plan-n-n1-do-cheerful-treasure.md "
                           "[ok] File created "
                           "successfully at:  +4-0"),
            QStringLiteral("tool ExitPlanMode Plan [ok] User has approved your plan. Y"),
            QStringLiteral(
                "tool Write /project/plan-mode-approved/done.txt [ok] File created successfully at:  +1-0"),
            QStringLiteral("text Implemented.")});
    row("slash-commands",
        {QStringLiteral("prompt /clear"), QStringLiteral("prompt /no-such-command"),
            QStringLiteral("text You said: /no-such-command")});
    row("subagent",
        {QStringLiteral(
             "prompt CALL: Task {\"description\":\"look around\",\"prompt\":\"THINK: sub thinks\\nSAY: the "
             "subagent report\",\"subagent_type\":\"general-purpose\",\"run_in_background\":false}\nSAY: The "
             "subagent is done."),
            QStringLiteral("tool Task look around [ok] the subagent report"),
            QStringLiteral("text The subagent is done.")});
    row("subagent-agent", {}); // a sidechain through and through
}

void TestClaudeSessionFile::realFiles()
{
    QFETCH(QString, name);
    QFETCH(QStringList, expected);
    QCOMPARE(texts(claude::readSessionFile(
                 testpaths::fixture(QStringLiteral("session-files/claude/%1.jsonl")).arg(name),
                 claude::MaxHistoryEntries)),
        expected);
}

void TestClaudeSessionFile::timesAreThoseOfTheLines()
{
    const auto history = claude::readSessionFile(
        testpaths::fixture(QStringLiteral("session-files/claude/permission-allow.jsonl")),
        claude::MaxHistoryEntries);
    QVERIFY(history);
    QCOMPARE(history->at(0).at, base::Timestamp(1795356443557));
    const auto call = std::get<model::ToolCall>(history->at(1).body);
    QCOMPARE(history->at(1).at, base::Timestamp(1795356443612));
    QCOMPARE(call.durationMs, 65);
    QCOMPARE(call.exitCode, std::optional(0));
    QCOMPARE(call.kind, model::ToolKind::Exec);
    QCOMPARE(std::get<model::Prompt>(history->at(0).body).delivery, model::DeliveryState::Taken);
}

void TestClaudeSessionFile::onlyTheLastBranchIsTold()
{
    QCOMPARE(SessionText()
                 .user("1", "", "hello")
                 .assistant("2", "1", said("hi"))
                 .user("3", "2", "wrong way")
                 .assistant("4", "3", said("going wrong"))
                 .user("5", "2", "other way")
                 .assistant("6", "5", said("going right"))
                 .read(),
        (QStringList{QStringLiteral("prompt hello"), QStringLiteral("text hi"),
            QStringLiteral("prompt other way"), QStringLiteral("text going right")}));
}

void TestClaudeSessionFile::parallelCallsAreAllTold()
{
    // Each result hangs on its own call, the conversation goes on from the last.
    const auto call = [](const QByteArray &id) {
        return "{'type':'tool_use','id':'" + id + "','name':'Read','input':{'file_path':'/" + id + "'}}";
    };
    const auto result = [](const QByteArray &uuid, const QByteArray &parent, const QByteArray &id) {
        return "{'type':'user','uuid':'" + uuid + "','parentUuid':'" + parent
            + "','message':{'content':[{'type':'tool_result','tool_use_id':'" + id + "','content':'of " + id
            + "'}]}}";
    };
    SessionText text;
    text.user("1", "", "read both")
        .assistant("2", "1", call("a"))
        .assistant("3", "2", call("b"))
        .line(result("4", "2", "a"))
        .line(result("5", "3", "b"))
        .assistant("6", "5", said("done"));
    QCOMPARE(text.read(),
        (QStringList{QStringLiteral("prompt read both"), QStringLiteral("tool Read /a [ok] of a"),
            QStringLiteral("tool Read /b [ok] of b"), QStringLiteral("text done")}));
}

void TestClaudeSessionFile::sisterBlocksAreTold()
{
    // The file ends with the result of the first of two calls of one message.
    const QByteArray message
        = "'message':{'id':'M','content':[{'type':'tool_use','id':'ID','name':'Read','input':{}}]}}";
    QCOMPARE(
        SessionText()
            .user("1", "", "go")
            .line("{'type':'assistant','uuid':'2','parentUuid':'1'," + QByteArray(message).replace("ID", "a"))
            .line("{'type':'assistant','uuid':'3','parentUuid':'2'," + QByteArray(message).replace("ID", "b"))
            .line("{'type':'user','uuid':'4','parentUuid':'2','message':{'content':[{'type':'tool_result',"
                  "'tool_use_id':'a','content':'A'}]}}")
            .read(),
        (QStringList{QStringLiteral("prompt go"), QStringLiteral("tool Read  [ok] A"),
            QStringLiteral("tool Read  [cancelled] ")}));
}

void TestClaudeSessionFile::sidechainsAreLeftOut()
{
    QCOMPARE(SessionText()
                 .user("1", "", "hello")
                 .assistant("2", "1", said("hi"))
                 .user("3", "2", "for the subagent", ",'isSidechain':true")
                 .assistant("4", "3", said("from the subagent"), ",'isSidechain':true")
                 .read(),
        (QStringList{QStringLiteral("prompt hello"), QStringLiteral("text hi")}));
}

void TestClaudeSessionFile::aCompactionIsCrossed()
{
    QCOMPARE(SessionText()
                 .user("1", "", "before")
                 .line("{'type':'system','subtype':'compact_boundary','uuid':'2','parentUuid':null,'"
                       "logicalParentUuid':'1',"
                       "'compactMetadata':{'trigger':'manual','preTokens':900,'postTokens':30}}")
                 .user("3", "2", "summary", ",'isCompactSummary':true")
                 .user("4", "3", "after")
                 .read(),
        (QStringList{QStringLiteral("prompt before"),
            QStringLiteral("notice The conversation was compacted (900 → 30 tokens)"),
            QStringLiteral("prompt after")}));
}

void TestClaudeSessionFile::linesOfClaudeToTheModelAreLeftOut_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("fields");
    QTest::newRow("meta") << QByteArray("x") << QByteArray(",'isMeta':true");
    QTest::newRow("summary") << QByteArray("x") << QByteArray(",'isCompactSummary':true");
    QTest::newRow("caveat") << QByteArray("<local-command-caveat>x</local-command-caveat>") << QByteArray();
    QTest::newRow("output") << QByteArray("<local-command-stdout>x</local-command-stdout>") << QByteArray();
    QTest::newRow("task") << QByteArray("<task-notification>x</task-notification>") << QByteArray();
    QTest::newRow("nothing") << QByteArray(" ") << QByteArray();
}

void TestClaudeSessionFile::linesOfClaudeToTheModelAreLeftOut()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, fields);
    QCOMPARE(SessionText().user("1", "", text, fields).user("2", "1", "real").read(),
        QStringList{QStringLiteral("prompt real")});
}

void TestClaudeSessionFile::whatIsSaidInOtherWays()
{
    QCOMPARE(SessionText()
                 .user("1", "", "<command-name>/model</command-name> <command-args>opus</command-args>")
                 .line("{'type':'system','subtype':'local_command','uuid':'2','parentUuid':'1','content':"
                       "'<local-command-stdout>Set model</local-command-stdout>'}")
                 .line("{'type':'user','uuid':'3','parentUuid':'2','message':{'content':[{'type':'text','"
                       "text':'look'},"
                       "{'type':'image','source':{'media_type':'image/png','data':'AAAA'}}]}}")
                 .assistant("4", "3", "{'type':'thinking','thinking':'hm'}")
                 .assistant("5", "4", said("API Error: 500"), ",'isApiErrorMessage':true")
                 .assistant("6", "5", "{'type':'tool_use','id':'t','name':'Bash','input':{'command':'ls'}}")
                 .assistant("7", "6", said("cut"), ",'aborted':true")
                 .read(),
        (QStringList{QStringLiteral("prompt /model opus"), QStringLiteral("text Set model"),
            QStringLiteral("prompt look\n[image image/png, 1 KB]"), QStringLiteral("thought hm"),
            QStringLiteral("notice API Error: 500"), QStringLiteral("tool Bash ls [cancelled] "),
            QStringLiteral("aborted cut")}));
}

void TestClaudeSessionFile::theNewestAreKept()
{
    SessionText text;
    for (int i = 0; i < 50; ++i) {
        const QByteArray number = QByteArray::number(i);
        text.user("u" + number, i == 0 ? QByteArray() : "u" + QByteArray::number(i - 1), "prompt " + number);
    }
    QCOMPARE(
        text.read(2), (QStringList{QStringLiteral("prompt prompt 48"), QStringLiteral("prompt prompt 49")}));
    QCOMPARE(text.read(0), QStringList());
    QCOMPARE(text.read(-1), QStringList());
    QCOMPARE(text.read().size(), 50);
}

void TestClaudeSessionFile::damageIsSkipped()
{
    QCOMPARE(
        SessionText()
            .user("1", "", "hello")
            .raw("this is not JSON but has a \"uuid\"\n\n[1,2]\n{\"uuid\":7,\"type\":[]}\n")
            .raw(QByteArray("\x00\xff\xfe\n", 4))
            .line("{'type':'of the future','uuid':'2','parentUuid':'1'}")
            .line("{'type':'assistant','uuid':'3','parentUuid':'2','message':7}")
            .line("{'type':'user','uuid':'3b','parentUuid':'3','message':{'content':[7,{'type':'tool_result'}"
                  "]},"
                  "'timestamp':5}")
            .assistant("4", "3b", said("still here"))
            .raw("{\"type\":\"user\",\"uuid\":\"5\",\"parentUuid\":\"4\",\"message\":{\"content\":\"torn")
            .read(),
        (QStringList{QStringLiteral("prompt hello"), QStringLiteral("text still here")}));
    QCOMPARE(SessionText().read(), QStringList());
}

void TestClaudeSessionFile::loopsEnd()
{
    QCOMPARE(SessionText().user("1", "2", "a").user("2", "1", "b").user("2", "2", "again").read(),
        (QStringList{QStringLiteral("prompt a"), QStringLiteral("prompt b")}));
}

void TestClaudeSessionFile::overlongLinesAreEmptied()
{
    const QByteArray huge(200'000, 'x'); // more than one piece of reading
    QBuffer file;
    file.setData("short\n" + huge + "\n\nlast");
    QVERIFY(file.open(QIODevice::ReadOnly));
    QList<QByteArray> lines;
    while (const auto line = claude::nextLine(file, 150'000))
        lines.append(*line);
    QCOMPARE(lines, (QList<QByteArray>{"short", "", "", "last"}));
    file.seek(6);
    QCOMPARE(claude::nextLine(file)->size(), huge.size());
}

void TestClaudeSessionFile::filesThatCannotBeRead()
{
    const auto missing = claude::readSessionFile(QStringLiteral("/nowhere/at/all.jsonl"), 10);
    QVERIFY(!missing);
    QCOMPARE(missing.error().code, ErrorCode::NotFound);
    const auto directory = claude::readSessionFile(testpaths::fixture({}), 10);
    QVERIFY(!directory);
    QCOMPARE(directory.error().code, ErrorCode::Io);
}

QTEST_GUILESS_MAIN(TestClaudeSessionFile)
#include "tst_claudesessionfile.moc"
