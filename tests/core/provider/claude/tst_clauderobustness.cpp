// Nothing that claude may write can crash the protocol or leave it with an open end.
#include "../eventtext.h"
#include "conversation.h"
#include "tests/paths/testpaths.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRandomGenerator>
#include <QSet>
#include <QTest>

namespace {

constexpr quint32 Seed = 20261122; // the same mutations in every run
constexpr int MutationsPerLine = 12;

//! What holds of any events, whatever was fed: a tool ends once, nothing stays open beyond the end of the
//! process.
class Invariants
{
public:
    void check(const provider::Events &events)
    {
        for (const provider::Event &event : events)
            std::visit([this](const auto &concrete) { on(concrete); }, event);
    }
    void checkEnd()
    {
        if (m_turnOpen)
            complain(QStringLiteral("a turn stays open"));
        for (const QString &id : std::as_const(m_open))
            complain(QStringLiteral("a tool stays open: ") + id);
    }
    const QStringList &complaints() const { return m_complaints; }

private:
    template <typename Other>
    void on(const Other &)
    {
    }
    void on(const provider::ToolStarted &event)
    {
        if (m_open.contains(event.call.id))
            complain(QStringLiteral("a tool begins twice: ") + event.call.id);
        m_open.insert(event.call.id);
    }
    void on(const provider::ToolFinished &event) { m_open.remove(event.id); }
    void on(const provider::TurnStarted &)
    {
        if (m_turnOpen)
            complain(QStringLiteral("a turn begins in a turn"));
        m_turnOpen = true;
    }
    void on(const provider::TurnFinished &) { m_turnOpen = false; }
    void complain(const QString &what) { m_complaints << what; }

    QSet<QString> m_open;
    QStringList m_complaints;
    bool m_turnOpen = false;
};

QList<QByteArray> recordedLines(const QString &path)
{
    QList<QByteArray> lines;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return lines;
    while (!file.atEnd()) {
        const QJsonObject entry = QJsonDocument::fromJson(file.readLine()).object();
        const QJsonObject line = entry.value(QLatin1StringView("line")).toObject();
        if (entry.value(QLatin1StringView("dir")).toString() == QLatin1StringView("out") && !line.isEmpty())
            lines.append(QJsonDocument(line).toJson(QJsonDocument::Compact));
    }
    return lines;
}

//! Another value for a field: of each JSON type.
QJsonValue anything(QRandomGenerator &random)
{
    switch (random.bounded(9)) {
    case 0:
        return QJsonValue::Null;
    case 1:
        return random.bounded(2) == 0;
    case 2:
        return -1;
    case 3:
        return 1e300;
    case 4:
        return QString();
    case 5:
        return QStringLiteral("x\n\u0000y");
    case 6:
        return QJsonArray{1, QStringLiteral("a"), QJsonObject(), QJsonValue::Null};
    case 7:
        return QJsonObject{{QStringLiteral("type"), 3}};
    default:
        return QJsonArray();
    }
}

QJsonValue mutated(const QJsonValue &value, QRandomGenerator &random, int depth = 0)
{
    const bool here = random.bounded(4) == 0 && depth > 0;
    if (value.isObject() && !value.toObject().isEmpty() && !here) {
        QJsonObject object = value.toObject();
        const QStringList keys = object.keys();
        const QString key = keys.at(random.bounded(int(keys.size())));
        if (random.bounded(3) == 0)
            object.remove(key);
        else
            object.insert(key, mutated(object.value(key), random, depth + 1));
        return object;
    }
    if (value.isArray() && !value.toArray().isEmpty() && !here) {
        QJsonArray array = value.toArray();
        const int index = random.bounded(int(array.size()));
        if (random.bounded(3) == 0)
            array.removeAt(index);
        else
            array.replace(index, mutated(array.at(index), random, depth + 1));
        return array;
    }
    return anything(random);
}

QByteArray mutatedLine(const QByteArray &line, QRandomGenerator &random)
{
    const int way = random.bounded(8);
    if (way == 0)
        return line.left(random.bounded(int(line.size())));
    if (way == 1) {
        QByteArray flipped = line;
        flipped[random.bounded(int(line.size()))] = char(random.bounded(256));
        return flipped;
    }
    const QJsonValue value = mutated(QJsonDocument::fromJson(line).object(), random);
    return QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact);
}

} // namespace

class TestClaudeRobustness : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void knownLinesWithWrongFields_data();
    void knownLinesWithWrongFields();
    void mutatedRecordings_data();
    void mutatedRecordings();
    void deepNestingIsNoJson();
};

void TestClaudeRobustness::knownLinesWithWrongFields_data()
{
    QTest::addColumn<QJsonObject>("line");
    const QList<std::pair<const char *, const char *>> lines{
        {"init",
            "{'type':'system','subtype':'init','session_id':'s','cwd':'/"
            "p','model':'m','permissionMode':'default',"
            "'claude_code_version':'1','capabilities':['x']}"},
        {"status",
            "{'type':'system','subtype':'status','status':'requesting','permissionMode':'plan','compact_"
            "result':'x',"
            "'compact_error':'y'}"},
        {"state", "{'type':'system','subtype':'session_state_changed','state':'idle'}"},
        {"retry",
            "{'type':'system','subtype':'api_retry','attempt':1,'max_retries':2,'retry_delay_ms':3,'error_"
            "status':4,"
            "'error':'e'}"},
        {"task_started",
            "{'type':'system','subtype':'task_started','task_id':'k','tool_use_id':'t','description':'d'}"},
        {"task_notification",
            "{'type':'system','subtype':'task_notification','task_id':'k','tool_use_id':'t','status':"
            "'completed','summary':'s'}"},
        {"denied",
            "{'type':'system','subtype':'permission_denied','tool_name':'Bash','tool_use_id':'t','message':'"
            "m'}"},
        {"compact",
            "{'type':'system','subtype':'compact_boundary','compact_metadata':{'trigger':'auto','pre_tokens':"
            "1,"
            "'post_tokens':2}}"},
        {"title", "{'type':'system','subtype':'session_title_changed','title':'t'}"},
        {"output", "{'type':'system','subtype':'local_command_output','content':'c','uuid':'u'}"},
        {"start",
            "{'type':'stream_event','parent_tool_use_id':null,'api_message_id':'A','event':{'type':'message_"
            "start',"
            "'message':{'id':'A','usage':{'input_tokens':1}}}}"},
        {"block",
            "{'type':'stream_event','event':{'type':'content_block_start','index':0,'content_block':{'type':'"
            "text',"
            "'text':'x'}}}"},
        {"delta",
            "{'type':'stream_event','event':{'type':'content_block_delta','index':0,'delta':{'type':'text_"
            "delta',"
            "'text':'x'}}}"},
        {"stop", "{'type':'stream_event','event':{'type':'content_block_stop','index':0}}"},
        {"message_delta",
            "{'type':'stream_event','event':{'type':'message_delta','usage':{'output_tokens':2}}}"},
        {"assistant",
            "{'type':'assistant','parent_tool_use_id':'p','aborted':true,'is_api_error_message':false,'"
            "message':"
            "{'id':'A','usage':{'input_tokens':1},'content':[{'type':'tool_use','id':'t','name':'Bash','"
            "input':"
            "{'command':'ls'}},{'type':'text','text':'x'},{'type':'thinking','thinking':'y'}]}}"},
        {"user",
            "{'type':'user','isReplay':false,'uuid':'u','tool_use_result':{'filePath':'/"
            "p','structuredPatch':["
            "{'oldStart':1,'lines':['+x']}],'type':'create','content':'c'},'tool_result_meta':[{'id':'t',"
            "'non_execution_kind':'x','permission_decision':{'decision':'reject'}}],'message':{'content':[{'"
            "type':"
            "'tool_result','tool_use_id':'t','is_error':true,'content':[{'type':'text','text':'x'}]}]}}"},
        {"ask",
            "{'type':'control_request','request_id':'r','request':{'subtype':'can_use_tool','tool_name':'"
            "Bash','input':"
            "{'command':'ls'},'tool_use_id':'t','agent_id':'k','description':'d','decision_reason':'w',"
            "'blocked_path':'/p','permission_suggestions':[{'type':'addRules','rules':[{'toolName':'Bash',"
            "'ruleContent':'ls'}],'behavior':'allow','destination':'session'}]}}"},
        {"question",
            "{'type':'control_request','request_id':'r','request':{'subtype':'can_use_tool','tool_name':"
            "'AskUserQuestion','tool_use_id':'t','input':{'questions':[{'question':'q','header':'h','"
            "multiSelect':"
            "true,'options':[{'label':'l','description':'d','preview':'p'}]}]}}}"},
        {"withdrawn", "{'type':'control_cancel_request','request_id':'r'}"},
        {"answer",
            "{'type':'control_response','response':{'subtype':'success','request_id':'agentmonitor-1','"
            "response':"
            "{'models':[{'value':'v','supportedEffortLevels':['low']}],'commands':[{'name':'n'}],"
            "'current_permission_mode':'plan'},'pending_permission_requests':[]}}"},
        {"lifecycle", "{'type':'command_lifecycle','command_uuid':'p1','state':'started'}"},
        {"limit",
            "{'type':'rate_limit_event','rate_limit_info':{'status':'rejected','resetsAt':1,'utilization':0."
            "5,"
            "'rateLimitType':'x'}}"},
        {"result",
            "{'type':'result','subtype':'success','is_error':true,'result':'r','errors':['e'],'duration_ms':"
            "1,"
            "'terminal_reason':'x','api_error_status':500,'total_cost_usd':1,'modelUsage':{'m':{'inputTokens'"
            ":1,"
            "'contextWindow':5}}}"},
    };
    for (const auto &[name, text] : lines)
        QTest::newRow(name) << json(text);
}

namespace {

//! Every version of a value with one part of it left out or of another type, at any depth.
QList<QJsonValue> damaged(const QJsonValue &value)
{
    QList<QJsonValue> versions{QJsonValue::Null, true, -7, 1e300, QStringLiteral("?"),
        QJsonArray{1, QJsonValue::Null}, QJsonObject{{QStringLiteral("a"), 1}}};
    if (value.isObject()) {
        const QJsonObject object = value.toObject();
        for (const QString &key : object.keys()) {
            QJsonObject without = object;
            without.remove(key);
            versions.append(without);
            for (const QJsonValue &other : damaged(object.value(key))) {
                QJsonObject with = object;
                with.insert(key, other);
                versions.append(with);
            }
        }
    } else if (value.isArray()) {
        const QJsonArray array = value.toArray();
        for (int i = 0; i < array.size(); ++i) {
            for (const QJsonValue &other : damaged(array.at(i))) {
                QJsonArray with = array;
                with.replace(i, other);
                versions.append(with);
            }
        }
    }
    return versions;
}

} // namespace

void TestClaudeRobustness::knownLinesWithWrongFields()
{
    QFETCH(QJsonObject, line);
    int tried = 0;
    for (const QJsonValue &version : damaged(line)) {
        for (const bool inTurn : {false, true}) {
            Conversation claude;
            Invariants invariants;
            claude.protocol().open();
            claude.writes(provider::SendPrompt{QStringLiteral("p1"), QStringLiteral("x"), {}});
            if (inTurn)
                invariants.check(claude.feed(json("{'type':'system','subtype':'init','session_id':'s'}")));
            invariants.check(claude.feed(version.toObject()));
            invariants.check(claude.feed(line)); // and the right one after it
            invariants.check(claude.protocol().closed({}));
            invariants.checkEnd();
            QCOMPARE(invariants.complaints(), QStringList());
            ++tried;
        }
    }
    QVERIFY(tried > 20);
}

void TestClaudeRobustness::mutatedRecordings_data()
{
    QTest::addColumn<QString>("path");
    for (const char *version : {"claude", "claude-2.1.197"}) {
        const QDir directory(
            testpaths::fixture(QStringLiteral("transcripts/")) + QString::fromLatin1(version));
        for (const QString &name :
            directory.entryList({QStringLiteral("*.jsonl")}, QDir::Files, QDir::Name)) {
            const QString path = directory.filePath(name);
            if (QFileInfo(path).size() < 30'000) // the long ones are long texts, and as such say nothing new
                QTest::newRow(qPrintable(QString::fromLatin1(version) + QLatin1Char('/') + name)) << path;
        }
    }
}

void TestClaudeRobustness::mutatedRecordings()
{
    QFETCH(QString, path);
    const QList<QByteArray> lines = recordedLines(path);
    QRandomGenerator random(Seed);
    for (int round = 0; round < MutationsPerLine; ++round) {
        Conversation claude;
        Invariants invariants;
        claude.protocol().open();
        claude.writes(provider::SendPrompt{QStringLiteral("p1"), QStringLiteral("x"), {}});
        for (const QByteArray &line : lines) {
            const bool change = random.bounded(3) == 0;
            const auto events = claude.protocol().feed(change ? mutatedLine(line, random) : line);
            invariants.check(events);
            for (const provider::Event &event : events) {
                // Whatever was asked can be answered.
                if (const auto *asked = std::get_if<provider::ApprovalAsked>(&event)) {
                    const auto &options = asked->approval.options;
                    const QString option = options.at(random.bounded(int(options.size()))).id;
                    QVERIFY(claude.protocol().encode(
                        provider::DecideApproval{asked->approval.id, option, {}, {}}));
                }
                if (const auto *asked = std::get_if<provider::QuestionAsked>(&event)) {
                    const QJsonObject answers{{asked->question.items.first().id, QStringLiteral("a")}};
                    QVERIFY(claude.protocol().encode(provider::AnswerQuestion{asked->question.id, answers}));
                }
            }
        }
        invariants.check(claude.protocol().closed({}));
        invariants.checkEnd();
        QCOMPARE(invariants.complaints(), QStringList());
    }
}

void TestClaudeRobustness::deepNestingIsNoJson()
{
    claude::ClaudeProtocol protocol;
    const QByteArray deep = QByteArray(100'000, '[') + QByteArray(100'000, ']');
    QCOMPARE(protocol.feed(deep).size(), 1);
    QVERIFY(std::holds_alternative<provider::NoticeRaised>(protocol.feed(deep).first()));
}

QTEST_GUILESS_MAIN(TestClaudeRobustness)
#include "tst_clauderobustness.moc"
