#include "core/agents/agentsession.h"
#include "core/journal/syncer.h"
#include "tests/core/agents/faketransport.h"
#include "tests/core/agents/scriptedprovider.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace agents;
using model::Phase;

namespace {

class FakeClock : public base::Clock
{
public:
    base::Timestamp now() const override { return time; }
    base::Timestamp time = 1000;
};

} // namespace

class TestAgentSession : public QObject
{
    Q_OBJECT

private:
    //! An agent in a directory of its own; `transport` is the one of its newest process.
    struct Fixture
    {
        QTemporaryDir directory;
        journal::Syncer syncer;
        ScriptedProvider provider;
        FakeClock clock;
        FakeHost host;
        FakeTransport *transport = nullptr;
        int starts = 0;
        model::AgentDocument document;
        std::unique_ptr<AgentSession> session;

        Fixture()
        {
            document.id = base::AgentId(QStringLiteral("a1"));
            document.name = QStringLiteral("agent");
            document.config.provider = QStringLiteral("scripted");
            document.config.directory = QStringLiteral("/tmp");
            document.config.prompt = QStringLiteral("first");
            open();
        }

        //! What a start of the program does.
        void open()
        {
            session.reset();
            transport = nullptr;
            auto journal = journal::Journal::open(directory.path(), syncer);
            QVERIFY(journal);
            session = std::make_unique<AgentSession>(document, std::move(*journal), provider.shared(),
                RunHost{directory.path() + QStringLiteral("/holders"),
                    [this](const QString &folder) {
                        auto made = host.transportFor(folder);
                        transport = made.get();
                        ++starts;
                        return made;
                    }},
                clock);
        }

        void beginIdle()
        {
            QVERIFY(session->begin());
            transport->sayStarted();
            transport->say({"ready", "turn", "taken " + firstPromptId(), "end"});
            QCOMPARE(session->state().phase, Phase::Idle);
        }

        QList<model::Message> messages() const { return session->messagesBefore(0, 200)->messages; }
        QByteArray firstPromptId() const { return messages().first().id.toString().toUtf8(); }

        QStringList notices() const
        {
            QStringList texts;
            for (const model::Message &message : messages()) {
                if (const auto *notice = std::get_if<model::Notice>(&message.body))
                    texts.append(notice->text);
            }
            return texts;
        }

        model::DeliveryState delivery(const base::MessageId &id) const
        {
            for (const model::Message &message : messages()) {
                if (message.id == id)
                    return std::get<model::Prompt>(message.body).delivery;
            }
            qFatal("no such prompt");
        }
    };

private Q_SLOTS:
    void startsAndDeliversTheFirstPrompt()
    {
        Fixture f;
        QVERIFY(f.session->begin());
        QCOMPARE(f.session->state().phase, Phase::Starting);
        QVERIFY(f.transport->written.isEmpty());
        f.transport->sayStarted();
        QCOMPARE(f.transport->written, (QList<QByteArray>{"open", "prompt first"}));
        f.transport->say({"ready", "turn", "text hello", "text  you"});
        QCOMPARE(f.session->state().phase, Phase::Working);
        QCOMPARE(f.session->state().activity, QStringLiteral("Writing"));
        QCOMPARE(std::get<model::Text>(f.messages().last().body).text, QStringLiteral("hello you"));
    }

    void everythingAnnouncedIsInTheJournalWithoutGaps()
    {
        Fixture f;
        QSignalSpy spy(f.session.get(), &AgentSession::recordsAppended);
        f.beginIdle();
        f.transport->say({"turn", "text one", "ask r1"});
        f.transport->say({"gone r1", "end"});
        base::Sequence next = 1;
        for (const QList<QVariant> &emission : spy) {
            for (const model::Record &record : emission.first().value<QList<model::Record>>())
                QCOMPARE(record.seq, next++);
        }
        QCOMPARE(f.session->lastSequence(), next - 1);
        const auto all = f.session->recordsAfter(0, 10000, 1 << 20);
        QVERIFY(all && *all);
        QCOMPARE((*all)->size(), static_cast<qsizetype>(next - 1));
    }

    void aRepeatedClientIdIsDeliveredOnce()
    {
        Fixture f;
        f.beginIdle();
        const auto first = f.session->send(QStringLiteral("more"), QStringLiteral("c1"));
        const auto second = f.session->send(QStringLiteral("more"), QStringLiteral("c1"));
        QVERIFY(first && second);
        QCOMPARE(second->messageId, first->messageId);
        QVERIFY(second->repeated);
        QCOMPARE(f.transport->written.count("prompt more"), 1);
        // Also after a restart of the program.
        f.open();
        const auto third = f.session->send(QStringLiteral("more"), QStringLiteral("c1"));
        QVERIFY(third && third->repeated);
        QCOMPARE(third->messageId, first->messageId);
    }

    void whatIsTooMuchForTheJournalIsShortened()
    {
        Fixture f;
        f.beginIdle();
        f.transport->say({"turn", "text " + QByteArray(100 * 1024 * 1024, 'x')});
        QVERIFY(f.session->problem().isEmpty());
        QVERIFY(!f.transport->paused);
        f.open();
        const auto text = std::get<model::Text>(f.messages().last().body).text;
        QVERIFY(text.endsWith(QStringLiteral("characters more were too much to keep")));
    }

    void anApprovalIsDecidedOnce()
    {
        Fixture f;
        f.beginIdle();
        f.transport->say({"turn", "ask r1"});
        QCOMPARE(f.session->state().phase, Phase::Asking);
        Verdict verdict{QStringLiteral("allow"), {}, {}, QStringLiteral("you"), QStringLiteral("127.0.0.1")};
        const auto first = f.session->decide(QStringLiteral("r1"), verdict);
        QVERIFY(first && first->applied);
        QCOMPARE(f.transport->written.last(), QByteArray("decide r1 allow"));
        QCOMPARE(f.session->state().phase, Phase::Working);

        verdict.optionId = QStringLiteral("deny");
        const auto second = f.session->decide(QStringLiteral("r1"), verdict);
        QVERIFY(second && !second->applied);
        QCOMPARE(second->ask.decision->optionId, QStringLiteral("allow"));
        QCOMPARE(f.transport->written.count("decide r1 deny"), 0);

        const auto unknown = f.session->decide(QStringLiteral("r2"), verdict);
        QVERIFY(!unknown);
        QCOMPARE(unknown.error().code, base::ErrorCode::NotFound);
    }

    void aBadVerdictChangesNothing()
    {
        Fixture f;
        f.beginIdle();
        f.transport->say({"turn", "ask r1"});
        const base::Sequence before = f.session->lastSequence();
        const auto refused
            = f.session->decide(QStringLiteral("r1"), Verdict{QStringLiteral("perhaps"), {}, {}, {}, {}});
        QVERIFY(!refused);
        QCOMPARE(f.session->lastSequence(), before);
        QCOMPARE(f.session->pending().size(), 1);
    }

    void aWithdrawnApprovalSaysSo()
    {
        Fixture f;
        f.beginIdle();
        f.transport->say({"turn", "ask r1", "gone r1"});
        const auto outcome
            = f.session->decide(QStringLiteral("r1"), Verdict{QStringLiteral("allow"), {}, {}, {}, {}});
        QVERIFY(outcome && !outcome->applied);
        QCOMPARE(outcome->ask.state, model::AskState::Withdrawn);
    }

    void stopVoidsWhatIsOpen()
    {
        Fixture f;
        f.beginIdle();
        f.transport->say({"turn", "text half", "ask r1"});
        QSignalSpy ended(f.session.get(), &AgentSession::ended);
        f.session->stop();
        QVERIFY(f.transport->stopRequested);
        f.transport->end(143);
        QCOMPARE(ended.size(), 1);
        QCOMPARE(f.session->state().phase, Phase::Stopped);
        QVERIFY(f.session->pending().isEmpty());
        for (const model::Message &message : f.messages())
            QVERIFY(!message.open);
    }

    void sendingToAStoppedAgentResumesIt()
    {
        Fixture f;
        f.beginIdle();
        const QString sessionId = f.session->state().sessionId;
        f.provider.resumable.append(sessionId);
        f.session->stop();
        f.transport->end(0);
        QVERIFY(f.session->send(QStringLiteral("again"), {}));
        QCOMPARE(f.starts, 2);
        QCOMPARE(f.transport->launched.arguments, (QStringList{QStringLiteral("--resume"), sessionId}));
        f.transport->sayStarted();
        QCOMPARE(f.transport->written.last(), QByteArray("prompt again"));
    }

    void whatIsSentWhileStoppingGoesToTheNextProcess()
    {
        Fixture f;
        f.beginIdle();
        f.session->stop();
        const auto receipt = f.session->send(QStringLiteral("late"), {});
        QVERIFY(receipt);
        FakeTransport *old = f.transport;
        old->end(0);
        QVERIFY(f.transport != old);
        f.transport->sayStarted();
        QCOMPARE(f.transport->written.last(), QByteArray("prompt late"));
        QCOMPARE(f.delivery(receipt->messageId), model::DeliveryState::Sent);
    }

    void aCrashIsVisibleAndNothingIsSentAgain()
    {
        Fixture f;
        f.beginIdle();
        const auto receipt = f.session->send(QStringLiteral("more"), {});
        f.transport->say({"turn"});
        f.transport->end(7);
        QCOMPARE(f.session->state().phase, Phase::Failed);
        QVERIFY(f.session->state().error.contains(QStringLiteral("exit code 7")));
        QCOMPARE(f.notices().last(), QStringLiteral("ended with 7"));
        QCOMPARE(f.delivery(receipt->messageId), model::DeliveryState::Failed);
        QCOMPARE(f.starts, 1);
    }

    void aMissingBinaryIsVisibleAndThePromptWaits()
    {
        Fixture f;
        f.provider.binaryMissing = true;
        QVERIFY(f.session->begin());
        QCOMPARE(f.session->state().phase, Phase::Failed);
        QCOMPARE(f.notices(), QStringList{QStringLiteral("scripted was not found")});
        f.provider.binaryMissing = false;
        QVERIFY(f.session->resume());
        f.transport->sayStarted();
        QCOMPARE(f.transport->written.last(), QByteArray("prompt first"));
    }

    void aLostProcessLeavesATruthfulAgent()
    {
        Fixture f;
        f.beginIdle();
        f.transport->say({"turn", "text half a sen", "ask r1"});
        f.open(); // as after kill -9: nothing was said to the old session
        QCOMPARE(f.session->state().phase, Phase::Asking);
        f.session->recover();
        QCOMPARE(f.session->state().phase, Phase::Asking); // its holder may live
        f.transport->lose(QStringLiteral("Interrupted: the process that held it was killed"));
        QCOMPARE(f.session->state().phase, Phase::Failed);
        QVERIFY(f.session->pending().isEmpty());
        QCOMPARE(f.notices().last(), QStringLiteral("Interrupted: the process that held it was killed"));
        bool textKept = false;
        for (const model::Message &message : f.messages()) {
            QVERIFY(!message.open);
            if (const auto *text = std::get_if<model::Text>(&message.body)) {
                QCOMPARE(text->text, QStringLiteral("half a sen"));
                QVERIFY(text->aborted);
                textKept = true;
            }
        }
        QVERIFY(textKept);
        QCOMPARE(f.starts, 2);
        QVERIFY(f.transport->cli->dismissed);
    }

    void anAcceptedPromptIsDeliveredAfterARestart()
    {
        Fixture f;
        QVERIFY(f.session->begin()); // accepted, but the process never said that it runs
        f.open();
        f.session->recover();
        QCOMPARE(f.starts, 2);
        QCOMPARE(f.transport->attachedAt, 0);
        f.transport->sayStarted();
        QCOMPARE(f.transport->written.last(), QByteArray("prompt first"));
    }

    void interruptAndSettingsReachTheProcess()
    {
        Fixture f;
        f.beginIdle();
        QSignalSpy saved(f.session.get(), &AgentSession::documentChanged);
        QVERIFY(f.session->interrupt());
        QVERIFY(f.session->setMode(QStringLiteral("plan")));
        QVERIFY(f.session->setModel(QStringLiteral("opus")));
        QVERIFY(f.session->setEffort(QStringLiteral("high")));
        QCOMPARE(f.transport->written.mid(f.transport->written.size() - 4),
            (QList<QByteArray>{"interrupt", "mode plan", "model opus", "effort high"}));
        QCOMPARE(saved.size(), 3);
        QCOMPARE(f.session->document().config.flags.value(QStringLiteral("model")).toString(),
            QStringLiteral("opus"));
        const auto badMode = f.session->setMode(QStringLiteral("reckless"));
        QVERIFY(!badMode);
        QCOMPARE(badMode.error().message, QStringLiteral("mode must be one of default, plan"));
        const auto badEffort = f.session->setEffort(QStringLiteral("huge"));
        QVERIFY(!badEffort);
        QCOMPARE(badEffort.error().message, QStringLiteral("reasoningEffort must be one of low, high"));
    }

    void anotherSessionsHistoryIsShownFirst()
    {
        Fixture f;
        f.provider.resumable.append(QStringLiteral("elsewhere"));
        f.document.config.flags.insert(QStringLiteral("resume"), QStringLiteral("elsewhere"));
        f.open();
        QVERIFY(f.session->begin());
        QTRY_VERIFY(f.transport);
        QCOMPARE(f.transport->launched.arguments,
            (QStringList{QStringLiteral("--resume"), QStringLiteral("elsewhere")}));
        bool shown = false;
        for (const model::Message &message : f.messages()) {
            if (const auto *text = std::get_if<model::Text>(&message.body))
                shown = shown || text->text == QStringLiteral("earlier");
        }
        QVERIFY(shown);
    }

    void aSessionThatIsNotThereFailsInWords()
    {
        Fixture f;
        f.document.config.flags.insert(QStringLiteral("resume"), QStringLiteral("nowhere"));
        f.open();
        QVERIFY(f.session->begin());
        QTRY_COMPARE(f.session->state().phase, Phase::Failed);
        QVERIFY(f.session->state().error.contains(QStringLiteral("no such session")));
        QVERIFY(!f.transport);
    }
};

QTEST_GUILESS_MAIN(TestAgentSession)
#include "tst_agentsession.moc"
