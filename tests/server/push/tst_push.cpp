#include "fakenamespace.h"
#include "server/push/broadcaster.h"
#include "server/push/socketcommands.h"
#include "tests/core/agents/registryfixture.h"

#include <QTest>

namespace {

struct Fixture : RegistryFixture
{
    FakeNamespace sockets;
    push::Broadcaster broadcaster{*registry, sockets};
    push::ClientEvents events{sockets};
    push::SocketCommands commands{*registry, events, clock};
};

QJsonObject joinRequest(const base::AgentId &id, qint64 afterSeq)
{
    return {{QStringLiteral("id"), id.toString()}, {QStringLiteral("afterSeq"), afterSeq}};
}

//! The sequence numbers of all agent:records that came.
QList<qint64> sequences(const FakeSocket &client)
{
    QList<qint64> result;
    for (const auto &each : client.of(QStringLiteral("agent:records"))) {
        for (const QJsonValue &record : each.payload.value(QStringLiteral("records")).toArray())
            result.append(record.toObject().value(QStringLiteral("seq")).toInteger());
    }
    return result;
}

} // namespace

class TestPush : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void badPayloads_data()
    {
        QTest::addColumn<QString>("event");
        QTest::addColumn<QJsonArray>("arguments");
        QTest::addColumn<QString>("error");
        const auto row = [](const char *name, const char *event, const QJsonArray &arguments,
                             const char *error) {
            QTest::newRow(name) << QString::fromLatin1(event) << arguments << QString::fromLatin1(error);
        };
        const QJsonObject empty;
        row("send nothing", "agent:send", {}, "agent:send takes {agentId, text}");
        row("send text", "agent:send", {QStringLiteral("x")}, "agent:send takes {agentId, text}");
        row("send without text", "agent:send",
            {QJsonObject{{QStringLiteral("agentId"), QStringLiteral("a")}}}, "text is required");
        row("send a number", "agent:send",
            {QJsonObject{{QStringLiteral("agentId"), 1}, {QStringLiteral("text"), QStringLiteral("x")}}},
            "agentId must be a string");
        row("send to nobody", "agent:send",
            {QJsonObject{{QStringLiteral("agentId"), QStringLiteral("a")},
                {QStringLiteral("text"), QStringLiteral("x")}}},
            "Agent not found");
        row("join nothing", "agent:join", {}, "agent:join takes an agent's id, or {id, afterSeq}");
        row("join null", "agent:join", {QJsonValue()}, "agent:join takes an agent's id, or {id, afterSeq}");
        row("join nobody", "agent:join", {QStringLiteral("nobody")}, "Agent not found");
        row("leave nothing", "agent:leave", {empty}, "agent:leave takes an agent's id");
        row("interrupt an object", "agent:interrupt", {empty}, "agent:interrupt takes an agent's id");
        row("interrupt nobody", "agent:interrupt", {QStringLiteral("nobody")}, "Agent not found");
        row("unknown", "agent:dance", {}, "There is no event agent:dance");
    }

    void badPayloads()
    {
        QFETCH(QString, event);
        QFETCH(QJsonArray, arguments);
        QFETCH(QString, error);
        Fixture f;
        FakeSocket *client = f.sockets.connectClient();
        QCOMPARE(client->ask(event, arguments).value(QStringLiteral("error")).toString(), error);
        QVERIFY(client->rooms.isEmpty());
    }

    void afterSeqIsChecked()
    {
        Fixture f;
        const base::AgentId id = f.idleAgent();
        FakeSocket *client = f.sockets.connectClient();
        QCOMPARE(client->ask(QStringLiteral("agent:join"), {joinRequest(id, -1)})
                     .value(QStringLiteral("error"))
                     .toString(),
            QStringLiteral("afterSeq must not be negative"));
        QVERIFY(client->rooms.isEmpty());
    }

    void theProbeIsAnsweredAtOnce()
    {
        Fixture f;
        QVERIFY(f.sockets.connectClient()
                    ->ask(QStringLiteral("link:probe"), {})
                    .value(QStringLiteral("at"))
                    .toInteger()
            > 0);
    }

    void whatWasMissedAndWhatFollowsHaveNoGap()
    {
        Fixture f;
        const base::AgentId id = f.idleAgent();
        FakeSocket *client = f.sockets.connectClient();
        const QJsonObject joined = client->ask(QStringLiteral("agent:join"), {joinRequest(id, 2)});
        QList<qint64> all;
        for (const QJsonValue &record : joined.value(QStringLiteral("records")).toArray())
            all.append(record.toObject().value(QStringLiteral("seq")).toInteger());
        QCOMPARE(joined.value(QStringLiteral("lastSeq")).toInteger(), all.last());
        f.transports.last()->say({"turn", "text one"});
        f.transports.last()->say({"text two", "end"});
        all += sequences(*client);
        for (qsizetype i = 0; i < all.size(); ++i)
            QCOMPARE(all.at(i), 3 + i);
        QCOMPARE(all.last(), static_cast<qint64>(f.registry->find(id)->lastSequence()));
    }

    void whoMissedTooMuchGetsASnapshot_data()
    {
        QTest::addColumn<QJsonObject>("request");
        QTest::newRow("absent") << QJsonObject();
        QTest::newRow("too far back") << QJsonObject{{QStringLiteral("afterSeq"), 0}};
        QTest::newRow("from another life") << QJsonObject{{QStringLiteral("afterSeq"), 1'000'000}};
    }

    void whoMissedTooMuchGetsASnapshot()
    {
        QFETCH(QJsonObject, request);
        Fixture f;
        const base::AgentId id = f.idleAgent();
        for (int i = 0; i <= push::SocketCommands::MaxResumeRecords; ++i)
            f.transports.last()->say({"noise"});
        request.insert(QStringLiteral("id"), id.toString());
        const QJsonObject joined = f.sockets.connectClient()->ask(QStringLiteral("agent:join"), {request});
        QVERIFY(!joined.contains(QStringLiteral("records")));
        QCOMPARE(joined.value(QStringLiteral("snapshot")).toObject().value(QStringLiteral("lastSeq")),
            joined.value(QStringLiteral("lastSeq")));
    }

    void oneWhoLeftHearsNothing()
    {
        Fixture f;
        const base::AgentId id = f.idleAgent();
        FakeSocket *client = f.sockets.connectClient();
        client->ask(QStringLiteral("agent:join"), {joinRequest(id, 0)});
        client->ask(QStringLiteral("agent:leave"), {id.toString()});
        f.transports.last()->say({"turn", "text one"});
        QVERIFY(sequences(*client).isEmpty());
    }

    void statusAndSnapshotsGoToAll()
    {
        Fixture f;
        FakeSocket *client = f.sockets.connectClient();
        const base::AgentId id = f.idleAgent();
        QVERIFY(!client->of(QStringLiteral("agent:snapshot")).isEmpty());
        f.transports.last()->say({"turn", "ask r1"});
        QCOMPARE(client->of(QStringLiteral("agent:status"))
                     .last()
                     .payload.value(QStringLiteral("status"))
                     .toString(),
            QStringLiteral("waiting_input"));
        // The last state is always told, although snapshots are held back in between.
        QTRY_COMPARE(client->of(QStringLiteral("agent:snapshot"))
                         .last()
                         .payload.value(QStringLiteral("agent"))
                         .toObject()
                         .value(QStringLiteral("phase"))
                         .toString(),
            QStringLiteral("asking"));
        QVERIFY(f.registry->remove(id, false));
        QCOMPARE(client->of(QStringLiteral("agent:status"))
                     .last()
                     .payload.value(QStringLiteral("status"))
                     .toString(),
            QStringLiteral("deleted"));
    }

    void theOriginalsClientsGetWholeMessages()
    {
        Fixture f;
        const base::AgentId id = f.idleAgent();
        FakeSocket *client = f.sockets.connectClient();
        client->ask(QStringLiteral("agent:join"), {id.toString()});
        QCOMPARE(client->of(QStringLiteral("agent:update")).size(), 1);
        f.transports.last()->say({"turn", "text one "});
        f.transports.last()->say({"text two"});
        const auto lastText = [client] {
            const auto deltas = client->of(QStringLiteral("agent:delta"));
            if (deltas.isEmpty())
                return QString();
            return deltas.last()
                .payload.value(QStringLiteral("delta"))
                .toObject()
                .value(QStringLiteral("messages"))
                .toArray()
                .last()
                .toObject()
                .value(QStringLiteral("content"))
                .toString();
        };
        QTRY_COMPARE(lastText(), QStringLiteral("one two"));
        f.transports.last()->say({"ask r1"});
        const QJsonObject info = client->of(QStringLiteral("agent:input_required"))
                                     .last()
                                     .payload.value(QStringLiteral("inputInfo"))
                                     .toObject();
        QCOMPARE(info.value(QStringLiteral("prompt")).toString(), QStringLiteral("Run r1"));
        QCOMPARE(info.value(QStringLiteral("choices")).toArray().size(), 2);
        QVERIFY(client->of(QStringLiteral("agent:records")).isEmpty());
        f.transports.last()->say({R"({"type":"assistant"})", R"({"type":"stream_event"})"});
        QCOMPARE(client->of(QStringLiteral("agent:message")).size(), 1);
    }
};

QTEST_GUILESS_MAIN(TestPush)
#include "tst_push.moc"
