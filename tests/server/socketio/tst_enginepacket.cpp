#include "server/socketio/engineio/frame.h"
#include "server/socketio/engineio/outgoingqueue.h"
#include "server/socketio/engineio/packet.h"

#include <QTest>

using namespace engineio;

class TestEnginePacket : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void decodes_data();
    void decodes();
    void refuses_data();
    void refuses();
    void splitsPayloads_data();
    void splitsPayloads();
    void keepsWhatStandsBeforeABadPacket();
    void encodes_data();
    void encodes();
    void copiesShareTheirBytes();
    void queueKeepsItsBound();
    void queueCountsEmptyFrames();
};

void TestEnginePacket::decodes_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("type");
    QTest::addColumn<QByteArray>("data");
    QTest::addColumn<bool>("binary");

    QTest::newRow("close") << QByteArray("1") << 1 << QByteArray() << false;
    QTest::newRow("ping with data") << QByteArray("2probe") << 2 << QByteArray("probe") << false;
    QTest::newRow("pong") << QByteArray("3") << 3 << QByteArray() << false;
    QTest::newRow("message") << QByteArray("4hello") << 4 << QByteArray("hello") << false;
    QTest::newRow("message of nothing") << QByteArray("4") << 4 << QByteArray() << false;
    QTest::newRow("UTF-8") << QByteArray("4\xc3\xbc") << 4 << QByteArray("\xc3\xbc") << false;
    QTest::newRow("upgrade") << QByteArray("5") << 5 << QByteArray() << false;
    QTest::newRow("noop") << QByteArray("6") << 6 << QByteArray() << false;
    QTest::newRow("binary") << QByteArray("bAQIDBA==") << 4 << QByteArray("\1\2\3\4") << true;
    QTest::newRow("binary without padding") << QByteArray("bAQIDBA") << 4 << QByteArray("\1\2\3\4") << true;
    QTest::newRow("binary of nothing") << QByteArray("b") << 4 << QByteArray() << true;
}

void TestEnginePacket::decodes()
{
    QFETCH(QByteArray, text);
    const auto packet = decodePayloadPacket(text);
    QVERIFY(packet);
    QTEST(static_cast<int>(packet->type), "type");
    QTEST(packet->data, "data");
    QTEST(packet->binary, "binary");
}

void TestEnginePacket::refuses_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("letters") << QByteArray("abc");
    QTest::newRow("type 7") << QByteArray("7");
    QTest::newRow("type before 0") << QByteArray("/");
    QTest::newRow("NUL") << QByteArray("\0", 1);
    QTest::newRow("high byte") << QByteArray("\xff");
    QTest::newRow("no base64") << QByteArray("b???");
}

void TestEnginePacket::refuses()
{
    QFETCH(QByteArray, text);
    const auto packet = decodePayloadPacket(text);
    QVERIFY(!packet);
    QVERIFY(!packet.error().message.isEmpty());
}

void TestEnginePacket::splitsPayloads_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QList<QByteArray>>("data");
    QTest::addColumn<bool>("isWhole");

    QTest::newRow("one") << QByteArray("4a") << QList<QByteArray>{"a"} << true;
    QTest::newRow("three") << QByteArray("4a\x1e"
                                         "b/w==\x1e"
                                         "4c")
                           << QList<QByteArray>{"a", "\xff", "c"} << true;
    QTest::newRow("nothing") << QByteArray() << QList<QByteArray>{} << false;
    QTest::newRow("a separator at the end") << QByteArray("4a\x1e") << QList<QByteArray>{"a"} << false;
    QTest::newRow("a separator at the start") << QByteArray("\x1e"
                                                            "4a")
                                              << QList<QByteArray>{} << false;
}

void TestEnginePacket::splitsPayloads()
{
    QFETCH(QByteArray, body);
    const DecodedPayload payload = decodePayload(body);
    QList<QByteArray> data;
    for (const Packet &packet : payload.packets)
        data.append(packet.data);
    QTEST(data, "data");
    QTEST(!payload.error.has_value(), "isWhole");
}

void TestEnginePacket::keepsWhatStandsBeforeABadPacket()
{
    const DecodedPayload payload = decodePayload("4first\x1e"
                                                 "bad!\x1e"
                                                 "4never");
    QCOMPARE(payload.packets.size(), 1);
    QCOMPARE(payload.packets.first().data, QByteArray("first"));
    QVERIFY(payload.error);
}

void TestEnginePacket::encodes_data()
{
    QTest::addColumn<Frame>("frame");
    QTest::addColumn<QByteArray>("payload");
    QTest::addColumn<QString>("string");

    QTest::newRow("text") << Frame::text("\xc3\xbc") << QByteArray("4\xc3\xbc") << QStringLiteral("4ü");
    QTest::newRow("ping") << Frame::control(PacketType::Ping) << QByteArray("2") << QStringLiteral("2");
    QTest::newRow("probe") << Frame::control(PacketType::Pong, "probe") << QByteArray("3probe")
                           << QStringLiteral("3probe");
    QTest::newRow("binary") << Frame::binary("\1\2\3\4") << QByteArray("bAQIDBA==") << QString();
}

void TestEnginePacket::encodes()
{
    QFETCH(Frame, frame);
    QByteArray payload;
    frame.appendTo(payload);
    QTEST(payload, "payload");
    QTEST(frame.string(), "string");
    frame.appendTo(payload);
    QCOMPARE(payload.count(PayloadSeparator), 1);
}

void TestEnginePacket::copiesShareTheirBytes()
{
    const Frame frame = Frame::text(QByteArray(1000, 'x'));
    const Frame copy = frame; // NOLINT(performance-unnecessary-copy-initialization): it is what is tested
    QCOMPARE(copy.bytes().constData(), frame.bytes().constData());
    QCOMPARE(copy.string().constData(), frame.string().constData());
}

void TestEnginePacket::queueKeepsItsBound()
{
    OutgoingQueue queue(1000);
    QVERIFY(queue.append(Frame::text(QByteArray(500, 'x'))));
    QVERIFY(!queue.append(Frame::text(QByteArray(500, 'y'))));
    QVERIFY(queue.append(Frame::text("z")));
    QCOMPARE(queue.takePayload(),
        QByteArray("4" + QByteArray(500, 'x')
            + "\x1e"
              "4z"));
    QVERIFY(queue.isEmpty());
    QCOMPARE(queue.bytes(), 0);
    QVERIFY(queue.append(Frame::text(QByteArray(500, 'y'))));
}

void TestEnginePacket::queueCountsEmptyFrames()
{
    OutgoingQueue queue(10'000);
    int taken = 0;
    while (queue.append(Frame::text({})))
        ++taken;
    QVERIFY2(taken < 1000, "empty frames must not be free");
}

QTEST_APPLESS_MAIN(TestEnginePacket)
#include "tst_enginepacket.moc"
