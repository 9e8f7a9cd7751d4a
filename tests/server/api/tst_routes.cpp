#include "core/store/settingsstore.h"
#include "server/api/agentroutes.h"
#include "server/api/askroutes.h"
#include "server/api/directoryroutes.h"
#include "server/api/healthroutes.h"
#include "server/api/settingsroutes.h"
#include "server/api/tunnelroutes.h"
#include "server/tunnel/tunnelclient.h"
#include "server/view/agentlist.h"
#include "server/view/agentview.h"
#include "tests/core/agents/registryfixture.h"

#include <QDir>
#include <QJsonDocument>
#include <QTest>

using http::Method;

namespace {

class KeptAnswer : public http::Responder::Sink
{
public:
    void send(int code, const http::Headers &, const QByteArray &content) override
    {
        status = code;
        const QJsonDocument document = QJsonDocument::fromJson(content);
        object = document.object();
        array = document.array();
        size = content.size();
    }

    QString error() const { return object.value(QStringLiteral("error")).toString(); }

    int status = 0;
    QJsonObject object;
    QJsonArray array;
    qsizetype size = 0;
};

//! The routes over a registry with scripted CLIs, called without a network.
struct Fixture : RegistryFixture
{
    view::AgentList list{*registry};
    api::AgentRoutes agentRoutes{*registry, list};
    api::AskRoutes askRoutes{*registry};
    api::DirectoryRoutes directoryRoutes;
    api::HealthRoutes healthRoutes;
    store::SettingsStore settings{directory.settingsFile(), writer};
    api::SettingsRoutes settingsRoutes{settings};
    http::Router router;

    Fixture()
    {
        agentRoutes.install(router);
        askRoutes.install(router);
        directoryRoutes.install(router);
        healthRoutes.install(router);
        settingsRoutes.install(router);
    }

    std::shared_ptr<KeptAnswer> call(Method method, const QString &target, const QByteArray &body = {})
    {
        http::Request request;
        request.method = method;
        request.path = target.section(QLatin1Char('?'), 0, 0);
        request.query = QUrlQuery(target.section(QLatin1Char('?'), 1));
        request.body = body;
        request.user = QStringLiteral("you");
        request.peer = QHostAddress(QHostAddress::LocalHost);
        auto answer = std::make_shared<KeptAnswer>();
        router.route(request, http::Responder(answer));
        return answer;
    }
};

QString path(const base::AgentId &id, const char *rest = "")
{
    return QStringLiteral("/api/agents/") + id.toString() + QLatin1String(rest);
}

} // namespace

class TestRoutes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anAgentIsMade()
    {
        Fixture f;
        const auto made = f.call(Method::Post, QStringLiteral("/api/agents"),
            R"({"name":"n","provider":"scripted","directory":"/tmp","prompt":"p","flags":{"other":1}})");
        QCOMPARE(made->status, 201);
        QCOMPARE(made->object.value(QStringLiteral("status")).toString(), QStringLiteral("running"));
        // What existing dashboards read without a guard.
        QVERIFY(made->object.value(QStringLiteral("messages")).isArray());
        const QJsonObject config = made->object.value(QStringLiteral("config")).toObject();
        QVERIFY(config.value(QStringLiteral("flags")).isObject());
        QCOMPARE(config.value(QStringLiteral("flags")).toObject().value(QStringLiteral("other")).toInt(), 1);
        QCOMPARE(config.value(QStringLiteral("directory")).toString(), QStringLiteral("/tmp"));
        QVERIFY(made->object.value(QStringLiteral("createdAt")).isDouble());
        QVERIFY(made->object.value(QStringLiteral("lastActivity")).toInteger() > 0);
        QCOMPARE(f.call(Method::Get, QStringLiteral("/api/agents"))->array.size(), 1);
    }

    void theTunnelIsOffWithoutARelay()
    {
        Fixture f;
        api::TunnelRoutes routes(nullptr, f.clock);
        routes.install(f.router);
        const auto status = f.call(Method::Get, QStringLiteral("/api/tunnel/status"));
        QCOMPARE(status->status, 200);
        QCOMPARE(status->object.value(QStringLiteral("state")).toString(), QStringLiteral("off"));
        for (const char *call : {"/api/tunnel/connect", "/api/tunnel/disconnect"}) {
            const auto answer = f.call(Method::Post, QString::fromLatin1(call));
            QCOMPARE(answer->status, 409);
            QCOMPARE(answer->error(), QStringLiteral("RELAY_URL is not set: there is no tunnel"));
        }
    }

    void theTunnelIsSteeredByHand()
    {
        Fixture f;
        uplink::TunnelClient tunnel({QUrl(QStringLiteral("ws://127.0.0.1:9")), base::Secret("t"),
                                        QStringLiteral("desk"), QStringLiteral("0")},
            f.clock, uplink::Backoff({}, [] { return 0.5; }));
        api::TunnelRoutes routes(&tunnel, f.clock);
        routes.install(f.router);
        tunnel.start(1);
        const auto state = [](const auto &answer) {
            return answer->object.value(QStringLiteral("state")).toString();
        };
        QCOMPARE(
            state(f.call(Method::Post, QStringLiteral("/api/tunnel/disconnect"))), QStringLiteral("stopped"));
        QCOMPARE(state(f.call(Method::Get, QStringLiteral("/api/tunnel/status"))), QStringLiteral("stopped"));
        const auto connected = f.call(Method::Post, QStringLiteral("/api/tunnel/connect"));
        QCOMPARE(connected->status, 200);
        QCOMPARE(state(connected), QStringLiteral("connecting"));
        QCOMPARE(connected->object.value(QStringLiteral("relay")).toString(),
            QStringLiteral("ws://127.0.0.1:9/tunnel"));
        QCOMPARE(connected->object.value(QStringLiteral("attempts")).toInt(), 1);
    }

    void badRequests_data()
    {
        QTest::addColumn<Method>("method");
        QTest::addColumn<QString>("rest");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("error");
        const auto row = [](const char *name, Method method, const char *rest, const char *body, int status,
                             const char *error) {
            QTest::newRow(name) << method << QString::fromLatin1(rest) << QByteArray(body) << status
                                << QString::fromLatin1(error);
        };
        row("no text", Method::Post, "/message", "{}", 400, "text is required");
        row("blank text", Method::Post, "/message", R"({"text":"  "})", 400, "text is required");
        row("text is a number", Method::Post, "/message", R"({"text":1})", 400, "text must be a string");
        row("no name", Method::Put, "/rename", "{}", 400, "name is required");
        row("no content", Method::Put, "/claude-md", "{}", 400, "content is required");
        row("no mode", Method::Put, "/mode", "{}", 400, "mode is required");
        row("bad mode", Method::Put, "/mode", R"({"mode":"x"})", 400, "mode must be one of default, plan");
        row("no model", Method::Put, "/model", R"({"model":" "})", 400, "model is required");
        row("bad effort", Method::Put, "/reasoning-effort", R"({"reasoningEffort":"x"})", 400,
            "reasoningEffort must be one of low, high");
        row("bad limit", Method::Get, "/messages?limit=0", "", 400,
            "limit must be a whole number from 1 to 200");
        row("limit too high", Method::Get, "/messages?limit=201", "", 400,
            "limit must be a whole number from 1 to 200");
        row("bad before", Method::Get, "/messages?before=x", "", 400,
            "before must be a whole number from 0 to 9007199254740991");
        row("before and after", Method::Get, "/messages?before=1&after=1", "", 400,
            "before and after cannot be given together");
        row("bad seq", Method::Get, "/messages/x", "", 400, "seq must be a whole number");
        row("no option", Method::Post, "/approvals/r1", "{}", 400, "optionId is required");
        row("no such approval", Method::Post, "/approvals/r1", R"({"optionId":"allow"})", 404,
            "There is no approval or question r1");
        row("no answers", Method::Post, "/questions/q1", "{}", 400, "answers is required");
        row("purge is text", Method::Delete, "", R"({"purgeSessionFiles":"yes"})", 400,
            "purgeSessionFiles must be true or false");
        row("already running", Method::Post, "/resume", "", 409, "The agent is already running");
    }

    void badRequests()
    {
        QFETCH(Method, method);
        QFETCH(QString, rest);
        QFETCH(QByteArray, body);
        QFETCH(int, status);
        QFETCH(QString, error);
        Fixture f;
        const base::AgentId id = f.idleAgent();
        const auto answer = f.call(method, path(id) + rest, body);
        QCOMPARE(answer->error(), error);
        QCOMPARE(answer->status, status);
        QVERIFY(f.registry->find(id));
    }

    void brokenJsonIsNamed()
    {
        Fixture f;
        const base::AgentId id = f.idleAgent();
        for (const char *rest : {"/message", "/approvals/r", "/questions/q"}) {
            const auto answer = f.call(Method::Post, path(id, rest), "{\"text\":");
            QCOMPARE(answer->status, 400);
            QVERIFY2(answer->error().contains(QStringLiteral("JSON")), qPrintable(answer->error()));
        }
    }

    void unknownAgents_data()
    {
        QTest::addColumn<Method>("method");
        QTest::addColumn<QString>("rest");
        QTest::addColumn<int>("status");
        QTest::newRow("show") << Method::Get << "" << 404;
        QTest::newRow("messages") << Method::Get << "/messages" << 404;
        QTest::newRow("message") << Method::Get << "/messages/1" << 404;
        QTest::newRow("send") << Method::Post << "/message" << 404;
        QTest::newRow("interrupt") << Method::Post << "/interrupt" << 404;
        QTest::newRow("resume") << Method::Post << "/resume" << 404;
        QTest::newRow("mode") << Method::Put << "/mode" << 404;
        QTest::newRow("rename") << Method::Put << "/rename" << 404;
        QTest::newRow("approval") << Method::Post << "/approvals/r" << 404;
        QTest::newRow("stop reaches its goal") << Method::Post << "/stop" << 200;
        QTest::newRow("delete reaches its goal") << Method::Delete << "" << 200;
    }

    void unknownAgents()
    {
        QFETCH(Method, method);
        QFETCH(QString, rest);
        QFETCH(int, status);
        Fixture f;
        const auto answer = f.call(method, path(base::AgentId(QStringLiteral("nobody"))) + rest,
            R"({"text":"x","mode":"plan","name":"n","optionId":"allow"})");
        QCOMPARE(answer->status, status);
        if (status == 404)
            QCOMPARE(answer->error(), QStringLiteral("Agent not found"));
    }

    void theSecondDecisionIsToldOfTheFirst()
    {
        Fixture f;
        const base::AgentId id = f.idleAgent();
        f.transports.last()->say({"turn", "ask r1"});
        const auto first = f.call(Method::Post, path(id, "/approvals/r1"), R"({"optionId":"allow"})");
        QCOMPARE(first->status, 200);
        const auto second = f.call(Method::Post, path(id, "/approvals/r1"), R"({"optionId":"deny"})");
        QCOMPARE(second->status, 409);
        QVERIFY(
            second->error().startsWith(QStringLiteral("Already decided: Allow, by you from 127.0.0.1 at ")));
        const QJsonObject decision = second->object.value(QStringLiteral("approval"))
                                         .toObject()
                                         .value(QStringLiteral("decision"))
                                         .toObject();
        QCOMPARE(decision.value(QStringLiteral("optionId")).toString(), QStringLiteral("allow"));
    }

    void pagesGoBothWays()
    {
        Fixture f;
        const base::AgentId id = f.idleAgent();
        for (int i = 0; i < 20; ++i)
            QVERIFY(f.registry->send(id, QString::number(i), {}));
        QJsonObject page = f.call(Method::Get, path(id, "/messages?limit=5"))->object;
        QCOMPARE(page.value(QStringLiteral("messages")).toArray().size(), 5);
        QCOMPARE(page.value(QStringLiteral("more")).toBool(), true);
        QStringList texts;
        int pages = 0;
        for (;;) {
            QStringList older;
            const QJsonArray messages = page.value(QStringLiteral("messages")).toArray();
            for (const QJsonValue &message : messages)
                older.append(message.toObject().value(QStringLiteral("content")).toString());
            texts = older + texts;
            ++pages;
            if (!page.value(QStringLiteral("more")).toBool())
                break;
            const qint64 before = messages.first().toObject().value(QStringLiteral("seq")).toInteger();
            page = f.call(Method::Get, path(id) + QStringLiteral("/messages?limit=5&before=%1").arg(before))
                       ->object;
        }
        QCOMPARE(pages, 5);
        QCOMPARE(texts.size(), 21);
        QCOMPARE(texts.first(), QStringLiteral("first"));
        QCOMPARE(texts.last(), QStringLiteral("19"));
        const auto after = f.call(Method::Get, path(id, "/messages?after=0&limit=200"))
                               ->object.value(QStringLiteral("messages"))
                               .toArray();
        QCOMPARE(after.size(), 21);
    }

    void directoriesAreListed()
    {
        Fixture f;
        QTemporaryDir place;
        QVERIFY(QDir(place.path()).mkpath(QStringLiteral("b-dir")));
        QVERIFY(QDir(place.path()).mkpath(QStringLiteral(".hidden")));
        QFile file(place.filePath(QStringLiteral("a-file")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.close();
        QFile notes(place.filePath(QStringLiteral("CLAUDE.md")));
        QVERIFY(notes.open(QIODevice::WriteOnly));
        notes.write("be kind");
        notes.close();

        const auto listed = f.call(Method::Get, QStringLiteral("/api/directories?path=") + place.path());
        QTRY_COMPARE(listed->status, 200);
        const QJsonArray entries = listed->object.value(QStringLiteral("entries")).toArray();
        QCOMPARE(entries.size(), 3);
        QCOMPARE(
            entries.first().toObject().value(QStringLiteral("name")).toString(), QStringLiteral("b-dir"));
        QCOMPARE(entries.first().toObject().value(QStringLiteral("isDirectory")).toBool(), true);

        const auto missing = f.call(Method::Get, QStringLiteral("/api/directories?path=/nowhere/at/all"));
        QTRY_COMPARE(missing->status, 400);
        QCOMPARE(missing->error(), QStringLiteral("The directory /nowhere/at/all does not exist"));
        const auto relative = f.call(Method::Get, QStringLiteral("/api/directories?path=tmp"));
        QTRY_COMPARE(relative->status, 400);

        const auto instructions
            = f.call(Method::Get, QStringLiteral("/api/directories/claude-md?path=") + place.path());
        QTRY_COMPARE(instructions->status, 200);
        QCOMPARE(instructions->object.value(QStringLiteral("content")).toString(), QStringLiteral("be kind"));
        const auto none = f.call(Method::Get, QStringLiteral("/api/directories/claude-md?path=/nowhere"));
        QTRY_COMPARE(none->status, 200);
        QCOMPARE(none->object, (QJsonObject{{QStringLiteral("exists"), false}}));
    }

    void settingsAreMerged()
    {
        Fixture f;
        const QString settings = QStringLiteral("/api/settings");
        QCOMPARE(f.call(Method::Put, settings, R"({"agentRetentionMs":5})")->status, 200);
        const auto bad = f.call(Method::Put, settings, R"({"deleteSessionFilesPolicy":"burn"})");
        QCOMPARE(bad->status, 400);
        QCOMPARE(bad->error(), QStringLiteral("deleteSessionFilesPolicy must be one of ask, keep, purge"));
        const auto now = f.call(Method::Get, settings);
        QCOMPARE(now->object.value(QStringLiteral("agentRetentionMs")).toInt(), 5);
        QCOMPARE(
            now->object.value(QStringLiteral("deleteSessionFilesPolicy")).toString(), QStringLiteral("ask"));
    }

    void theListIsSmall()
    {
        Fixture f;
        const base::AgentId id = f.idleAgent();
        QVERIFY(f.registry->send(id, QString(1'000'000, QLatin1Char('x')), {}));
        const auto list = f.call(Method::Get, QStringLiteral("/api/agents"));
        QVERIFY2(list->size < 3000, qPrintable(QString::number(list->size)));
        QVERIFY(list->array.first().toObject().value(QStringLiteral("messages")).toArray().size()
            <= view::ListMessages);
    }
};

QTEST_GUILESS_MAIN(TestRoutes)
#include "tst_routes.moc"
