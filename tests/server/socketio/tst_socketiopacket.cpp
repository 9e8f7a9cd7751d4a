#include "server/socketio/decoder.h"
#include "server/socketio/encodedpacket.h"
#include "server/socketio/packet.h"

#include <QJsonDocument>
#include <QTest>

using namespace socketio;

namespace {

QJsonObject placeholder(double number)
{
    return {{QStringLiteral("_placeholder"), true}, {QStringLiteral("num"), number}};
}

QByteArray json(const QJsonArray &array)
{
    return QJsonDocument(array).toJson(QJsonDocument::Compact);
}

//! What leaves: the text of the packet, then its attachments.
QList<QByteArray> sent(const EncodedPacket &packet)
{
    QList<QByteArray> messages;
    for (const engineio::Frame &frame : packet.frames())
        messages.append(frame.bytes());
    return messages;
}

} // namespace

class TestSocketIoPacket : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void decodes_data();
    void decodes();
    void refuses_data();
    void refuses();
    void encodes_data();
    void encodes();
    void numbersAttachmentsDepthFirst();
    void waitsForItsAttachments();
    void refusesMessagesOutOfTurn();
    void survivesMutations();
};

void TestSocketIoPacket::decodes_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("type");
    QTest::addColumn<QString>("space");
    QTest::addColumn<qint64>("id"); // -1: none
    QTest::addColumn<QString>("event");
    QTest::addColumn<QByteArray>("values");
    QTest::addColumn<int>("attachments");

    const auto row = [](const char *name, const QByteArray &text, int type, const char *space, qint64 id,
                         const char *event, const char *values, int attachments) {
        QTest::newRow(name) << text << type << QString::fromUtf8(space) << id << QString::fromUtf8(event)
                            << QByteArray(values) << attachments;
    };
    row("connect", "0", 0, "/", -1, "", "[]", 0);
    row("connect with payload", "0{\"a\":1}", 0, "/", -1, "", "[]", 0);
    row("connect to a namespace", "0/custom,", 0, "/custom", -1, "", "[]", 0);
    row("connect without comma", "0/custom", 0, "/custom", -1, "", "[]", 0);
    row("namespace with a query", "0/custom?a=b,{}", 0, "/custom?a=b", -1, "", "[]", 0);
    row("disconnect", "1", 1, "/", -1, "", "[]", 0);
    row("disconnect from a namespace", "1/custom,", 1, "/custom", -1, "", "[]", 0);
    row("event", "2[\"a\",1,\"b\"]", 2, "/", -1, "a", "[1,\"b\"]", 0);
    row("event without arguments", "2[\"a\"]", 2, "/", -1, "a", "[]", 0);
    row("event named by a number", "2[7,1]", 2, "/", -1, "7", "[1]", 0);
    row("event with an empty name", "2[\"\"]", 2, "/", -1, "", "[]", 0);
    row("event in a namespace", "2/n,[\"a\"]", 2, "/n", -1, "a", "[]", 0);
    row("event with an id", "212[\"a\"]", 2, "/", 12, "a", "[]", 0);
    row("event with id 0", "20[\"a\"]", 2, "/", 0, "a", "[]", 0);
    row("event with a long id", "29007199254740993[\"a\"]", 2, "/", 9007199254740993, "a", "[]", 0);
    row("event in a namespace with an id", "2/n,12[\"a\"]", 2, "/n", 12, "a", "[]", 0);
    row("namespace with a digit", "2/n1,2[\"a\"]", 2, "/n1", 2, "a", "[]", 0);
    row("acknowledgement", "312[]", 3, "/", 12, "", "[]", 0);
    row("acknowledgement in a namespace", "3/n,12[1]", 3, "/n", 12, "", "[1]", 0);
    row("acknowledgement without an id", "3[]", 3, "/", -1, "", "[]", 0);
    row("binary event", "51-[\"a\",{\"_placeholder\":true,\"num\":0}]", 5, "/", -1, "a",
        "[{\"_placeholder\":true,\"num\":0}]", 1);
    row("binary event with everything", "52-/n,7[\"a\",{\"_placeholder\":true,\"num\":1}]", 5, "/n", 7, "a",
        "[{\"_placeholder\":true,\"num\":1}]", 2);
    row("ten attachments", "510-[\"a\"]", 5, "/", -1, "a", "[]", 10);
    row("binary acknowledgement", "61-7[{\"_placeholder\":true,\"num\":0}]", 6, "/", 7, "",
        "[{\"_placeholder\":true,\"num\":0}]", 1);
}

void TestSocketIoPacket::decodes()
{
    QFETCH(QByteArray, text);
    const auto packet = decodePacket(text);
    QVERIFY2(packet, packet ? "" : qPrintable(packet.error().message));
    QTEST(static_cast<int>(packet->type), "type");
    QTEST(packet->space, "space");
    QTEST(packet->id ? static_cast<qint64>(*packet->id) : qint64(-1), "id");
    QTEST(packet->event, "event");
    QTEST(json(packet->arguments.values), "values");
    QTEST(packet->attachmentCount, "attachments");
}

void TestSocketIoPacket::refuses_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("letters") << QByteArray("abc");
    QTest::newRow("type 7") << QByteArray("7");
    QTest::newRow("connect with a list") << QByteArray("0[]");
    QTest::newRow("connect with null") << QByteArray("0null");
    QTest::newRow("disconnect with a payload") << QByteArray("1{}");
    QTest::newRow("event without a payload") << QByteArray("2");
    QTest::newRow("event that is an object") << QByteArray("2{}");
    QTest::newRow("event that is empty") << QByteArray("2[]");
    QTest::newRow("event named null") << QByteArray("2[null]");
    QTest::newRow("event named true") << QByteArray("2[true]");
    QTest::newRow("letters before the list") << QByteArray("2abc[\"a\"]");
    QTest::newRow("letters behind the list") << QByteArray("2[\"a\"]b");
    QTest::newRow("broken JSON") << QByteArray("2[\"a\"");
    QTest::newRow("broken UTF-8") << QByteArray("2[\"\xff\"]");
    QTest::newRow("nested too deep") << QByteArray(
        "2[\"a\"," + QByteArray(5000, '[') + QByteArray(5000, ']') + "]");
    QTest::newRow("reserved") << QByteArray("2[\"connect\"]");
    QTest::newRow("reserved in a binary event") << QByteArray("51-[\"disconnecting\"]");
    QTest::newRow("id too large") << QByteArray("218446744073709551616[\"a\"]");
    QTest::newRow("negative id") << QByteArray("2-1[\"a\"]");
    QTest::newRow("acknowledgement without a payload") << QByteArray("312");
    QTest::newRow("acknowledgement that is an object") << QByteArray("312{}");
    QTest::newRow("connect error") << QByteArray("4{\"message\":\"x\"}");
    QTest::newRow("namespace too long") << QByteArray("0/" + QByteArray(MaxNamespaceLength, 'x') + ",");
    QTest::newRow("count missing") << QByteArray("5[\"a\"]");
    QTest::newRow("count empty") << QByteArray("5-[\"a\"]");
    QTest::newRow("count no number") << QByteArray("5x-[\"a\"]");
    QTest::newRow("count 0") << QByteArray("50-[\"a\"]");
    QTest::newRow("count 11") << QByteArray("511-[\"a\"]");
    QTest::newRow("count huge") << QByteArray("599999999999999999999-[\"a\"]");
    QTest::newRow("count negative") << QByteArray("5-1-[\"a\"]");
    QTest::newRow("count without end") << QByteArray("51");
    QTest::newRow("placeholder out of range") << QByteArray("51-[\"a\",{\"_placeholder\":true,\"num\":1}]");
    QTest::newRow("placeholder negative") << QByteArray("51-[\"a\",{\"_placeholder\":true,\"num\":-1}]");
    QTest::newRow("placeholder fraction") << QByteArray("51-[\"a\",{\"_placeholder\":true,\"num\":0.5}]");
    QTest::newRow("placeholder text") << QByteArray("51-[\"a\",{\"_placeholder\":true,\"num\":\"0\"}]");
    QTest::newRow("placeholder without a number")
        << QByteArray("51-[\"a\",[{\"b\":{\"_placeholder\":true}}]]");
    QTest::newRow("placeholder for a name") << QByteArray("51-[{\"_placeholder\":true,\"num\":0}]");
}

void TestSocketIoPacket::refuses()
{
    QFETCH(QByteArray, text);
    const auto packet = decodePacket(text);
    QVERIFY(!packet);
    QVERIFY(!packet.error().message.isEmpty());
}

void TestSocketIoPacket::encodes_data()
{
    QTest::addColumn<QList<QByteArray>>("messages");
    QTest::addColumn<QList<QByteArray>>("expected");

    const auto row = [](const char *name, const EncodedPacket &packet, const QList<QByteArray> &expected) {
        QTest::newRow(name) << sent(packet) << expected;
    };
    const QString root = QStringLiteral("/");
    const QString custom = QStringLiteral("/custom");
    row("connect", EncodedPacket::connect(root, QStringLiteral("abc")), {"40{\"sid\":\"abc\"}"});
    row("connect to a namespace", EncodedPacket::connect(custom, QStringLiteral("abc")),
        {"40/custom,{\"sid\":\"abc\"}"});
    row("connect error", EncodedPacket::connectError(root, QStringLiteral("No \"x\"")),
        {"44{\"message\":\"No \\\"x\\\"\"}"});
    row("connect error of a namespace", EncodedPacket::connectError(custom, QStringLiteral("x")),
        {"44/custom,{\"message\":\"x\"}"});
    row("disconnect", EncodedPacket::disconnect(root), {"41"});
    row("disconnect from a namespace", EncodedPacket::disconnect(custom), {"41/custom,"});
    row("event", EncodedPacket::event(root, QStringLiteral("a"), QJsonArray{1, QStringLiteral("ü")}),
        {"42[\"a\",1,\"\xc3\xbc\"]"});
    row("event without arguments", EncodedPacket::event(custom, QStringLiteral("a\"b"), {}),
        {"42/custom,[\"a\\\"b\"]"});
    row("event with a control character",
        EncodedPacket::event(root, QStringLiteral("a"), QJsonArray{QStringLiteral("\u001e")}),
        {"42[\"a\",\"\\u001e\"]"});
    row("acknowledgement", EncodedPacket::acknowledgement(root, 0, {}), {"430[]"});
    row("acknowledgement with a long id",
        EncodedPacket::acknowledgement(custom, 4294967297, QJsonArray{QStringLiteral("x")}),
        {"43/custom,4294967297[\"x\"]"});

    Arguments binary(QJsonArray{placeholder(0)});
    binary.attachments = {"\1\2"};
    row("binary event", EncodedPacket::event(root, QStringLiteral("a"), binary),
        {"451-[\"a\",{\"_placeholder\":true,\"num\":0}]", "\1\2"});
    row("binary acknowledgement", EncodedPacket::acknowledgement(custom, 5, binary),
        {"461-/custom,5[{\"_placeholder\":true,\"num\":0}]", "\1\2"});
}

void TestSocketIoPacket::encodes()
{
    QFETCH(QList<QByteArray>, messages);
    QTEST(messages, "expected");
}

void TestSocketIoPacket::numbersAttachmentsDepthFirst()
{
    Arguments arguments(QJsonArray{
        QJsonObject{{QStringLiteral("a"), placeholder(2)}, {QStringLiteral("b"), QJsonArray{placeholder(0)}}},
        placeholder(2), placeholder(9)});
    arguments.attachments = {"zero", "unused", "two"};
    const QList<QByteArray> messages
        = sent(EncodedPacket::event(QStringLiteral("/"), QStringLiteral("e"), arguments));
    const QList<QByteArray> expected{
        "453-[\"e\",{\"a\":{\"_placeholder\":true,\"num\":0},\"b\":[{\"_placeholder\":true,\"num\":1}]},"
        "{\"_placeholder\":true,\"num\":2},null]",
        "two", "zero", "two"};
    QCOMPARE(messages, expected);
}

void TestSocketIoPacket::waitsForItsAttachments()
{
    Decoder decoder;
    auto packet = decoder.addText("52-[\"a\",{\"_placeholder\":true,\"num\":1}]");
    QVERIFY(packet && !packet->has_value());
    packet = decoder.addBinary("first");
    QVERIFY(packet && !packet->has_value());
    packet = decoder.addBinary("second");
    QVERIFY(packet && packet->has_value());
    const QList<QByteArray> expected{"first", "second"};
    QCOMPARE((*packet)->arguments.attachments, expected);
    packet = decoder.addText("2[\"next\"]");
    QVERIFY(packet && packet->has_value());
}

void TestSocketIoPacket::refusesMessagesOutOfTurn()
{
    Decoder unexpected;
    QVERIFY(!unexpected.addBinary("x"));

    Decoder interrupted;
    QVERIFY(interrupted.addText("51-[\"a\"]"));
    QVERIFY(!interrupted.addText("2[\"b\"]"));

    Decoder once;
    QVERIFY(once.addText("51-[\"a\"]"));
    QVERIFY(once.addBinary("x"));
    QVERIFY(!once.addBinary("y"));
}

void TestSocketIoPacket::survivesMutations()
{
    // Every cut and every byte flipped once: each is either a packet whose parts fit together, or refused.
    const QByteArray original
        = "52-/custom,17[\"name\",{\"_placeholder\":true,\"num\":0},[{\"_placeholder\":true,\"num\":1}]]";
    int decoded = 0;
    int refused = 0;
    const auto check = [&](const QByteArray &text) {
        const auto packet = decodePacket(text);
        if (!packet) {
            ++refused;
            return;
        }
        ++decoded;
        QVERIFY(packet->attachmentCount >= 0 && packet->attachmentCount <= MaxAttachments);
        QVERIFY(packet->space.startsWith(QLatin1Char('/')));
    };
    for (qsizetype length = 0; length <= original.size(); ++length)
        check(original.first(length));
    for (qsizetype i = 0; i < original.size(); ++i) {
        for (int byte = 0; byte < 256; ++byte) {
            QByteArray mutant = original;
            mutant[i] = static_cast<char>(byte);
            check(mutant);
        }
    }
    QVERIFY(decoded > 0);
    QVERIFY(refused > 0);
}

QTEST_APPLESS_MAIN(TestSocketIoPacket)
#include "tst_socketiopacket.moc"
