// Nothing that an agent may write can crash the protocol or leave it with an open end.
#include "conversation.h"
#include "tests/paths/testpaths.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRandomGenerator>
#include <QSet>
#include <QTest>

namespace {

constexpr quint32 Seed = 20261122; // the same mutations in every run
constexpr int Rounds = 12;

//! What holds of any events, whatever was fed.
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
            m_complaints << QStringLiteral("a turn stays open");
        for (const QString &id : m_tools + m_items)
            m_complaints << QStringLiteral("stays open: ") + id;
    }
    const QStringList &complaints() const { return m_complaints; }

private:
    template <typename Other>
    void on(const Other &)
    {
    }
    void on(const provider::TurnStarted &)
    {
        if (std::exchange(m_turnOpen, true))
            m_complaints << QStringLiteral("a turn begins in a turn");
    }
    void on(const provider::TurnFinished &)
    {
        if (!std::exchange(m_turnOpen, false))
            m_complaints << QStringLiteral("a turn ends that has not begun");
        if (!m_tools.isEmpty() || !m_items.isEmpty())
            m_complaints << QStringLiteral("a turn ends with something open");
    }
    void on(const provider::ToolStarted &event)
    {
        if (m_tools.contains(event.call.id))
            m_complaints << QStringLiteral("a tool begins twice: ") + event.call.id;
        m_tools.insert(event.call.id);
    }
    void on(const provider::ToolUpdated &event) { needs(m_tools, event.id); }
    void on(const provider::ToolFinished &event)
    {
        needs(m_tools, event.id);
        m_tools.remove(event.id);
    }
    void on(const provider::TextDelta &event) { m_items.insert(event.itemId); }
    void on(const provider::ThoughtDelta &event) { m_items.insert(event.itemId); }
    void on(const provider::TextFinished &event) { m_items.remove(event.itemId); }
    void on(const provider::ThoughtFinished &event) { m_items.remove(event.itemId); }
    void on(const provider::AskWithdrawn &event) { m_asks.remove(event.id); }
    void on(const provider::ApprovalAsked &event)
    {
        if (event.approval.options.isEmpty())
            m_complaints << QStringLiteral("an approval that cannot be answered");
        if (m_asks.contains(event.approval.id))
            m_complaints << QStringLiteral("asked twice: ") + event.approval.id;
        m_asks.insert(event.approval.id);
    }
    void needs(const QSet<QString> &open, const QString &id)
    {
        if (!open.contains(id))
            m_complaints << QStringLiteral("told of a tool that is not open: ") + id;
    }

    QSet<QString> m_tools;
    QSet<QString> m_items;
    QSet<QString> m_asks;
    QStringList m_complaints;
    bool m_turnOpen = false;
};

QJsonValue anything(QRandomGenerator &random)
{
    const QList<QJsonValue> values{QJsonValue::Null, true, -7, 1e300, QStringLiteral("?"), QString(),
        QJsonArray{1, QJsonValue::Null}, QJsonObject{{QStringLiteral("a"), 1}}};
    return values.at(random.bounded(int(values.size())));
}

//! The value with one part of it, at any depth, left out or of another type.
QJsonValue mutated(const QJsonValue &value, QRandomGenerator &random, int depth = 0)
{
    const bool here = depth > 0 && random.bounded(4) == 0;
    if (value.isObject() && !value.toObject().isEmpty() && !here) {
        QJsonObject object = value.toObject();
        const QString key = object.keys().at(random.bounded(int(object.size())));
        if (random.bounded(3) == 0)
            object.remove(key);
        else
            object.insert(key, mutated(object.value(key), random, depth + 1));
        return object;
    }
    if (value.isArray() && !value.toArray().isEmpty() && !here) {
        QJsonArray array = value.toArray();
        const int index = random.bounded(int(array.size()));
        array.replace(index, mutated(array.at(index), random, depth + 1));
        return array;
    }
    return anything(random);
}

QByteArray mutatedLine(const QByteArray &line, QRandomGenerator &random)
{
    switch (random.bounded(8)) {
    case 0:
        return line.left(random.bounded(int(line.size())));
    case 1: {
        QByteArray flipped = line;
        flipped[random.bounded(int(line.size()))] = char(random.bounded(256));
        return flipped;
    }
    default:
        return QJsonDocument(mutated(QJsonDocument::fromJson(line).object(), random).toObject())
            .toJson(QJsonDocument::Compact);
    }
}

QList<QByteArray> recordedLines(const QString &path)
{
    QFile file(path);
    QList<QByteArray> lines;
    if (!file.open(QIODevice::ReadOnly))
        return lines;
    while (!file.atEnd()) {
        const QJsonObject entry = QJsonDocument::fromJson(file.readLine()).object();
        if (entry.value(QLatin1StringView("dir")).toString() == QLatin1StringView("out"))
            lines << QJsonDocument(entry.value(QLatin1StringView("line")).toObject())
                         .toJson(QJsonDocument::Compact);
    }
    return lines;
}

} // namespace

class TestAcpRobustness : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void mutatedRecordings_data();
    void mutatedRecordings();
    void anyRestIsTaken();
    void deepNestingIsNoJson();
};

void TestAcpRobustness::mutatedRecordings_data()
{
    QTest::addColumn<QString>("path");
    const QDir directory(testpaths::fixture(QStringLiteral("transcripts/acp")));
    const QStringList names = directory.entryList({QStringLiteral("*.jsonl")}, QDir::Files, QDir::Name);
    QVERIFY(names.size() >= 56);
    for (const QString &name : names) {
        const QString path = directory.filePath(name);
        if (QFileInfo(path).size() < 30'000) // the long ones are long texts, and as such say nothing new
            QTest::newRow(qPrintable(name)) << path;
    }
}

void TestAcpRobustness::mutatedRecordings()
{
    QFETCH(QString, path);
    const QList<QByteArray> lines = recordedLines(path);
    QVERIFY(lines.size() > 1);
    QRandomGenerator random(Seed);
    for (int round = 0; round < Rounds; ++round) {
        Conversation agent;
        acp::AcpProtocol &protocol = agent.protocol();
        Invariants invariants;
        protocol.open();
        int prompts = 0;
        for (qsizetype i = 0; i < lines.size(); ++i) {
            const bool handshake = i < 2; // without a session there is little to see
            const bool change = !(handshake && round % 3 != 0) && random.bounded(3) == 0;
            if (random.bounded(4) == 0) {
                QVERIFY(protocol.encode(provider::SendPrompt{
                            QStringLiteral("p%1").arg(++prompts), QStringLiteral("x"), {}})
                    || round % 3 == 0);
            }
            if (random.bounded(40) == 0)
                QVERIFY(protocol.encode(provider::Interrupt{}));
            const provider::Events events
                = protocol.feed(change ? mutatedLine(lines.at(i), random) : lines.at(i));
            invariants.check(events);
            protocol.takeReplies();
            for (const provider::Event &event : events) {
                // Whatever was asked can be answered.
                if (const auto *asked = std::get_if<provider::ApprovalAsked>(&event)) {
                    const auto &options = asked->approval.options;
                    const QString option = options.at(random.bounded(int(options.size()))).id;
                    QVERIFY(protocol.encode(provider::DecideApproval{asked->approval.id, option, {}, {}}));
                }
                if (const auto *asked = std::get_if<provider::QuestionAsked>(&event))
                    QVERIFY(protocol.encode(provider::SkipQuestion{asked->question.id, {}}));
            }
        }
        invariants.check(protocol.closed({}));
        invariants.checkEnd();
        QCOMPARE(invariants.complaints(), QStringList());
    }
}

void TestAcpRobustness::anyRestIsTaken()
{
    Conversation agent;
    agent.begin(",'modes':{'currentModeId':'a','availableModes':[{'id':'a'},{'id':'b'}]}");
    const auto rest = agent.protocol().rest();
    QVERIFY(rest);
    QRandomGenerator random(Seed);
    for (int round = 0; round < 500; ++round) {
        Conversation next;
        next.protocol().goOnFrom(mutated(*rest, random).toObject());
        QVERIFY(next.protocol().encode(provider::SendPrompt{QStringLiteral("p"), QStringLiteral("x"), {}}));
        QVERIFY(next.protocol().rest() == std::nullopt);
    }
}

void TestAcpRobustness::deepNestingIsNoJson()
{
    Conversation agent;
    const QByteArray deep = QByteArray(100'000, '[') + QByteArray(100'000, ']');
    QCOMPARE(agent.protocol().feed(deep).size(), 1);
    QVERIFY(std::holds_alternative<provider::NoticeRaised>(agent.protocol().feed(deep).first()));
}

QTEST_GUILESS_MAIN(TestAcpRobustness)
#include "tst_acprobustness.moc"
