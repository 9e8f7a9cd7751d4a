// What codex keeps of a thread on disk, as history.
#include "core/provider/codex/rollout.h"
#include "tests/paths/testpaths.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

namespace {

QString fixture(const char *name)
{
    return testpaths::fixture(QStringLiteral("session-files/codex/%1.jsonl")).arg(QLatin1StringView(name));
}

QString shownTool(const model::ToolCall &call)
{
    QString text = QStringLiteral("tool %1 %2 %3").arg(call.id, call.name, call.title);
    text += QStringLiteral(" status=%1").arg(static_cast<int>(call.status));
    if (call.exitCode)
        text += QStringLiteral(" exit=%1").arg(*call.exitCode);
    if (!call.output.isEmpty())
        text += QStringLiteral(" output=") + call.output.trimmed();
    if (call.diff)
        text += QStringLiteral(" diff=%1+%2-%3")
                    .arg(call.diff->path)
                    .arg(call.diff->added)
                    .arg(call.diff->removed);
    return text;
}

QString shown(const provider::HistoryEntry &entry)
{
    if (const auto *prompt = std::get_if<model::Prompt>(&entry.body))
        return QStringLiteral("prompt ") + prompt->text;
    if (const auto *text = std::get_if<model::Text>(&entry.body))
        return QStringLiteral("text ") + text->text;
    if (const auto *thought = std::get_if<model::Thought>(&entry.body))
        return QStringLiteral("thought ") + thought->text;
    if (const auto *notice = std::get_if<model::Notice>(&entry.body))
        return QStringLiteral("notice ") + notice->text;
    if (const auto *call = std::get_if<model::ToolCall>(&entry.body))
        return shownTool(*call);
    return QStringLiteral("something else");
}

QStringList history(const QString &path, int limit = codex::MaxHistoryEntries)
{
    const auto entries = codex::readRollout(path, limit);
    if (!entries)
        return {entries.error().message};
    QStringList texts;
    base::Timestamp before = 0;
    for (const provider::HistoryEntry &entry : *entries) {
        if (entry.at < before)
            texts << QStringLiteral("earlier than the one before");
        before = entry.at;
        texts << shown(entry);
    }
    return texts;
}

} // namespace

class TestCodexRollout : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void recordings_data();
    void recordings();
    void onlyTheNewest();
    void timesAreKept();
    void linesOfAnOlderVersion();
    void itemsInOtherShapes();
    void rubbishIsSkipped();
    void noFile();

private:
    QString write(const QByteArray &content);

    QTemporaryDir m_directory;
};

QString TestCodexRollout::write(const QByteArray &content)
{
    const QString path = m_directory.filePath(QStringLiteral("rollout.jsonl"));
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return {};
    file.write(content);
    return path;
}

void TestCodexRollout::recordings_data()
{
    QTest::addColumn<QStringList>("entries");
    const auto s = [](const char *text) {
        return QString::fromUtf8(text);
    };
    QTest::newRow("command-approved") << QStringList{
        s("prompt TOOL: echo hello > out.txt && cat out.txt\nSAY: done"),
        s("tool call_fake000063 shell echo hello > out.txt && cat out.txt status=1 exit=0 output=hello"),
        s("text done")};
    QTest::newRow("patch-approved") << QStringList{
        s("prompt WRITE: note.txt|one\\ntwo\nEDIT: note.txt|two|2\nSAY: patched"),
        s("tool call_fake000109 apply_patch note.txt (new) status=1 "
          "diff=/project/patch-approved/note.txt+2-0"),
        s("tool call_fake000113 apply_patch note.txt status=1 diff=/project/patch-approved/note.txt+1-1"),
        s("text patched")};
    QTest::newRow("interrupt") << QStringList{s("prompt LONG: 1000 10"), s("notice Interrupted"),
        s("prompt SAY: still here"), s("text still here")};
    QTest::newRow("plan") << QStringList{s("prompt PLAN: look|write|test\nSAY: planned"), s("text planned")};
}

void TestCodexRollout::recordings()
{
    QFETCH(QStringList, entries);
    QCOMPARE(history(fixture(QTest::currentDataTag())), entries);
}

void TestCodexRollout::onlyTheNewest()
{
    QCOMPARE(history(fixture("interrupt"), 2),
        (QStringList{QStringLiteral("prompt SAY: still here"), QStringLiteral("text still here")}));
    QCOMPARE(history(fixture("interrupt"), 0), QStringList());
    QCOMPARE(history(fixture("interrupt"), -1), QStringList());
}

void TestCodexRollout::timesAreKept()
{
    const auto entries = codex::readRollout(fixture("patch-approved"), 1);
    QVERIFY(entries);
    QCOMPARE(entries->first().at, 1795356541688);
}

void TestCodexRollout::linesOfAnOlderVersion()
{
    const QString path = write(R"({"timestamp":"2026-01-01T00:00:00.000Z","type":"session_meta","payload":{}}
{"type":"event_msg","payload":{"type":"user_message","message":"hi"}}
{"type":"response_item","payload":{"type":"message","role":"user","content":[{"text":"hi"}]}}
{"type":"event_msg","payload":{"type":"agent_reasoning","text":"hm"}}
{"type":"event_msg","payload":{"type":"agent_message","message":"hello"}}
{"type":"event_msg","payload":{"type":"error","message":"broken"}}
)");
    QCOMPARE(history(path),
        (QStringList{QStringLiteral("prompt hi"), QStringLiteral("thought hm"), QStringLiteral("text hello"),
            QStringLiteral("notice broken")}));
}

void TestCodexRollout::itemsInOtherShapes()
{
    const QString path = write(
        R"({"type":"event_msg","payload":{"type":"item_completed","item":{"type":"Reasoning","id":"r","summary_text":["a","b"],"raw_content":[]}}}
{"type":"event_msg","payload":{"type":"agent_message","message":"said again by its item"}}
{"type":"event_msg","payload":{"type":"item_completed","item":{"type":"Plan","id":"p","text":"1. Look"}}}
{"type":"event_msg","payload":{"type":"item_completed","item":{"type":"WebSearch","id":"w","query":"qt"}}}
{"type":"event_msg","payload":{"type":"item_completed","item":{"type":"ContextCompaction","id":"c"}}}
{"type":"event_msg","payload":{"type":"item_completed","item":{"type":"Hologram","id":"h"}}}
)");
    QCOMPARE(history(path),
        (QStringList{QStringLiteral("thought a\n\nb"), QStringLiteral("text 1. Look"),
            QStringLiteral("tool w web_search qt status=1"),
            QStringLiteral("notice The conversation was compacted")}));
}

void TestCodexRollout::rubbishIsSkipped()
{
    const QString path
        = write("not json\n\n[1]\n{\"type\":7}\n{\"type\":\"event_msg\",\"payload\":7}\n"
                "{\"type\":\"event_msg\",\"payload\":{\"type\":\"item_completed\",\"item\":[]}}\n"
                "{\"type\":\"event_msg\",\"payload\":{\"type\":\"user_message\",\"message\":\"hi\"}}\n"
                "{\"type\":\"event_msg\",\"payload\":{\"type\":\"user_mess");
    QCOMPARE(history(path), QStringList{QStringLiteral("prompt hi")});
}

void TestCodexRollout::noFile()
{
    const auto missing = codex::readRollout(m_directory.filePath(QStringLiteral("none")), 1);
    QVERIFY(!missing);
    QCOMPARE(missing.error().code, base::ErrorCode::NotFound);
    const auto directory = codex::readRollout(m_directory.path(), 1);
    QVERIFY(!directory);
    QCOMPARE(directory.error().code, base::ErrorCode::Io);
}

QTEST_GUILESS_MAIN(TestCodexRollout)
#include "tst_codexrollout.moc"
