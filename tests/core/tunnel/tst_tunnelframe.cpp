#include "core/tunnel/frame.h"
#include "core/tunnel/limits.h"

#include <QTest>

using namespace tunnel;

namespace {

QByteArray raw(int type, quint32 stream, const QByteArray &payload = {})
{
    QByteArray bytes(1, char(type));
    for (int shift = 24; shift >= 0; shift -= 8)
        bytes.append(char(stream >> shift));
    return bytes + payload;
}

} // namespace

class TestTunnelFrame : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void layout_data()
    {
        QTest::addColumn<QByteArray>("built");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("DATA") << dataFrame(0x01020304, QByteArrayView("ab"))
                              << QByteArray("\x02\x01\x02\x03\x04"
                                            "ab",
                                     7);
        QTest::newRow("CREDIT") << creditFrame(1, 0x10000)
                                << QByteArray("\x03\x00\x00\x00\x01\x00\x01\x00\x00", 9);
        QTest::newRow("FIN") << finFrame(7) << QByteArray("\x04\x00\x00\x00\x07", 5);
        QTest::newRow("RESET") << resetFrame(7, ResetCode::Unreachable, QStringLiteral("no"))
                               << QByteArray("\x05\x00\x00\x00\x07\x00\x02no", 9);
        QTest::newRow("PING") << pingFrame(0x0102030405060708)
                              << QByteArray("\x06\x00\x00\x00\x00\x01\x02\x03\x04\x05\x06\x07\x08", 13);
        QTest::newRow("PONG") << pongFrame(1)
                              << QByteArray("\x07\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01", 13);
        QTest::newRow("GOAWAY") << goAwayFrame(1001, QStringLiteral("x"))
                                << QByteArray("\x08\x00\x00\x00\x00\x03\xe9x", 8);
        QTest::newRow("OPEN") << openFrame(1, 8192) << raw(1, 1, R"({"kind":"http","window":8192})");
    }
    void layout()
    {
        QFETCH(QByteArray, built);
        QTEST(built, "expected");
        QVERIFY(parseFrame(built));
    }

    void accepted_data()
    {
        QTest::addColumn<QByteArray>("message");
        QTest::newRow("shortest DATA") << raw(2, 1, "x");
        QTest::newRow("longest DATA") << raw(2, 1, QByteArray(MaxDataBytes, 'x'));
        QTest::newRow("highest stream") << raw(4, UINT32_MAX);
        QTest::newRow("RESET without words") << raw(5, 1, QByteArray(2, '\0'));
        QTest::newRow("longest RESET") << raw(5, 1, QByteArray(MaxControlBytes, '\0'));
        QTest::newRow("longest GOAWAY") << raw(8, 0, QByteArray(MaxControlBytes, '\0'));
    }
    void accepted()
    {
        QFETCH(QByteArray, message);
        const auto frame = parseFrame(message);
        QVERIFY(frame);
        QCOMPARE(int(frame->type), int(message[0]));
        QCOMPARE(frame->payload.size(), message.size() - FrameHeaderBytes);
    }

    void refused_data()
    {
        QTest::addColumn<QByteArray>("message");
        QTest::addColumn<QString>("error");
        const auto row = [](const char *name, const QByteArray &message, const char *error) {
            QTest::newRow(name) << message << QString::fromLatin1(error);
        };
        row("empty", {}, "a frame of 0 bytes");
        row("cut in its head", QByteArray("\x04\x00\x00\x00", 4), "a frame of 4 bytes");
        row("type 0", raw(0, 1), "a frame of unknown type 0");
        row("type 9", raw(9, 1), "a frame of unknown type 9");
        row("type 255", raw(255, 1), "a frame of unknown type 255");
        row("long OPEN", raw(1, 1, QByteArray(MaxControlBytes + 1, ' ')),
            "a frame of type 1 with 4097 bytes");
        row("empty DATA", raw(2, 1), "a frame of type 2 with 0 bytes");
        row("long DATA", raw(2, 1, QByteArray(MaxDataBytes + 1, 'x')), "a frame of type 2 with 65537 bytes");
        row("short CREDIT", raw(3, 1, "abc"), "a frame of type 3 with 3 bytes");
        row("long CREDIT", raw(3, 1, "abcde"), "a frame of type 3 with 5 bytes");
        row("FIN with bytes", raw(4, 1, "x"), "a frame of type 4 with 1 bytes");
        row("short RESET", raw(5, 1, "x"), "a frame of type 5 with 1 bytes");
        row("long RESET", raw(5, 1, QByteArray(MaxControlBytes + 1, 'x')),
            "a frame of type 5 with 4097 bytes");
        row("short PING", raw(6, 0, "1234567"), "a frame of type 6 with 7 bytes");
        row("long PONG", raw(7, 0, "123456789"), "a frame of type 7 with 9 bytes");
        row("short GOAWAY", raw(8, 0, "x"), "a frame of type 8 with 1 bytes");
        row("long GOAWAY", raw(8, 0, QByteArray(MaxControlBytes + 1, 'x')),
            "a frame of type 8 with 4097 bytes");
        for (int type = 1; type <= 5; ++type) {
            QTest::addRow("type %d for stream 0", type)
                << raw(type, 0, type == 4 ? QByteArray() : QByteArray(4, 'x'))
                << QStringLiteral("a frame of type %1 for stream 0").arg(type);
        }
        for (int type = 6; type <= 8; ++type) {
            QTest::addRow("type %d for a stream", type) << raw(
                type, 1, QByteArray(8, 'x')) << QStringLiteral("a frame of type %1 for stream 1").arg(type);
        }
    }
    void refused()
    {
        QFETCH(QByteArray, message);
        const auto frame = parseFrame(message);
        QVERIFY(!frame);
        QTEST(frame.error().message, "error");
    }

    void opens_data()
    {
        QTest::addColumn<QByteArray>("payload");
        QTest::addColumn<QString>("kind"); //!< null: refused
        QTest::addColumn<qint64>("window");
        const auto row = [](const QByteArray &payload, const QString &kind, qint64 window = 0) {
            QTest::newRow(payload.isEmpty() ? "empty" : payload.constData()) << payload << kind << window;
        };
        row(R"({"kind":"http","window":8192})", QStringLiteral("http"), 8192);
        row(R"({"kind":"terminal"})", QStringLiteral("terminal"), InitialWindow);
        row(R"({"kind":"http","window":1,"more":[]})", QStringLiteral("http"), 1);
        row(R"({"kind":"http","window":262144})", QStringLiteral("http"), 262144);
        row(R"({"kind":"http","window":262145})", {});
        row(R"({"kind":"http","window":0})", {});
        row(R"({"kind":"http","window":-1})", {});
        row(R"({"window":8192})", {});
        row(R"({"kind":7})", {});
        row(R"(["http"])", {});
        row("http", {});
        row({}, {});
    }
    void opens()
    {
        QFETCH(QByteArray, payload);
        QFETCH(QString, kind);
        const auto request = parseOpen(payload);
        QCOMPARE(request.has_value(), !kind.isNull());
        if (!request)
            return;
        QCOMPARE(request->kind, kind);
        QTEST(request->window, "window");
    }

    void noCreditForNothing()
    {
        QVERIFY(!parseCredit(QByteArray(4, '\0')));
        QCOMPARE(*parseCredit(QByteArray("\xff\xff\xff\xff", 4)), UINT32_MAX);
    }

    //! Words are for people: however long they are, and cut in a character, the frame is valid.
    void farewellsAreShort()
    {
        const QByteArray built = resetFrame(1, ResetCode::Broken, QString(5'000, QChar(0x20ac)));
        const auto frame = parseFrame(built);
        QVERIFY(frame);
        const auto farewell = parseFarewell(frame->payload);
        QVERIFY(farewell);
        QCOMPARE(farewell->code, quint16(ResetCode::Broken));
        QVERIFY(farewell->text.startsWith(QString(60, QChar(0x20ac))));
        QVERIFY(farewell->text.size() < 100);
    }
};

QTEST_GUILESS_MAIN(TestTunnelFrame)
#include "tst_tunnelframe.moc"
