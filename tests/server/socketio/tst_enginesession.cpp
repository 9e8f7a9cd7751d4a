#include "server/socketio/engineio/session.h"
#include "tests/server/socketio/fakewebsocket.h"
#include "tests/server/socketio/recordingsink.h"

#include <QSignalSpy>
#include <QTest>

using namespace engineio;

namespace {

using State = Session::State;

constexpr qint64 QueueBound = 10'000;

//! Heartbeats that no test lives to see, unless it sets its own.
Settings calmSettings()
{
    Settings settings;
    settings.maxQueuedBytes = QueueBound;
    return settings;
}

//! A session with what a test needs to play its client.
struct Client
{
    explicit Client(Settings clientSettings = calmSettings())
        : settings(std::move(clientSettings))
        , session("sid", {}, settings, &keeper)
        , closed(&session, &Session::closed)
        , ended(&session, &Session::ended)
        , texts(&session, &Session::textReceived)
    {
    }

    void openPolling() { session.openPolling(http::Responder(RecordingSink::create())); }

    std::shared_ptr<RecordingSink> poll()
    {
        auto sink = RecordingSink::create();
        session.poll(http::Responder(sink));
        return sink;
    }

    std::shared_ptr<RecordingSink> post(const QByteArray &body)
    {
        auto sink = RecordingSink::create();
        http::Request request;
        request.body = body;
        session.post(request, http::Responder(sink));
        return sink;
    }

    //! A WebSocket; observed, the session owns it.
    FakeWebSocket *newSocket()
    {
        socket = std::make_shared<FakeWebSocket::Record>();
        auto made = std::make_unique<FakeWebSocket>(socket);
        FakeWebSocket *observed = made.get();
        pending = std::move(made);
        return observed;
    }

    FakeWebSocket *openWebSocket()
    {
        FakeWebSocket *observed = newSocket();
        session.openWebSocket(std::move(pending));
        socket->sent.clear();
        return observed;
    }

    FakeWebSocket *upgrade()
    {
        FakeWebSocket *observed = newSocket();
        session.upgrade(std::move(pending));
        return observed;
    }

    CloseReason reason() const { return closed.first().first().value<CloseReason>(); }

    const Settings settings;
    QObject keeper;
    Session session;
    QSignalSpy closed;
    QSignalSpy ended;
    QSignalSpy texts;
    std::shared_ptr<FakeWebSocket::Record> socket;
    std::unique_ptr<WebSocket> pending;
};

Frame bulk(qsizetype size)
{
    return Frame::text(QByteArray(size, 'x'));
}

} // namespace

class TestEngineSession : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void answersTheHandshake();
    void gathersABurstInOnePoll();
    void endsAtASecondPoll();
    void endsWhenThePollIsDropped();
    void endsAtASecondPostWhileOneArrives();
    void saysGoodbyeToAnOpenPoll();
    void keepsItsGoodbyeForTheNextPoll();
    void forgetsAClientThatNeverPollsAgain();
    void ignoresPostsAfterItsGoodbye();
    void saysGoodbyeOverTheWebSocket();

    void upgrades();
    void refusesAPollThatOvertookTheUpgrade();
    void answersPollsSoonOnceProbed();
    void returnsToPollingWhenTheUpgradeTakesTooLong();
    void returnsToPollingWhenTheCandidateFails_data();
    void returnsToPollingWhenTheCandidateFails();
    void turnsASecondWebSocketAway();
    void closesTheCandidateWithTheSession();

    void dropsAPollingClientBeyondTheBound();
    void dropsAWebSocketBeyondTheBound();
    void dropsLaterThanTheSend();
    void flushesBeforeItDrops();
    void dropsAStalledWebSocket();
    void dropsASilentClient_data();
    void dropsASilentClient();
    void livesByPongs();
    void sendsNothingAfterItsEnd();
};

void TestEngineSession::answersTheHandshake()
{
    Client client;
    auto sink = RecordingSink::create();
    client.session.openPolling(http::Responder(sink));
    QCOMPARE(sink->status, 200);
    QCOMPARE(sink->body,
        QByteArray(
            "0{\"sid\":\"sid\",\"upgrades\":[\"websocket\"],\"pingInterval\":25000,\"pingTimeout\":20000,"
            "\"maxPayload\":1000000}"));
    QCOMPARE(client.session.state(), State::Polling);
}

void TestEngineSession::gathersABurstInOnePoll()
{
    Client client;
    client.openPolling();
    const auto poll = client.poll();
    client.session.send(Frame::text("a"));
    client.session.send(Frame::binary("\1\2"));
    client.session.send(Frame::text("b"));
    QCOMPARE(poll->answers, 0);
    QTRY_COMPARE(poll->answers, 1);
    QCOMPARE(poll->body,
        QByteArray("4a\x1e"
                   "bAQI=\x1e"
                   "4b"));
    QCOMPARE(poll->header("content-type"), QByteArray("text/plain; charset=UTF-8"));
    QCOMPARE(poll->header("cache-control"), QByteArray("no-store"));
}

void TestEngineSession::endsAtASecondPoll()
{
    Client client;
    client.openPolling();
    const auto first = client.poll();
    const auto second = client.poll();
    QCOMPARE(first->status, 200);
    QCOMPARE(first->body, QByteArray("1"));
    QCOMPARE(second->status, 400);
    QCOMPARE(client.reason(), CloseReason::BadPacket);
    QCOMPARE(client.ended.size(), 1);
}

void TestEngineSession::endsWhenThePollIsDropped()
{
    Client client;
    client.openPolling();
    client.poll()->lose();
    QCOMPARE(client.reason(), CloseReason::ClientLeft);
    QCOMPARE(client.ended.size(), 1);
}

void TestEngineSession::endsAtASecondPostWhileOneArrives()
{
    Client client;
    client.openPolling();
    QVERIFY(client.session.beginPost());
    client.post("4a");
    QVERIFY(client.session.beginPost()); // the first is through
    QVERIFY(!client.session.beginPost());
    QCOMPARE(client.reason(), CloseReason::BadPacket);
}

void TestEngineSession::saysGoodbyeToAnOpenPoll()
{
    Client client;
    client.openPolling();
    const auto poll = client.poll();
    client.session.send(Frame::text("last words"));
    client.session.close();
    QCOMPARE(poll->body,
        QByteArray("4last words\x1e"
                   "1"));
    QCOMPARE(client.reason(), CloseReason::ServerClosed);
    QCOMPARE(client.ended.size(), 1);
    QCoreApplication::processEvents(); // the flush that the send had ordered finds nothing to do
    QCOMPARE(poll->answers, 1);
}

void TestEngineSession::keepsItsGoodbyeForTheNextPoll()
{
    Client client;
    client.openPolling();
    client.session.send(Frame::text("last words"));
    client.session.close();
    QCOMPARE(client.closed.size(), 1);
    QCOMPARE(client.ended.size(), 0);
    QCOMPARE(client.session.state(), State::Closing);
    QCOMPARE(client.poll()->body,
        QByteArray("4last words\x1e"
                   "1"));
    QCOMPARE(client.ended.size(), 1);
    QCOMPARE(client.closed.size(), 1);
}

void TestEngineSession::forgetsAClientThatNeverPollsAgain()
{
    Settings settings = calmSettings();
    settings.closeTimeout = std::chrono::milliseconds(1);
    Client client(settings);
    client.openPolling();
    client.session.close();
    QVERIFY(client.ended.wait());
    QCOMPARE(client.session.state(), State::Closed);
}

void TestEngineSession::ignoresPostsAfterItsGoodbye()
{
    Client client;
    client.openPolling();
    client.session.close();
    QCOMPARE(client.post("4late")->body, QByteArray("ok"));
    QCOMPARE(client.texts.size(), 0);
    QCOMPARE(client.post("abc")->status, 400);
    QCOMPARE(client.poll()->body, QByteArray("1"));
}

void TestEngineSession::saysGoodbyeOverTheWebSocket()
{
    Client client;
    client.openWebSocket();
    client.session.close(WebSocketCloseCode::GoingAway);
    QVERIFY(client.socket->isClosed);
    QCOMPARE(client.socket->closeCode, 1001);
    QCOMPARE(client.ended.size(), 1);
}

void TestEngineSession::upgrades()
{
    Client client;
    client.openPolling();
    const auto poll = client.poll();
    FakeWebSocket *socket = client.upgrade();
    QCOMPARE(client.session.state(), State::Upgrading);
    QCOMPARE(poll->answers, 0); // not before the probe
    socket->receive("2probe");
    QCOMPARE(poll->body, QByteArray("6"));
    QCOMPARE(client.post("4while upgrading")->body, QByteArray("ok"));
    QCOMPARE(client.texts.size(), 1);
    client.session.send(Frame::text("reply"));
    QCOMPARE(client.socket->sent, QList<QByteArray>{"3probe"});
    socket->receive("5");
    QCOMPARE(client.session.state(), State::WebSocket);
    const QList<QByteArray> expected{"3probe", "4reply"};
    QCOMPARE(client.socket->sent, expected);
    socket->receive("4over the socket");
    QCOMPARE(client.texts.last().first().toByteArray(), QByteArray("over the socket"));
}

void TestEngineSession::refusesAPollThatOvertookTheUpgrade()
{
    Client client;
    client.openPolling();
    FakeWebSocket *socket = client.upgrade();
    socket->receive("2probe");
    const auto poll = client.poll();
    QCOMPARE(poll->answers, 0);
    socket->receive("5");
    QCOMPARE(poll->status, 400);
    QCOMPARE(client.closed.size(), 0);
}

void TestEngineSession::answersPollsSoonOnceProbed()
{
    Client client;
    client.openPolling();
    client.upgrade()->receive("2probe");
    for (int i = 0; i < 3; ++i) {
        const auto poll = client.poll();
        QTRY_COMPARE(poll->body, QByteArray("6"));
    }
    const auto poll = client.poll();
    client.session.send(Frame::text("x"));
    QTRY_COMPARE(poll->body, QByteArray("4x"));
}

void TestEngineSession::returnsToPollingWhenTheUpgradeTakesTooLong()
{
    Settings settings = calmSettings();
    settings.upgradeTimeout = std::chrono::milliseconds(1);
    Client client(settings);
    client.openPolling();
    client.upgrade()->receive("2probe");
    QTRY_COMPARE(client.session.state(), State::Polling);
    QVERIFY(client.socket->isClosed);
    QCOMPARE(client.closed.size(), 0);
    client.upgrade(); // and may try again
    QCOMPARE(client.session.state(), State::Upgrading);
}

void TestEngineSession::returnsToPollingWhenTheCandidateFails_data()
{
    QTest::addColumn<QList<QByteArray>>("texts"); // none: it leaves
    QTest::newRow("a message first") << QList<QByteArray>{"4x"};
    QTest::newRow("no probe") << QList<QByteArray>{"5"};
    QTest::newRow("a pong before the probe") << QList<QByteArray>{"3"};
    QTest::newRow("a message after the probe") << QList<QByteArray>{"2probe", "4x"};
    QTest::newRow("rubbish after the probe") << QList<QByteArray>{"2probe", "abc"};
    QTest::newRow("it leaves") << QList<QByteArray>{};
    QTest::newRow("it leaves after the probe") << QList<QByteArray>{"2probe"};
}

void TestEngineSession::returnsToPollingWhenTheCandidateFails()
{
    QFETCH(QList<QByteArray>, texts);
    Client client;
    client.openPolling();
    FakeWebSocket *socket = client.upgrade();
    for (const QByteArray &text : texts)
        socket->receive(text);
    if (client.session.state() == State::Upgrading)
        socket->leave();
    QCOMPARE(client.session.state(), State::Polling);
    QCOMPARE(client.texts.size(), 0);
    client.session.send(Frame::text("by poll"));
    QCOMPARE(client.poll()->body, QByteArray("4by poll"));
}

void TestEngineSession::turnsASecondWebSocketAway()
{
    Client client;
    client.openPolling();
    FakeWebSocket *first = client.upgrade();
    const auto firstRecord = client.socket;
    client.upgrade();
    QTRY_VERIFY(client.socket->isClosed);
    first->receive("2probe");
    first->receive("5");
    client.upgrade();
    QTRY_VERIFY(client.socket->isClosed);
    QVERIFY(!firstRecord->isClosed);
    QCOMPARE(client.session.state(), State::WebSocket);
}

void TestEngineSession::closesTheCandidateWithTheSession()
{
    Client client;
    client.openPolling();
    client.upgrade()->receive("2probe");
    client.post("1");
    QVERIFY(client.socket->isClosed);
    QCOMPARE(client.ended.size(), 1);
}

void TestEngineSession::dropsAPollingClientBeyondTheBound()
{
    Client client;
    client.openPolling();
    for (int i = 0; i < 9; ++i)
        client.session.send(bulk(1000));
    QCoreApplication::processEvents();
    QCOMPARE(client.closed.size(), 0);
    client.session.send(bulk(1000));
    QVERIFY(client.closed.wait());
    QCOMPARE(client.reason(), CloseReason::SlowClient);
    QCOMPARE(client.ended.size(), 1);
}

void TestEngineSession::dropsAWebSocketBeyondTheBound()
{
    Client client;
    client.openWebSocket();
    client.socket->isPeerReading = false;
    for (int i = 0; i < 100; ++i)
        client.session.send(bulk(1000));
    QVERIFY(client.socket->waiting <= QueueBound);
    QVERIFY(client.closed.wait());
    QCOMPARE(client.reason(), CloseReason::SlowClient);
    QVERIFY(client.socket->isAborted); // a goodbye would only wait behind the rest
}

void TestEngineSession::dropsLaterThanTheSend()
{
    // A broadcast goes through all sessions: none may vanish while it runs.
    Client client;
    client.openWebSocket();
    client.session.send(bulk(QueueBound + 1));
    QCOMPARE(client.closed.size(), 0);
    QVERIFY(client.session.isOpen());
    QVERIFY(client.closed.wait());
}

void TestEngineSession::flushesBeforeItDrops()
{
    Client client;
    client.openWebSocket();
    client.socket->isPeerReading = false;
    client.socket->flushable = 5 * QueueBound;
    for (int i = 0; i < 50; ++i)
        client.session.send(bulk(1000));
    QCoreApplication::processEvents();
    QCOMPARE(client.closed.size(), 0);
    QCOMPARE(client.socket->sent.size(), 50);
}

void TestEngineSession::dropsAStalledWebSocket()
{
    Settings settings = calmSettings();
    settings.pingInterval = std::chrono::milliseconds(20);
    settings.drainTimeout = std::chrono::milliseconds(1);
    Client client(settings);
    client.openWebSocket();
    client.socket->isPeerReading = false;
    client.session.send(bulk(10)); // well below the bound, but it never leaves
    QVERIFY(client.closed.wait());
    QCOMPARE(client.reason(), CloseReason::SlowClient);
    QVERIFY(client.socket->isAborted);
}

void TestEngineSession::dropsASilentClient_data()
{
    QTest::addColumn<bool>("overWebSocket");
    QTest::newRow("polling") << false;
    QTest::newRow("websocket") << true;
}

void TestEngineSession::dropsASilentClient()
{
    QFETCH(bool, overWebSocket);
    Settings settings = calmSettings();
    settings.pingInterval = std::chrono::milliseconds(1);
    settings.pingTimeout = std::chrono::milliseconds(500); // time to poll again
    Client client(settings);
    std::shared_ptr<RecordingSink> poll;
    if (overWebSocket) {
        client.openWebSocket();
        QTRY_COMPARE(client.socket->sent, QList<QByteArray>{"2"});
    } else {
        client.openPolling();
        poll = client.poll();
        QTRY_COMPARE(poll->body, QByteArray("2"));
        poll = client.poll();
    }
    QTRY_COMPARE(client.closed.size(), 1);
    QCOMPARE(client.reason(), CloseReason::PingTimeout);
    if (poll)
        QCOMPARE(poll->body, QByteArray("1"));
    else
        QVERIFY(client.socket->isClosed);
}

void TestEngineSession::livesByPongs()
{
    Settings settings = calmSettings();
    settings.pingInterval = std::chrono::milliseconds(1);
    Client client(settings);
    FakeWebSocket *socket = client.openWebSocket();
    for (int pings = 1; pings <= 5; ++pings) {
        QTRY_COMPARE(client.socket->sent.size(), pings);
        QCOMPARE(client.socket->sent.last(), QByteArray("2"));
        socket->receive("3");
    }
    QCOMPARE(client.closed.size(), 0);
}

void TestEngineSession::sendsNothingAfterItsEnd()
{
    Client client;
    FakeWebSocket *socket = client.openWebSocket();
    socket->leave();
    QCOMPARE(client.reason(), CloseReason::ClientLeft);
    client.session.send(Frame::text("x"));
    client.session.close();
    QVERIFY(client.socket->sent.isEmpty());
    QCOMPARE(client.closed.size(), 1);
    QCOMPARE(client.ended.size(), 1);
}

QTEST_GUILESS_MAIN(TestEngineSession)
#include "tst_enginesession.moc"
