#include "core/agents/agentsession.h"
#include "core/journal/syncer.h"
#include "tests/core/agents/faketransport.h"
#include "tests/core/agents/scriptedprovider.h"

#include <QFile>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

#include <functional>

using namespace agents;
using model::Phase;

namespace {

//! An agent whose server can be killed at any moment, while its CLI goes on.
class Scene
{
public:
    Scene()
    {
        m_document.id = base::AgentId(QStringLiteral("a1"));
        m_document.name = QStringLiteral("agent");
        m_document.config.provider = QStringLiteral("scripted");
        m_document.config.directory = QStringLiteral("/tmp");
        m_document.config.prompt = QStringLiteral("first");
        openServer();
        [[maybe_unused]] const auto begun = session->begin();
        transport->sayStarted();
    }

    ~Scene() { session.reset(); } // before what it writes with

    //! As after kill -9: nothing was said to the old session.
    void restartServer()
    {
        killServer();
        openServer();
        session->recover();
        transport->sayStarted();
    }
    void killServer() { session.reset(); }
    void openServer()
    {
        auto journal = journal::Journal::open(m_directory.path(), m_syncer);
        session = std::make_unique<AgentSession>(m_document, std::move(*journal), m_provider.shared(),
            RunHost{m_directory.path() + QStringLiteral("/holders"),
                [this](const QString &folder) {
                    auto made = m_host.transportFor(folder);
                    transport = made.get();
                    cli = transport->cli;
                    return made;
                }},
            m_clock);
    }

    //! The CLI's words; it says them to whoever listens, or to its spool.
    void say(const QList<QByteArray> &lines)
    {
        if (session)
            transport->say(lines);
        else
            FakeTransport::keep(*cli, lines);
    }

    QString journalPath() const { return m_directory.path() + QStringLiteral("/journal.jsonl"); }

    //! What a person sees, without what differs from one life to the next (ids, times, numbers).
    QStringList timeline() const
    {
        QStringList lines;
        const auto page = session->messagesBefore(0, 200);
        for (const model::Message &message : page->messages) {
            QJsonObject json = model::toJson(message);
            for (const char *field : {"id", "seq", "timestamp"})
                json.remove(QLatin1String(field));
            if (QJsonObject approval = json.value(QStringLiteral("approval")).toObject();
                !approval.isEmpty()) {
                QJsonObject decision = approval.value(QStringLiteral("decision")).toObject();
                decision.remove(QStringLiteral("at"));
                approval.insert(QStringLiteral("decision"), decision);
                json.insert(QStringLiteral("approval"), approval);
            }
            lines.append(QString::fromUtf8(QJsonDocument(json).toJson(QJsonDocument::Compact)));
        }
        return lines;
    }

    QByteArray firstPromptId() const
    {
        return session->messagesBefore(0, 200)->messages.first().id.toString().toUtf8();
    }

    std::unique_ptr<AgentSession> session;
    FakeTransport *transport = nullptr;
    std::shared_ptr<FakeProcess> cli;

private:
    QTemporaryDir m_directory;
    journal::Syncer m_syncer;
    ScriptedProvider m_provider;
    FakeHost m_host;
    base::SystemClock m_clock;
    model::AgentDocument m_document;
};

using Step = std::function<void(Scene &)>;

Step says(const QList<QByteArray> &lines)
{
    return [lines](Scene &scene) {
        scene.say(lines);
    };
}

//! A conversation with everything in it that a Protocol must remember.
const QList<Step> &conversation()
{
    static const QList<Step> steps{
        says({"ready"}),
        [](Scene &scene) {
            scene.say({"turn", "taken " + scene.firstPromptId()});
        },
        says({"text one "}),
        says({"query a", "text two "}),
        says({"ask r1", "count"}),
        [](Scene &scene) {
            QVERIFY(scene.session->decide(QStringLiteral("r1"), {QStringLiteral("allow"), {}, {}, {}, {}}));
        },
        says({"text three", "count", "end"}),
        [](Scene &scene) { QVERIFY(scene.session->send(QStringLiteral("second"), QStringLiteral("c2"))); },
        says({"turn", "query b", "ask r2", "ask r3"}),
        [](Scene &scene) { QVERIFY(scene.session->interrupt()); },
        says({"gone r2", "count"}),
        [](Scene &scene) {
            QVERIFY(scene.session->decide(QStringLiteral("r3"), {QStringLiteral("deny"), {}, {}, {}, {}}));
        },
        [](Scene &scene) { QVERIFY(scene.session->setMode(QStringLiteral("plan"))); },
        says({"interrupted", "count"}),
        says({"turn", "text background", "end", "count"}),
    };
    return steps;
}

} // namespace

class TestAgentRestart : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        Scene scene;
        for (const Step &step : conversation())
            step(scene);
        m_timeline = scene.timeline();
        m_written = scene.cli->written;
        QVERIFY(m_timeline.size() > 8);
        QCOMPARE(m_written.first(), QByteArray("open"));
    }

    void nothingIsMissingOrTwice_data()
    {
        QTest::addColumn<qsizetype>("from");
        QTest::addColumn<qsizetype>("to");
        const qsizetype count = conversation().size();
        for (qsizetype from = 0; from <= count; ++from)
            QTest::addRow("killed after step %d", int(from)) << from << from;
        QTest::addRow("killed after each step") << qsizetype{0} << count;
    }
    //! The server is killed and started again after each of the steps from..to.
    void nothingIsMissingOrTwice()
    {
        QFETCH(const qsizetype, from);
        QFETCH(const qsizetype, to);
        Scene scene;
        for (qsizetype i = 0; i <= conversation().size(); ++i) {
            if (i >= from && i <= to)
                scene.restartServer();
            if (i < conversation().size())
                conversation()[i](scene);
        }
        QCOMPARE(scene.timeline(), m_timeline);
        QCOMPARE(scene.cli->written, m_written);
    }

    void whatIsSaidWhileNobodyListensIsHeard()
    {
        for (const qsizetype quiet : {2, 3, 4, 6, 8, 10, 13, 14}) {
            Scene scene;
            for (qsizetype i = 0; i < conversation().size(); ++i) {
                if (i == quiet && i != 1) {
                    scene.killServer();
                    conversation()[i](scene);
                    scene.openServer();
                    scene.session->recover();
                    scene.transport->sayStarted();
                } else {
                    conversation()[i](scene);
                }
            }
            QCOMPARE(scene.timeline(), m_timeline);
            QCOMPARE(scene.cli->written, m_written);
        }
    }

    void aJournalThatEndsAnywhereLeadsToTheSame_data()
    {
        QTest::addColumn<qint64>("cut");
        Scene scene;
        for (qsizetype i = 0; i < 9; ++i)
            conversation()[i](scene);
        scene.killServer();
        // The last batches, byte by byte: a kill in the middle of a write leaves any part of it.
        const qint64 size = QFile(scene.journalPath()).size();
        for (qint64 cut = 1; cut < qMin<qint64>(size / 2, 1500); cut += 7)
            QTest::addRow("%d bytes short", int(cut)) << cut;
    }
    void aJournalThatEndsAnywhereLeadsToTheSame()
    {
        QFETCH(const qint64, cut);
        Scene scene;
        for (qsizetype i = 0; i < 9; ++i)
            conversation()[i](scene);
        const QStringList before = scene.timeline();
        scene.killServer();
        QFile file(scene.journalPath());
        QVERIFY(file.open(QIODevice::ReadWrite));
        // Only what the CLI said last may be missing: what a person did was acknowledged after its write.
        const QByteArray all = file.readAll();
        const qint64 lastInput = all.lastIndexOf("\"type\":\"input\"");
        const qint64 mayBeCut = all.size() - all.indexOf('\n', lastInput) - 1;
        if (cut >= mayBeCut)
            return;
        QVERIFY(file.resize(file.size() - cut));
        file.close();
        scene.openServer();
        scene.session->recover();
        scene.transport->sayStarted();
        QCOMPARE(scene.timeline(), before);
    }

    void anApprovalThatWaitedIsDecidedAfterTheRestart()
    {
        Scene scene;
        scene.say({"ready", "turn", "ask r1"});
        scene.restartServer();
        QCOMPARE(scene.session->state().phase, Phase::Asking);
        const auto decided
            = scene.session->decide(QStringLiteral("r1"), {QStringLiteral("allow"), {}, {}, {}, {}});
        QVERIFY(decided && decided->applied);
        QCOMPARE(scene.cli->written.last(), QByteArray("decide r1 allow"));
    }

    void whatWasDecidedButNotSentIsSent()
    {
        Scene scene;
        scene.say({"ready", "turn", "ask r1"});
        // The journal took it, and then the server was killed.
        scene.transport->stopRequested = true; // from here on nothing reaches the CLI
        QVERIFY(scene.session->decide(QStringLiteral("r1"), {QStringLiteral("allow"), {}, {}, {}, {}}));
        QVERIFY(!scene.cli->written.contains("decide r1 allow"));
        scene.restartServer();
        QCOMPARE(scene.cli->written.count("decide r1 allow"), 1);
    }

    void aPersonIsHeardWhileItCatchesUp()
    {
        Scene scene;
        scene.say({"ready", "turn", "ask r1"});
        scene.killServer();
        scene.say({"text more", "ask r2"});
        scene.openServer();
        scene.session->recover();
        // Not attached yet.
        const auto receipt = scene.session->send(QStringLiteral("hello"), QStringLiteral("c9"));
        QVERIFY(receipt);
        const auto decided
            = scene.session->decide(QStringLiteral("r1"), {QStringLiteral("deny"), {}, {}, {}, {}});
        QVERIFY(decided && decided->applied);
        scene.transport->sayStarted();
        QCOMPARE(scene.cli->written.count("decide r1 deny"), 1);
        QCOMPARE(scene.cli->written.count("prompt hello"), 1);
        QCOMPARE(scene.session->pending().size(), 1);
    }

    void whatIsAtRestIsReleased()
    {
        Scene scene;
        for (const Step &step : conversation())
            step(scene);
        QVERIFY(scene.cli->released > 0);
        const qint64 released = scene.cli->released;
        scene.killServer();
        // It is gone from the spool, and not asked for again.
        while (!scene.cli->output.isEmpty() && scene.cli->output.first().end <= released)
            scene.cli->output.removeFirst();
        scene.openServer();
        scene.session->recover();
        scene.transport->sayStarted();
        QCOMPARE(scene.transport->attachedAt, released);
        QCOMPARE(scene.timeline(), m_timeline);
    }

    void anEndThatNobodySawIsTold()
    {
        Scene scene;
        scene.say({"ready", "turn", "text half"});
        scene.killServer();
        scene.say({" more"});
        scene.openServer();
        scene.session->recover();
        scene.transport->sayStarted();
        scene.transport->end(3);
        QCOMPARE(scene.session->state().phase, Phase::Failed);
        QVERIFY(scene.session->state().runId.isEmpty());
        QVERIFY(scene.cli->dismissed);
    }

private:
    QStringList m_timeline;
    QList<QByteArray> m_written;
};

QTEST_GUILESS_MAIN(TestAgentRestart)
#include "tst_agentrestart.moc"
