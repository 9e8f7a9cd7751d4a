#include "server/tunnel/localforwarder.h"
#include "tests/core/tunnel/sessionpair.h"
#include "tests/server/tunnel/plainserver.h"

#include <QTest>

using namespace tunnel;

namespace {

//! What a server's and a client's socket buffers may hold together, at the most (tcp_wmem, tcp_rmem).
constexpr qint64 KernelBytes = 16 * 1024 * 1024;

//! A tunnel in memory between a visitor and a real local server.
struct Fixture
{
    PlainServer server;
    KeepingListener visitor; // before the sessions, which tell it of their end
    SessionPair pair;
    uplink::LocalForwarder forwarder{server.port()};

    Fixture()
    {
        pair.accepts = false;
        QObject::connect(&pair.machine, &Session::streamOpened, &forwarder, &uplink::LocalForwarder::accept);
    }

    void open()
    {
        visitor.stream = pair.relay.open(visitor);
        pair.deliver();
    }
    bool accepted()
    {
        pair.deliver();
        return server.accept();
    }
    //! Moves what can move at the moment.
    void turn()
    {
        pair.deliver();
        server.read();
    }
    bool isGone() const { return forwarder.children().isEmpty(); }
};

} // namespace

class TestLocalConnection : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bytesBothWays()
    {
        Fixture f;
        f.open();
        f.visitor.stream->write("GET / HTTP/1.1\r\n"); // before the connection is up
        QTRY_VERIFY(f.accepted());
        QTRY_VERIFY((f.turn(), f.server.received == "GET / HTTP/1.1\r\n"));
        f.server.write("HTTP/1.1 200 OK\r\n");
        QTRY_VERIFY((f.turn(), f.visitor.received == "HTTP/1.1 200 OK\r\n"));
        f.visitor.stream->write("again");
        QTRY_VERIFY((f.turn(), f.server.received.endsWith("again")));
    }

    void refusedPort()
    {
        Fixture f;
        f.server.stopListening();
        f.open();
        QTRY_VERIFY((f.pair.deliver(), !f.visitor.resets.isEmpty()));
        QCOMPARE(f.visitor.resets, QList{ResetCode::Unreachable});
        QCOMPARE(f.visitor.resetText, QStringLiteral("Connection refused"));
        QTRY_VERIFY(f.isGone());
    }

    void refusedPortWithBytesOnTheirWay()
    {
        Fixture f;
        f.server.stopListening();
        f.visitor.stream = f.pair.relay.open(f.visitor);
        f.visitor.stream->write("GET /");
        QTRY_VERIFY((f.pair.deliver(), !f.visitor.resets.isEmpty()));
        QCOMPARE(f.visitor.resets, QList{ResetCode::Unreachable});
        QTRY_VERIFY(f.isGone());
    }

    void visitorFinishesFirst()
    {
        Fixture f;
        f.open();
        QTRY_VERIFY(f.accepted());
        f.visitor.stream->write("question");
        f.visitor.stream->finish();
        QTRY_VERIFY((f.turn(), f.server.sawEnd));
        QCOMPARE(f.server.received, QByteArray("question"));
        f.server.write("answer"); // the other half is open
        QTRY_VERIFY((f.turn(), f.visitor.received == "answer"));
        QVERIFY(!f.visitor.isFinished);
        f.server.close();
        QTRY_VERIFY((f.pair.deliver(), f.visitor.isFinished));
        QTRY_VERIFY(f.isGone());
        f.visitor.release();
        f.pair.deliver();
        QCOMPARE(f.pair.machine.figures().openStreams, 0);
        QCOMPARE(f.pair.relay.figures().openStreams, 0);
        QCOMPARE(f.pair.failures, QStringList());
    }

    void serverFinishesFirst()
    {
        Fixture f;
        f.open();
        QTRY_VERIFY(f.accepted());
        f.server.write("all I have");
        f.server.finish();
        QTRY_VERIFY((f.turn(), f.visitor.isFinished));
        QCOMPARE(f.visitor.received, QByteArray("all I have"));
        f.visitor.stream->write("thanks"); // it still listens
        f.visitor.stream->finish();
        QTRY_VERIFY((f.turn(), f.server.sawEnd));
        QCOMPARE(f.server.received, QByteArray("thanks"));
        QTRY_VERIFY(f.isGone());
        QVERIFY(f.visitor.resets.isEmpty());
    }

    void serverIsGoneButTheVisitorGoesOn()
    {
        Fixture f;
        f.open();
        QTRY_VERIFY(f.accepted());
        f.server.write("bye");
        f.server.close();
        QTRY_VERIFY((f.pair.deliver(), f.visitor.isFinished));
        // More than one window: what nobody reads still gets its credit back.
        for (qint64 sent = 0; sent < 3 * InitialWindow;) {
            const qint64 room = qMin<qint64>(f.visitor.stream->writable(), 10'000);
            f.visitor.stream->write(QByteArray(room, 'x'));
            sent += room;
            f.pair.deliver();
            QCoreApplication::processEvents();
        }
        f.visitor.stream->finish();
        QTRY_VERIFY((f.pair.deliver(), f.isGone()));
        QVERIFY(f.visitor.resets.isEmpty());
        QCOMPARE(f.pair.failures, QStringList());
    }

    void serverResets()
    {
        Fixture f;
        f.open();
        QTRY_VERIFY(f.accepted());
        f.server.write("half a resp");
        QTRY_VERIFY((f.pair.deliver(), f.visitor.received == "half a resp"));
        f.server.reset();
        QTRY_VERIFY((f.pair.deliver(), !f.visitor.resets.isEmpty()));
        QCOMPARE(f.visitor.resets, QList{ResetCode::Broken});
        QVERIFY(!f.visitor.isFinished); // it must not look whole
        QTRY_VERIFY(f.isGone());
    }

    void serverResetsWhileItIsWrittenTo()
    {
        Fixture f;
        f.open();
        QTRY_VERIFY(f.accepted());
        f.server.reset();
        f.visitor.stream->write("anybody there?");
        QTRY_VERIFY((f.pair.deliver(), !f.visitor.resets.isEmpty()));
        QCOMPARE(f.visitor.resets, QList{ResetCode::Broken});
        QVERIFY(!f.visitor.isFinished);
        QTRY_VERIFY(f.isGone());
    }

    void visitorLeaves()
    {
        Fixture f;
        f.open();
        QTRY_VERIFY(f.accepted());
        f.visitor.release();
        QTRY_VERIFY((f.turn(), f.server.sawEnd || f.server.sawReset));
        QTRY_VERIFY(f.isGone());
        QCOMPARE(f.pair.machine.figures().openStreams, 0);
    }

    void tunnelIsLost()
    {
        Fixture f;
        f.open();
        QTRY_VERIFY(f.accepted());
        f.pair.machine.abandon();
        QTRY_VERIFY((f.server.read(), f.server.sawEnd || f.server.sawReset));
        QTRY_VERIFY(f.isGone());
    }

    void slowServerStopsTheVisitor()
    {
        Fixture f;
        f.open();
        QTRY_VERIFY(f.accepted());
        qint64 sent = 0;
        const auto sendMore = [&] {
            qint64 now = 0;
            while (const qint64 room = qMin<qint64>(f.visitor.stream->writable(), MaxDataBytes)) {
                f.visitor.stream->write(QByteArray(room, 'x'));
                now += room;
                f.pair.deliver();
            }
            sent += now;
            return now;
        };
        int quietTurns = 0; // the server reads nothing: it comes to rest
        while (quietTurns < 50 && sent < 4 * KernelBytes) {
            quietTurns = sendMore() > 0 ? 0 : quietTurns + 1;
            QCoreApplication::processEvents(QEventLoop::AllEvents, 10);
        }
        QVERIFY2(sent <= KernelBytes + MaxWindow, qPrintable(QString::number(sent)));
        QCOMPARE(f.visitor.stream->writable(), qint64(0));
        QTRY_VERIFY((f.turn(), f.server.received.size() == sent)); // and nothing is lost
        QVERIFY(f.visitor.stream->writable() > 0);
    }

    void slowVisitorStopsTheServer()
    {
        Fixture f;
        f.visitor.passesOn = false;
        f.open();
        QTRY_VERIFY(f.accepted());
        const QByteArray block(MaxDataBytes, 'y');
        qint64 written = 0;
        int quietTurns = 0;
        while (quietTurns < 50 && written < 4 * KernelBytes) {
            const qsizetype taken = f.server.write(block);
            written += taken;
            quietTurns = taken > 0 ? 0 : quietTurns + 1;
            f.pair.deliver();
            QCoreApplication::processEvents(QEventLoop::AllEvents, 10);
        }
        QTRY_COMPARE((f.pair.deliver(), qint64(f.visitor.received.size())), InitialWindow);
        QVERIFY2(written <= KernelBytes + InitialWindow, qPrintable(QString::number(written)));
        f.visitor.passesOn = true;
        f.visitor.stream->consumed(InitialWindow);
        f.server.finish();
        QTRY_VERIFY((f.pair.deliver(), f.visitor.isFinished));
        QCOMPARE(qint64(f.visitor.received.size()), written);
    }

    void theForwarderGoesFirst()
    {
        PlainServer server;
        KeepingListener visitor;
        SessionPair pair;
        pair.accepts = false;
        auto forwarder = std::make_unique<uplink::LocalForwarder>(server.port());
        connect(&pair.machine, &Session::streamOpened, forwarder.get(), &uplink::LocalForwarder::accept);
        visitor.stream = pair.relay.open(visitor);
        pair.deliver();
        forwarder.reset();
        pair.deliver();
        QCOMPARE(visitor.resets, QList{ResetCode::Cancelled});
        QCOMPARE(pair.machine.figures().openStreams, 0);
    }
};

QTEST_GUILESS_MAIN(TestLocalConnection)
#include "tst_localconnection.moc"
