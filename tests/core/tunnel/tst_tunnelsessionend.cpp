#include "tests/core/tunnel/sessionpair.h"

#include <QTest>

using namespace tunnel;

//! How a session ends: broken rules, silence, GOAWAY, and a link cut anywhere.
class TestTunnelSessionEnd : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void brokenRules_data()
    {
        QTest::addColumn<QList<QByteArray>>("frames"); //!< to the machine, after stream 1 was opened
        QTest::addColumn<QString>("why");
        const auto row = [](const char *name, const QList<QByteArray> &frames, const char *why) {
            QTest::newRow(name) << frames << QString::fromLatin1(why);
        };
        const QByteArray full(MaxDataBytes, 'x');
        row("no frame", {"abc"}, "a frame of 3 bytes");
        row("unknown type", {QByteArray("\x0b\0\0\0\1", 5)}, "a frame of unknown type 11");
        row("DATA never opened", {dataFrame(2, full)},
            "a frame of type 2 for stream 2, which was never opened");
        row("CREDIT never opened", {creditFrame(9, 1)},
            "a frame of type 3 for stream 9, which was never opened");
        row("FIN never opened", {finFrame(2)}, "a frame of type 4 for stream 2, which was never opened");
        row("RESET never opened", {resetFrame(2, ResetCode::Broken, {})},
            "a frame of type 5 for stream 2, which was never opened");
        row("OPEN twice", {openFrame(1, 100)}, "an OPEN of stream 1 after 1");
        row("OPEN goes back", {openFrame(5, 100), openFrame(4, 100)}, "an OPEN of stream 4 after 5");
        row("OPEN without JSON", {QByteArray("\1\0\0\0\2[]", 7)}, "an OPEN that is no JSON object");
        row("FIN twice", {finFrame(1), finFrame(1)}, "a second FIN of stream 1");
        row("DATA after FIN", {finFrame(1), dataFrame(1, full)}, "DATA after the FIN of stream 1");
        row("overspent",
            {dataFrame(1, full), dataFrame(1, full), dataFrame(1, full), dataFrame(1, full),
                dataFrame(1, QByteArrayView("x"))},
            "1 bytes on stream 1, more than was granted");
        row("CREDIT for nothing", {creditFrame(1, 0)}, "a CREDIT for no bytes");
        row("CREDIT too large", {creditFrame(1, quint32(MaxWindow))},
            "a CREDIT for more than 4194304 bytes on stream 1");
        row("largest CREDIT", {creditFrame(1, UINT32_MAX)},
            "a CREDIT for more than 4194304 bytes on stream 1");
        row("PONG from the future", {pongFrame(UINT64_MAX)}, "a PONG to no PING");
    }
    void brokenRules()
    {
        QFETCH(QList<QByteArray>, frames);
        SessionPair pair;
        pair.passesOn = false;
        QVERIFY(pair.open().second);
        for (qsizetype i = 0; i < frames.size(); ++i)
            QCOMPARE(pair.machine.receive(frames[i]), i + 1 < frames.size());
        QCOMPARE(pair.failures.size(), 1);
        QTEST(pair.failures.front(), "why");
        QVERIFY(!pair.machine.receive(pingFrame(1))); // it is over
        QCOMPARE(pair.failures.size(), 1);
    }

    void theMachineOpensNothing()
    {
        SessionPair pair;
        QVERIFY(!pair.relay.receive(openFrame(1, 100)));
        QCOMPARE(pair.failures, QStringList{QStringLiteral("an OPEN from the machine")});
    }

    void framesForAStreamThatIsGone()
    {
        SessionPair pair;
        const auto [visitor, local] = pair.open();
        local->release();
        for (const QByteArray &frame : {dataFrame(1, QByteArrayView("late")), creditFrame(1, 10), finFrame(1),
                 finFrame(1), resetFrame(1, ResetCode::Cancelled, {})})
            QVERIFY(pair.machine.receive(frame));
        QVERIFY(local->received.isEmpty());
        QCOMPARE(pair.failures, QStringList());
    }

    void rulesHoldForALingeringStream()
    {
        SessionPair pair;
        const auto [visitor, local] = pair.open();
        pair.fillMachineChannel();
        local->stream->write(QByteArray(InitialWindow, 'x'));
        std::exchange(local->stream, nullptr)->breakOff(ResetCode::Broken, {});
        QVERIFY(pair.machine.receive(dataFrame(1, QByteArrayView("late"))));
        QVERIFY(pair.machine.receive(creditFrame(1, 10)));
        QVERIFY(pair.machine.receive(finFrame(1)));
        QVERIFY(!pair.machine.receive(dataFrame(1, QByteArrayView("later"))));
        QCOMPARE(pair.failures, QStringList{QStringLiteral("DATA after the FIN of stream 1")});
    }

    void aResetEndsALingeringStream()
    {
        SessionPair pair;
        const auto [visitor, local] = pair.open();
        pair.fillMachineChannel();
        local->stream->write(QByteArray(InitialWindow, 'x'));
        std::exchange(local->stream, nullptr)->breakOff(ResetCode::Broken, {});
        QCOMPARE(pair.machine.figures().openStreams, 2);
        QVERIFY(pair.machine.receive(resetFrame(1, ResetCode::Cancelled, {})));
        QCOMPARE(pair.machine.figures().openStreams, 1);
        pair.machine.pump(); // its turn is still in the round
        QVERIFY(local->resets.isEmpty());
    }

    void pingsMeasure()
    {
        SessionPair pair;
        QVERIFY(!pair.relay.figures().roundTrip);
        pair.relay.heartbeat();
        pair.deliver();
        QVERIFY(pair.relay.figures().roundTrip);
        QVERIFY(pair.relay.figures().roundTrip->count() >= 0);
        QVERIFY(!pair.machine.figures().roundTrip);
    }

    void silenceIsDeath()
    {
        SessionPair pair;
        for (int i = 0; i < MaxUnansweredPings; ++i)
            pair.relay.heartbeat();
        QCOMPARE(pair.failures, QStringList());
        pair.relay.heartbeat();
        QCOMPARE(pair.failures, QStringList{QStringLiteral("No answer for 20 seconds")});
        QCOMPARE(int(pair.relayChannel.frames.size()), MaxUnansweredPings);
    }

    void anyFrameIsASignOfLife()
    {
        SessionPair pair;
        const auto local = pair.open().second;
        for (int i = 0; i < 10; ++i) {
            pair.relay.heartbeat();
            local->stream->write("x");
            pair.relay.receive(pair.machineChannel.take());
        }
        QCOMPARE(pair.failures, QStringList());
    }

    void whoReadsNothingIsCutOff()
    {
        SessionPair pair;
        // It makes us answer, and does not take the answers.
        qsizetype pings = 0;
        while (pair.machine.receive(pingFrame(1)) && pings < 1'000'000)
            ++pings;
        QCOMPARE(pair.failures, QStringList{QStringLiteral("The other side reads nothing")});
        QVERIFY(pair.machineChannel.mostBytes <= MaxUnsentBytes + MaxFrameBytes);
    }

    void dataAloneNeverComesThatFar()
    {
        SessionPair pair;
        std::vector<KeepingListener *> visitors;
        for (int i = 0; i < 100; ++i)
            visitors.push_back(pair.open().first);
        pair.relayChannel.mostBytes = 0;
        for (auto *visitor : visitors)
            visitor->stream->write(QByteArray(visitor->stream->writable(), 'x'));
        QVERIFY(pair.relayChannel.mostBytes <= MaxBytesToWrite + MaxFrameBytes);
        QCOMPARE(pair.failures, QStringList());
    }

    void goAwayStopsNewStreamsOnly()
    {
        SessionPair pair;
        const auto [visitor, local] = pair.open();
        QString told;
        connect(&pair.relay, &Session::wentAway, this, [&](const QString &text) { told = text; });
        pair.machine.goAway(QStringLiteral("stopping"));
        KeepingListener crossing;
        crossing.stream = pair.relay.open(crossing); // has not heard of it yet
        QVERIFY(crossing.stream);
        pair.deliver();
        QCOMPARE(told, QStringLiteral("stopping"));
        QCOMPARE(crossing.resets, QList{ResetCode::Refused});
        KeepingListener late;
        QVERIFY(!pair.relay.open(late));
        visitor->stream->write("old streams live on");
        pair.deliver();
        QCOMPARE(local->received, QByteArray("old streams live on"));
        QCOMPARE(pair.failures, QStringList());
    }

    void abandonTellsEveryListener()
    {
        SessionPair pair;
        const auto [a, localA] = pair.open();
        const auto [b, localB] = pair.open();
        pair.relay.abandon();
        QCOMPARE(a->resets, QList{ResetCode::LinkLost});
        QCOMPARE(b->resets, QList{ResetCode::LinkLost});
        KeepingListener late;
        QVERIFY(!pair.relay.open(late));
        QVERIFY(pair.relayChannel.frames.empty()); // nothing is sent any more
    }

    //! A whole conversation, cut after every frame in turn: each side's listeners hear of the end exactly
    //! once.
    void cutAnywhere()
    {
        bool wasWhole = false;
        int cut = 0;
        for (; !wasWhole; ++cut) {
            SessionPair pair;
            std::vector<std::unique_ptr<KeepingListener>> visitors;
            for (int i = 0; i < 3; ++i) {
                visitors.push_back(std::make_unique<KeepingListener>());
                visitors.back()->stream = pair.relay.open(*visitors.back());
                visitors.back()->stream->write(QByteArray(1000 * (i + 1), 'q'));
            }
            visitors[1]->stream->finish();
            visitors[2]->release();
            connect(&pair.machine, &Session::streamOpened, this, [&] {
                KeepingListener *local = pair.accepted.back().get();
                local->onData = [local] {
                    local->stream->write("answer");
                };
                local->onFinished = [local] {
                    local->stream->finish();
                    local->release();
                };
            });
            int step = 0;
            while (step < cut && pair.step())
                ++step;
            wasWhole = step < cut;
            pair.relay.abandon();
            pair.machine.abandon();
            for (const auto &visitor : visitors) {
                QVERIFY(visitor->resets.size() <= 1);
                QVERIFY(!visitor->stream);
            }
            for (const auto &local : pair.accepted)
                QVERIFY(!local->stream);
            QCOMPARE(pair.relay.figures().openStreams, 0);
            QCOMPARE(pair.machine.figures().openStreams, 0);
            QCOMPARE(pair.failures, QStringList());
        }
        QVERIFY(cut > 8); // or there was nothing to cut
    }
};

QTEST_GUILESS_MAIN(TestTunnelSessionEnd)
#include "tst_tunnelsessionend.moc"
