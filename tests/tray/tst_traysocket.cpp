#include "tray/socketio/enginepacket.h"
#include "tray/socketio/socketpacket.h"

#include <QJsonObject>
#include <QTest>

using namespace tray;

class TestTraySocket : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void engine()
    {
        QCOMPARE(decodeEnginePacket(QStringLiteral("2probe"))->type, EnginePacket::Type::Ping);
        QCOMPARE(decodeEnginePacket(QStringLiteral("4"))->data, QString());
        QVERIFY(!decodeEnginePacket({}));
        QVERIFY(!decodeEnginePacket(QStringLiteral("7")));
        QVERIFY(!decodeEnginePacket(QStringLiteral("x")));
        QCOMPARE(encodeEnginePacket({EnginePacket::Type::Pong, QStringLiteral("x")}), QStringLiteral("3x"));
        QVERIFY(decodeEngineHandshake(QStringLiteral(R"({"sid":"a","pingInterval":300,"pingTimeout":200})")));
        QVERIFY(!decodeEngineHandshake(QStringLiteral(R"({"sid":"a","pingInterval":0,"pingTimeout":200})")));
        QVERIFY(!decodeEngineHandshake(QStringLiteral("[]")));
    }

    void good_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("type");
        QTest::addColumn<qint64>("id");
        QTest::addColumn<bool>("comesBack"); //!< encoded it is the same again
        using T = SocketPacket::Type;
        const auto row = [](const char *text, T type, qint64 id, bool comesBack = true) {
            QTest::newRow(text) << QString::fromLatin1(text) << int(type) << id << comesBack;
        };
        row("0", T::Connect, -1);
        row(R"(0{"sid":"x"})", T::Connect, -1);
        row("1", T::Disconnect, -1);
        row(R"(2["event"])", T::Event, -1);
        row(R"(2["event",{"a":1}])", T::Event, -1);
        row(R"(212["event"])", T::Event, 12);
        row("30[]", T::Ack, 0);
        row(R"(35000000000[{"at":1}])", T::Ack, 5000000000);
        row(R"(4{"message":"no"})", T::ConnectError, -1);
        row(R"(51-["event",{"_placeholder":true,"num":0}])", T::BinaryEvent, -1, false);
        row(R"(61-7[{"_placeholder":true,"num":0}])", T::BinaryAck, 7, false);
    }
    void good()
    {
        QFETCH(QString, text);
        QFETCH(int, type);
        QFETCH(qint64, id);
        QFETCH(bool, comesBack);
        const auto packet = decodeSocketPacket(text);
        QVERIFY2(packet.has_value(), packet ? "" : qPrintable(packet.error().message));
        QCOMPARE(int(packet->type), type);
        QCOMPARE(packet->id ? qint64(*packet->id) : -1, id);
        if (comesBack)
            QCOMPARE(encodeSocketPacket(*packet), text);
    }

    void bad_data()
    {
        QTest::addColumn<QString>("text");
        for (const char *text :
            {"", "7", "x", "2", "2{}", "2[]", "2[5]", R"(2["a")", "2abc", "3[]", "3", "31{}", "1{}", "0[]",
                R"(2/custom,["a"])", "5[\"a\"]", "51", "299999999999999999999999[\"a\"]"})
            QTest::newRow(text) << QString::fromLatin1(text);
    }
    void bad()
    {
        QFETCH(QString, text);
        QVERIFY(!decodeSocketPacket(text));
    }
};

QTEST_GUILESS_MAIN(TestTraySocket)
#include "tst_traysocket.moc"
