#include "tray/api/health.h"
#include "tray/api/serverfiles.h"
#include "tray/model/agent.h"
#include "tray/model/tunnelstate.h"
#include "tray/model/words.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

using namespace tray;

namespace {

//! With ' for ": moc loses its way in raw strings.
QJsonObject object(const char *json)
{
    return QJsonDocument::fromJson(QByteArray(json).replace('\'', '"')).object();
}

} // namespace

class TestTrayModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void agent()
    {
        const auto agent = agentFromJson(
            object("{'id':'a','name':' Fix\\nCI ','phase':'asking','activity':'Wants to run "
                   "make','lastSeq':7,'pending':[{'kind':'approval','content':'Run  "
                   "make\\n-j8','timestamp':5,'approval':{'id':'x','state':'waiting','title':'t','options':[{"
                   "'id':'1','kind':'allow_once','label':'Allow'},{'id':'2','kind':'allow_always'},{'id':'3',"
                   "'kind':'reject_once'}]}},{'kind':'question','content':'Which?','question':{'id':'q','"
                   "state':'waiting','items':[]}},{'kind':'approval','content':'old','approval':{'id':'y','"
                   "state':'decided','options':[]}}]}"));
        QVERIFY2(agent.has_value(), agent ? "" : qPrintable(agent.error().message));
        QCOMPARE(agent->name, QStringLiteral("Fix CI"));
        QCOMPARE(agent->phase, AgentPhase::Asking);
        QCOMPARE(agent->lastSeq, base::Sequence(7));
        QCOMPARE(agent->asks.size(), 2);
        QCOMPARE(agent->asks[0].title, QStringLiteral("Run make -j8"));
        QCOMPARE(agent->asks[0].allowOption, QStringLiteral("1"));
        QCOMPARE(agent->asks[0].rejectOption, QStringLiteral("3"));
        QCOMPARE(agent->asks[1].kind, Ask::Kind::Question);
    }

    void badAgents_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::newRow("empty") << QByteArray("{}");
        QTest::newRow("phase") << QByteArray("{'id':'a','name':'b','phase':'asleep'}");
        QTest::newRow("pending") << QByteArray("{'id':'a','name':'b','phase':'idle','pending':5}");
        QTest::newRow("approval") << QByteArray(
            "{'id':'a','name':'b','phase':'idle','pending':[{'kind':'approval','approval':{'id':5}}]}");
    }
    void badAgents()
    {
        QFETCH(QByteArray, json);
        QVERIFY(!agentFromJson(object(json.constData())));
    }

    void tunnel()
    {
        const auto off = tunnelFromJson(
            object("{'state':'off','relay':null,'machine':null,'since':null,'roundTripMs':null,'attempts':0,'"
                   "nextRetryAt':null,'nextRetryInMs':null,'lastError':null,'relayVersion':null,'"
                   "bytesReceived':0,'bytesSent':0,'openStreams':0}"));
        QVERIFY(off.has_value());
        QCOMPARE(*off, TunnelState());
        const auto up
            = tunnelFromJson(object("{'state':'connected','relay':'wss://r.example.com:3457/"
                                    "tunnel','machine':'desk','since':9,'roundTripMs':0.42,'attempts':1,'"
                                    "relayVersion':'0.2','bytesReceived':3,'bytesSent':4,'openStreams':1}"));
        QVERIFY(up.has_value());
        QCOMPARE(hostOf(up->relay), QStringLiteral("r.example.com:3457"));
        QCOMPARE(dashboardAtRelay(up->relay).toString(), QStringLiteral("https://r.example.com:3457/"));
        QVERIFY(!tunnelFromJson(object("{'state':'up'}")));
        QVERIFY(!tunnelFromJson({}));
    }

    void health()
    {
        const auto old = healthFromJson(object("{'ok':true,'version':'1','uptime':2.5,'pid':7}"), 10'000);
        QCOMPARE(old->startedAt, base::Timestamp(7'500));
        const auto newer = healthFromJson(
            object("{'ok':true,'version':'1','uptime':2.5,'pid':7,'startedAt':123}"), 10'000);
        QCOMPARE(newer->startedAt, base::Timestamp(123));
        QVERIFY(!healthFromJson(object("{'ok':false,'version':'1','uptime':2.5,'pid':7}"), 0));
        QVERIFY(!healthFromJson(object("{'ok':true}"), 0));
    }

    void serverFiles()
    {
        QTemporaryDir folder;
        const ServerFiles files(folder.path());
        const auto write = [](const QString &path, const QByteArray &bytes) {
            QFile file(path);
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(bytes);
        };
        QVERIFY(!files.port() && files.token().isEmpty() && !files.wereLeftBehind());
        write(files.portFile(), "3456\n");
        write(files.tokenFile(), QByteArray(64, 'f') + '\n');
        QCOMPARE(*files.port(), quint16(3456));
        QCOMPARE(files.token().reveal(), QByteArray(64, 'f'));
        QVERIFY(files.wereLeftBehind());
        write(files.portFile(), "70000");
        write(files.tokenFile(), QByteArray(64, 'f') + "\r\nX: y");
        QVERIFY(!files.port());
        QVERIFY(files.token().isEmpty());
    }

    void words()
    {
        QCOMPARE(agentsDo(1, "keeps", "keep"), QStringLiteral("1 agent keeps"));
        QCOMPARE(agentsDo(3, "keeps", "keep"), QStringLiteral("3 agents keep"));
        QCOMPARE(durationWords(-5), QStringLiteral("0 s"));
        QCOMPARE(durationWords(59'999), QStringLiteral("59 s"));
        QCOMPARE(durationWords(60'000), QStringLiteral("1 min"));
        QCOMPARE(durationWords(7'500'000), QStringLiteral("2 h 5 min"));
        QCOMPARE(durationWords(7'200'000), QStringLiteral("2 h"));
        QCOMPARE(durationWords(90'000'000), QStringLiteral("1 d 1 h"));
        QCOMPARE(roundTripWords(0.42), QStringLiteral("0.4 ms"));
        QCOMPARE(roundTripWords(38.4), QStringLiteral("38 ms"));
        QCOMPARE(roundTripWords(1234), QStringLiteral("1.2 s"));
        QCOMPARE(byteWords(512), QStringLiteral("512 B"));
        QCOMPARE(byteWords(3500), QStringLiteral("3.4 KiB"));
        QCOMPARE(byteWords(qint64(12) << 20), QStringLiteral("12 MiB"));
        QCOMPARE(elided(QStringLiteral("abcdef"), 4), QStringLiteral("abc…"));
    }
};

QTEST_GUILESS_MAIN(TestTrayModel)
#include "tst_traymodel.moc"
