#include "tests/core/tunnel/sessionpair.h"

#include <QTest>

using namespace tunnel;

namespace {

//! Bytes of which every position is known.
QByteArray pattern(qsizetype size)
{
    QByteArray bytes(size, Qt::Uninitialized);
    for (qsizetype i = 0; i < size; ++i)
        bytes[i] = char(i * 31 + i / 251);
    return bytes;
}

//! Sends all of it, as the other side grants credit.
struct Sender
{
    Sender(SessionPair &pair, KeepingListener &from, const QByteArray &bytes)
        : m_rest(bytes)
    {
        from.onWritable = [this, &from] {
            send(from);
        };
        send(from);
        pair.deliver();
    }

    void send(KeepingListener &from)
    {
        while (!m_rest.isEmpty() && from.stream->writable() > 0) {
            const qsizetype count
                = qMin<qsizetype>(from.stream->writable(), qMin<qsizetype>(m_rest.size(), 50'000));
            from.stream->write(m_rest.first(count));
            m_rest.remove(0, count);
        }
    }

private:
    QByteArray m_rest;
};

} // namespace

class TestTunnelSession : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void dataGoesBothWays()
    {
        SessionPair pair;
        auto [visitor, local] = pair.open();
        const QByteArray bytes = pattern(20'000'000);
        Sender up(pair, *visitor, bytes);
        Sender down(pair, *local, bytes);
        QVERIFY(local->received == bytes);
        QVERIFY(visitor->received == bytes);
        QCOMPARE(pair.relay.figures().bytesSent, qint64(bytes.size()));
        QCOMPARE(pair.relay.figures().bytesReceived, qint64(bytes.size()));
        QCOMPARE(pair.failures, QStringList());
    }

    void creditStopsTheSenderAndResumes()
    {
        SessionPair pair;
        pair.passesOn = false;
        auto [visitor, local] = pair.open();
        const QByteArray bytes = pattern(InitialWindow + 1000);
        Sender sender(pair, *visitor, bytes);
        QCOMPARE(qint64(local->received.size()), InitialWindow);
        QCOMPARE(visitor->stream->writable(), qint64(0));
        QCOMPARE(visitor->writableCalls, 0);
        local->stream->consumed(InitialWindow);
        pair.deliver();
        QCOMPARE(visitor->writableCalls, 1);
        QVERIFY(local->received == bytes);
    }

    void whatIsNotTakenStaysBounded()
    {
        SessionPair pair;
        auto [visitor, local] = pair.open();
        visitor->stream->write(
            QByteArray(visitor->stream->writable(), 'x')); // the channel takes no more at once
        QVERIFY(pair.relayChannel.bytesToWrite() <= MaxBytesToWrite + MaxFrameBytes);
        pair.deliver();
        QCOMPARE(qint64(local->received.size()), InitialWindow);
    }

    void smallPiecesAreJoined()
    {
        SessionPair pair;
        auto [bulk, atMachine] = pair.open();
        auto [small, atMachineToo] = pair.open();
        bulk->stream->write(QByteArray(bulk->stream->writable(), 'x')); // fills the channel
        const qsizetype before = qsizetype(pair.relayChannel.frames.size());
        for (int i = 0; i < 1000; ++i)
            small->stream->write(QByteArray(10, char(i)));
        pair.deliver();
        QCOMPARE(atMachineToo->received.size(), 10'000);
        QCOMPARE(atMachineToo->received[9'999], char(999));
        QVERIFY(before < 20); // of 64 KiB each
        QCOMPARE(qint64(atMachine->received.size()), InitialWindow);
    }

    //! One stream has megabytes to send, a hundred others 100 bytes each: nobody waits for more than one
    //! turn.
    void turnsAreFair()
    {
        SessionPair pair;
        auto [bulk, atMachine] = pair.open();
        std::vector<KeepingListener *> small;
        for (int i = 0; i < 20; ++i)
            small.push_back(pair.open().first);
        bulk->stream->write(QByteArray(bulk->stream->writable(), 'x'));
        QVERIFY(bulk->stream->writable() == 0);
        bulk->onWritable = [from = bulk] {
            from->stream->write(QByteArray(from->stream->writable(), 'x'));
        };
        for (auto *one : small)
            one->stream->write(QByteArray(100, 's'));

        // The frames of the small ones may have before them what was in the channel, and one of the bulk's.
        QList<quint32> order;
        while (!pair.relayChannel.frames.empty() && order.size() < 60) {
            order.append(parseFrame(pair.relayChannel.frames.front())->stream);
            pair.step();
        }
        QSet<quint32> seen;
        qsizetype last = 0;
        for (qsizetype i = 0; i < order.size(); ++i) {
            if (order[i] != 1 && !seen.contains(order[i])) {
                seen.insert(order[i]);
                last = i;
            }
        }
        QCOMPARE(seen.size(), 20);
        const qsizetype inChannel = MaxBytesToWrite / MaxDataBytes + 1;
        QVERIFY2(last <= inChannel + 20 + 1, qPrintable(QString::number(last)));
        QVERIFY(atMachine->received.size() > 0);
    }

    void twoBulkStreamsTakeTurns()
    {
        SessionPair pair;
        auto [a, atMachineA] = pair.open();
        auto [b, atMachineB] = pair.open();
        auto [c, atMachineC] = pair.open();
        a->stream->write(QByteArray(a->stream->writable(), 'a')); // what the channel takes at once
        b->stream->write(QByteArray(b->stream->writable(), 'b'));
        c->stream->write(QByteArray(c->stream->writable(), 'c'));
        QByteArray order;
        while (!pair.relayChannel.frames.empty()) {
            const auto frame = parseFrame(pair.relayChannel.frames.front());
            order.append(frame->payload.front());
            pair.step();
        }
        QVERIFY2(order.contains("bcbcbc"), order);
    }

    void finsInEveryOrder_data()
    {
        QTest::addColumn<bool>("relayFirst");
        QTest::addColumn<bool>("crossing"); //!< the second FIN leaves before the first has come
        QTest::newRow("relay, then machine") << true << false;
        QTest::newRow("machine, then relay") << false << false;
        QTest::newRow("crossing") << true << true;
    }
    void finsInEveryOrder()
    {
        QFETCH(bool, relayFirst);
        QFETCH(bool, crossing);
        SessionPair pair;
        auto [visitor, local] = pair.open();
        auto *first = relayFirst ? visitor : local;
        auto *second = relayFirst ? local : visitor;
        first->stream->write("one");
        first->stream->finish();
        if (!crossing) {
            pair.deliver();
            QVERIFY(second->isFinished);
            QVERIFY(!first->isFinished);
        }
        second->stream->write("two"); // the half that is still open
        second->stream->finish();
        pair.deliver();
        QCOMPARE(first->received, QByteArray("two"));
        QCOMPARE(second->received, QByteArray("one"));
        QVERIFY(first->isFinished && second->isFinished);
        QVERIFY(first->stream->isFinished() && second->stream->isFinished());
        first->release();
        second->release();
        pair.deliver();
        QCOMPARE(pair.relay.figures().openStreams, 0);
        QCOMPARE(pair.machine.figures().openStreams, 0);
        QVERIFY(visitor->resets.isEmpty() && local->resets.isEmpty()); // ended in peace
        QCOMPARE(pair.failures, QStringList());
    }

    void finComesAfterEverything()
    {
        SessionPair pair;
        auto [visitor, local] = pair.open();
        const QByteArray bytes = pattern(InitialWindow);
        visitor->stream->write(bytes);
        visitor->stream->finish();
        qsizetype atFin = 0;
        local->onFinished = [&, to = local] {
            atFin = to->received.size();
        };
        pair.deliver();
        QCOMPARE(atFin, bytes.size());
    }

    //! Both sides have said all, but the channel is full: letting go of the stream must not lose the rest.
    void releaseAfterFinishKeepsTheRest()
    {
        SessionPair pair;
        auto [visitor, local] = pair.open();
        local->stream->finish();
        pair.deliver();
        QVERIFY(visitor->isFinished);
        visitor->stream->write(pattern(InitialWindow));
        visitor->stream->finish();
        visitor->release();
        QCOMPARE(pair.relay.figures().openStreams, 1); // lingers
        pair.deliver();
        QVERIFY(local->received == pattern(InitialWindow));
        QVERIFY(local->isFinished);
        QVERIFY(local->resets.isEmpty());
        QCOMPARE(pair.relay.figures().openStreams, 0);
    }

    void breakOffKeepsTheRest()
    {
        SessionPair pair;
        auto [visitor, local] = pair.open();
        pair.fillMachineChannel();
        local->stream->write(pattern(InitialWindow));
        std::exchange(local->stream, nullptr)->breakOff(ResetCode::Broken, QStringLiteral("crashed"));
        visitor->stream->write("still on its way");
        pair.deliver();
        QVERIFY(visitor->received == pattern(InitialWindow));
        QVERIFY(!visitor->isFinished);
        QCOMPARE(visitor->resets, QList{ResetCode::Broken});
        QCOMPARE(visitor->resetText, QStringLiteral("crashed"));
        QCOMPARE(pair.machine.figures().openStreams, 1); // the one that filled the channel
        QCOMPARE(pair.relay.figures().openStreams, 1);
    }

    void cancelDropsTheRest()
    {
        SessionPair pair;
        auto [visitor, local] = pair.open();
        pair.fillMachineChannel();
        local->stream->write(pattern(InitialWindow));
        const qsizetype sent = qsizetype(pair.machineChannel.frames.size());
        local->release();
        QCOMPARE(qsizetype(pair.machineChannel.frames.size()), sent + 1); // the RESET, at once
        pair.deliver();
        QVERIFY(visitor->received.isEmpty());
        QCOMPARE(visitor->resets, QList{ResetCode::Cancelled});
    }

    void resets_data()
    {
        QTest::addColumn<int>("finished"); //!< 0 nobody, 1 who resets, 2 the other
        QTest::addColumn<bool>("byRelay");
        for (int finished = 0; finished < 3; ++finished) {
            QTest::addRow("relay, %d", finished) << finished << true;
            QTest::addRow("machine, %d", finished) << finished << false;
        }
    }
    void resets()
    {
        QFETCH(int, finished);
        QFETCH(bool, byRelay);
        SessionPair pair;
        auto [visitor, local] = pair.open();
        auto *who = byRelay ? visitor : local;
        auto *other = byRelay ? local : visitor;
        if (finished > 0)
            (finished == 1 ? who : other)->stream->finish();
        pair.deliver();
        other->stream->consumed(0);
        who->release(ResetCode::Unreachable);
        if (finished != 2)
            other->stream->write("on its way to nobody");
        pair.deliver();
        QCOMPARE(other->resets, QList{ResetCode::Unreachable});
        QVERIFY(who->resets.isEmpty());
        QCOMPARE(pair.relay.figures().openStreams, 0);
        QCOMPARE(pair.machine.figures().openStreams, 0);
        QCOMPARE(pair.failures, QStringList());
    }

    void resetsCross()
    {
        SessionPair pair;
        auto [visitor, local] = pair.open();
        visitor->release();
        local->release();
        pair.deliver();
        QCOMPARE(pair.failures, QStringList());
        QCOMPARE(pair.relay.figures().openStreams, 0);
    }

    void releaseInsideEveryCallback_data()
    {
        QTest::addColumn<int>("callback");
        QTest::newRow("data") << 0;
        QTest::newRow("finished") << 1;
        QTest::newRow("writable") << 2;
        QTest::newRow("another one's reset") << 3;
    }
    void releaseInsideEveryCallback()
    {
        QFETCH(int, callback);
        SessionPair pair;
        auto [visitor, local] = pair.open();
        auto [second, secondLocal] = pair.open();
        auto *from = visitor;
        const auto letGo = [&, to = local] {
            to->release();
        };
        if (callback == 0) {
            local->passesOn = false;
            local->onData = letGo;
            from->stream->write("x");
        } else if (callback == 1) {
            local->onFinished = letGo;
            from->stream->finish();
        } else if (callback == 2) {
            local->onWritable = letGo;
            local->stream->write(QByteArray(local->stream->writable(), 'x'));
        } else {
            secondLocal->onReset = letGo;
            second->release();
        }
        pair.deliver();
        QVERIFY(!local->stream);
        QCOMPARE(visitor->resets, QList{ResetCode::Cancelled});
        QCOMPARE(pair.failures, QStringList());
    }

    void releaseWhileEverythingIsAbandoned()
    {
        SessionPair pair;
        auto [a, localA] = pair.open();
        auto [b, localB] = pair.open();
        const auto both = [first = localA, other = localB] {
            for (auto *one : {first, other}) {
                if (one->stream)
                    one->release();
            }
        };
        localA->onReset = both;
        localB->onReset = both;
        pair.machine.abandon();
        QCOMPARE(pair.machine.figures().openStreams, 0);
        QCOMPARE(localA->resets.size() + localB->resets.size(), 1); // the other was let go first
    }

    void unknownKindsAreRefused()
    {
        SessionPair pair;
        pair.machine.receive(openFrame(1, SmallWindow).replace("http", "file"));
        const auto answer = parseFrame(pair.machineChannel.frames.front());
        QCOMPARE(answer->type, FrameType::Reset);
        QCOMPARE(parseFarewell(answer->payload)->code, quint16(ResetCode::Refused));
        QVERIFY(pair.machine.receive(openFrame(2, SmallWindow)));
        QCOMPARE(pair.machine.figures().openStreams, 1);
        QCOMPARE(pair.failures, QStringList());
    }

    void unwantedStreamsAreRefused()
    {
        SessionPair pair;
        pair.accepts = false;
        const auto visitor = pair.open().first;
        QCOMPARE(visitor->resets, QList{ResetCode::Refused});
        QCOMPARE(pair.machine.figures().openStreams, 0);
    }

    void noMoreThanMaxStreams()
    {
        SessionPair pair;
        for (int i = 0; i < MaxStreams; ++i)
            QVERIFY(pair.open().first->stream);
        KeepingListener oneMore;
        QVERIFY(!pair.relay.open(oneMore));
        pair.machine.receive(openFrame(MaxStreams + 1, SmallWindow));
        QCOMPARE(pair.machine.figures().openStreams, MaxStreams);
        QCOMPARE(pair.failures, QStringList());
    }

    void manyShortLives()
    {
        SessionPair pair;
        for (int i = 0; i < 10'000; ++i) {
            auto [visitor, local] = pair.open();
            visitor->stream->write("request");
            pair.deliver();
            local->stream->write("response");
            if (i % 2)
                local->stream->finish();
            (i % 3 ? visitor : local)->release();
            pair.deliver();
            (i % 3 ? local : visitor)->stream = nullptr;
            pair.opened.clear();
            pair.accepted.clear();
        }
        QCOMPARE(pair.relay.figures().openStreams, 0);
        QCOMPARE(pair.machine.figures().openStreams, 0);
        QVERIFY(pair.relay.figures().bytesReceived > 0);
        QCOMPARE(pair.failures, QStringList());
    }
};

QTEST_GUILESS_MAIN(TestTunnelSession)
#include "tst_tunnelsession.moc"
