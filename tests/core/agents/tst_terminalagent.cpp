// An agent on a terminal, whose server is killed anywhere: its output comes in other pieces then, and yet no
// key is typed twice and nothing is told twice.
#include "core/agents/agentsession.h"
#include "core/journal/syncer.h"
#include "core/provider/terminal/commandprovider.h"

#include <QTemporaryDir>
#include <QTest>

using namespace agents;
using model::Phase;

namespace {

//! A program on a terminal, as its holder keeps it.
struct HeldProgram
{
    QByteArray output;
    QList<process::InputPlace> places;
    QList<QByteArray> typed;
    qint64 released = 0;
};

//! Reaches it; what it said before is given in pieces of `pieceBytes`.
class TerminalTransport : public process::Transport
{
    Q_OBJECT

public:
    TerminalTransport(HeldProgram &program, qsizetype pieceBytes)
        : m_program(program)
        , m_pieceBytes(pieceBytes)
    {
    }

    void start(const process::LaunchPlan &) override { }
    void attach(const process::LaunchPlan &, qint64 offset) override { m_position = offset; }
    void write(const process::InputPlace &place, const QByteArray &bytes) override
    {
        if (place != process::InputPlace{}) {
            if (!m_program.places.isEmpty() && place <= m_program.places.last())
                return;
            m_program.places.append(place);
        }
        m_program.typed.append(bytes);
    }
    void resize(int, int) override { }
    void pause() override { }
    void resume() override { }
    void stop(const QByteArray &) override { }
    void release(qint64 offset) override { m_program.released = offset; }
    void dismiss() override { }
    qint64 processId() const override { return 0; }

    void say()
    {
        Q_EMIT started();
        while (m_position < m_program.output.size()) {
            const QByteArray piece = m_program.output.mid(m_position, m_pieceBytes);
            m_position += piece.size();
            Q_EMIT outputRead({{piece, m_position}});
        }
    }
    void sayMore(const QByteArray &bytes)
    {
        m_program.output += bytes;
        m_position += bytes.size();
        Q_EMIT outputRead({{bytes, m_position}});
    }
    void end(int exitCode)
    {
        process::ProcessResult result;
        result.exitCode = exitCode;
        Q_EMIT done(result);
    }

private:
    HeldProgram &m_program;
    const qsizetype m_pieceBytes;
    qint64 m_position = 0;
};

class Scene
{
public:
    Scene()
    {
        m_document.id = base::AgentId(QStringLiteral("a1"));
        m_document.name = QStringLiteral("agent");
        m_document.config.provider = QStringLiteral("command");
        m_document.config.directory = QStringLiteral("/tmp");
        m_document.config.prompt = QStringLiteral("run it");
        m_document.config.flags = {{QStringLiteral("command"), QStringLiteral("/bin/sh")}};
        openServer(1);
        [[maybe_unused]] const auto begun = session->begin();
        transport->say();
        settle();
    }
    ~Scene() { session.reset(); }
    Scene(const Scene &) = delete;
    Scene &operator=(const Scene &) = delete;

    void restartServer(qsizetype pieceBytes)
    {
        session.reset();
        openServer(pieceBytes);
        session->recover();
        transport->say();
        settle();
    }
    void settle() const { QCoreApplication::processEvents(); }
    void say(const QByteArray &bytes)
    {
        transport->sayMore(bytes);
        settle();
    }
    void send(const QString &text)
    {
        QVERIFY(session->send(text, {}));
        settle();
    }
    QList<model::Message> messages() const { return session->messagesBefore(0, 100)->messages; }
    QStringList notices() const
    {
        QStringList texts;
        for (const model::Message &message : messages()) {
            if (const auto *notice = std::get_if<model::Notice>(&message.body))
                texts << notice->text;
        }
        return texts;
    }
    QList<model::DeliveryState> deliveries() const
    {
        QList<model::DeliveryState> states;
        for (const model::Message &message : messages()) {
            if (const auto *prompt = std::get_if<model::Prompt>(&message.body))
                states << prompt->delivery;
        }
        return states;
    }

    HeldProgram program;
    TerminalTransport *transport = nullptr;
    std::unique_ptr<AgentSession> session;

private:
    void openServer(qsizetype pieceBytes)
    {
        auto journal = journal::Journal::open(m_directory.path(), m_syncer);
        session = std::make_unique<AgentSession>(m_document, std::move(*journal), m_provider,
            RunHost{m_directory.path() + QStringLiteral("/holders"),
                [this, pieceBytes](const QString &) {
                    auto made = std::make_unique<TerminalTransport>(program, pieceBytes);
                    transport = made.get();
                    return made;
                }},
            m_clock);
    }

    QTemporaryDir m_directory;
    base::SystemClock m_clock;
    journal::Syncer m_syncer;
    std::shared_ptr<const provider::Provider> m_provider
        = std::make_shared<terminal::CommandProvider>(QProcessEnvironment::systemEnvironment());
    model::AgentDocument m_document;
};

} // namespace

class TestTerminalAgent : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void livesThroughKillsAnywhere_data();
    void livesThroughKillsAnywhere();
    void releasesItsOutput();
    void endsWell();
    void fails();
};

void TestTerminalAgent::livesThroughKillsAnywhere_data()
{
    QTest::addColumn<int>("killAfter");
    QTest::addColumn<int>("pieceBytes");
    for (int step = 0; step <= 8; ++step) {
        for (const int bytes : {1, 7, 1 << 20})
            QTest::addRow("step %d, pieces of %d", step, bytes) << step << bytes;
    }
}

void TestTerminalAgent::livesThroughKillsAnywhere()
{
    QFETCH(int, killAfter);
    QFETCH(int, pieceBytes);
    Scene scene;
    using Step = std::function<void()>;
    const QList<Step> steps{
        [&] { scene.say("hello \x1b]7501;?\a and \x1b]7501;st"); },
        [&] { scene.send(QStringLiteral("one")); },
        [&] { scene.say("ate=idle\a\x1b[?2004h more\\text"); },
        [&] { scene.send(QStringLiteral("two")); },
        [&] { scene.say("\a\x1b]9;look\a\x1b]7501;?\a"); },
        [&] { scene.say("\x1b]7501;state=blocked:msg=Pw==\ax"); },
        [&] { scene.send(QStringLiteral("three")); },
        [&] { scene.say(QByteArray(300'000, 'x') + "\x1b]7501;?\a"); },
        [&] { scene.send(QStringLiteral("four")); },
    };
    for (int step = 0; step < steps.size(); ++step) {
        steps[step]();
        if (step == killAfter) {
            scene.restartServer(pieceBytes);
            scene.restartServer(pieceBytes); // and once more, from where the last one came to
        }
    }
    const QByteArray reply = "\x1b]7501;?1\a";
    QCOMPARE(scene.program.typed,
        (QList<QByteArray>{reply, "one", "\r", "\x1b[200~two\x1b[201~", "\r", reply,
            "\x1b[200~three\x1b[201~", "\r", reply, "\x1b[200~four\x1b[201~", "\r"}));
    QCOMPARE(scene.notices(),
        (QStringList{QStringLiteral("sh rang the bell"), QStringLiteral("look"),
            QStringLiteral("Waits for you in its terminal: ?")}));
    QCOMPARE(scene.session->state().phase, Phase::Asking);
    QCOMPARE(scene.session->state().activity, QStringLiteral("Waits for you in its terminal: ?"));
    QCOMPARE(scene.deliveries(), QList<model::DeliveryState>(5, model::DeliveryState::Taken));
}

void TestTerminalAgent::releasesItsOutput()
{
    Scene scene;
    for (int n = 0; n < 8; ++n)
        scene.say(QByteArray(256 * 1024, 'x'));
    QVERIFY(scene.program.released > 1024 * 1024);
    QVERIFY(scene.program.output.size() - scene.program.released >= 256 * 1024); // for who comes later
    QCOMPARE(scene.session->state().phase, Phase::Working);
    const auto place = scene.session->terminal();
    QVERIFY(place);
    QCOMPARE(place->position, scene.program.output.size());
    scene.restartServer(4096);
    QCOMPARE(scene.session->state().phase, Phase::Working);
    QCOMPARE(scene.session->state().activity, QStringLiteral("Running sh"));
}

void TestTerminalAgent::endsWell()
{
    Scene scene;
    int exitCode = -2;
    QObject::connect(scene.session.get(), &AgentSession::terminalEnded, scene.session.get(),
        [&exitCode](int code) { exitCode = code; });
    QCOMPARE(scene.session->state().phase, Phase::Working); // though it has said nothing
    scene.transport->end(0);
    QCOMPARE(scene.session->state().phase, Phase::Stopped);
    QCOMPARE(exitCode, 0);
    QCOMPARE(scene.deliveries(), QList<model::DeliveryState>{model::DeliveryState::Taken});
    QVERIFY(!scene.session->typeInTerminal("x"));
}

void TestTerminalAgent::fails()
{
    Scene scene;
    scene.transport->end(2);
    QCOMPARE(scene.session->state().phase, Phase::Failed);
    QVERIFY(scene.session->state().error.contains(QStringLiteral("2")));
    QVERIFY(scene.notices().join(QString()).contains(QStringLiteral("sh ended with exit code 2")));
}

QTEST_GUILESS_MAIN(TestTerminalAgent)
#include "tst_terminalagent.moc"
