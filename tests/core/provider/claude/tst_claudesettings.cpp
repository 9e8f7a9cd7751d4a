// What can be chosen, and what becomes of what a person sets.
#include "../eventtext.h"
#include "conversation.h"

#include <QTest>

using base::ErrorCode;

class TestClaudeSettings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theInitializationTellsTheChoices();
    void settingsAreReportedWhenTheyAreMade_data();
    void settingsAreReportedWhenTheyAreMade();
    void refusedSettingsAreReported();
    void badSettingsAreRefused();
    void aModeOfClaudesOwnIsReportedOnce();
};

void TestClaudeSettings::theInitializationTellsTheChoices()
{
    Conversation claude;
    claude.protocol().open();
    const auto events = claude.feed(json(answer(1,
        "{'models':[{'value':'opus','displayName':'Opus','description':'d','supportedEffortLevels':['low','"
        "high',7],"
        "'supportsAutoMode':true},{'value':'haiku'},{'displayName':'nameless'},5],'commands':[{'name':'debug'"
        ","
        "'description':'x','argumentHint':'[y]'},{},3],'current_permission_mode':'plan'}")));
    QCOMPARE(events.size(), 2);
    const auto choices = std::get<provider::ChoicesReported>(events.first());
    QCOMPARE(choices.models.size(), 2);
    QCOMPARE(choices.models.at(0).name, QStringLiteral("Opus"));
    QCOMPARE(choices.models.at(0).efforts, (QStringList{QStringLiteral("low"), QStringLiteral("high")}));
    QCOMPARE(choices.models.at(1).name, QStringLiteral("haiku"));
    QCOMPARE(choices.commands.size(), 1);
    QCOMPARE(choices.commands.first().argumentHint, QStringLiteral("[y]"));
    QCOMPARE(choices.modes,
        (QStringList{QStringLiteral("default"), QStringLiteral("acceptEdits"), QStringLiteral("plan"),
            QStringLiteral("auto"), QStringLiteral("dontAsk"), QStringLiteral("bypassPermissions")}));
    QCOMPARE(eventText(events.at(1)), line("SettingsReported mode=\"plan\""));

    Conversation withoutAuto;
    withoutAuto.protocol().open();
    const auto fewer = withoutAuto.feed(json(answer(1, "{'models':[{'value':'x'}]}")));
    QVERIFY(!std::get<provider::ChoicesReported>(fewer.first()).modes.contains(QStringLiteral("auto")));
}

void TestClaudeSettings::settingsAreReportedWhenTheyAreMade_data()
{
    QTest::addColumn<provider::Command>("command");
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<QByteArray>("response");
    QTest::addColumn<QString>("expected");
    using provider::Command;
    QTest::newRow("mode") << Command(provider::SetMode{line("plan")})
                          << QByteArray("{'subtype':'set_permission_mode','mode':'plan'}")
                          << QByteArray("{'mode':'plan'}") << line("SettingsReported mode=\"plan\"");
    QTest::newRow("mode, no word back") << Command(provider::SetMode{line("plan")})
                                        << QByteArray("{'subtype':'set_permission_mode','mode':'plan'}")
                                        << QByteArray("null") << line("SettingsReported mode=\"plan\"");
    QTest::newRow("model, resolved") << Command(provider::SetModel{line("haiku")})
                                     << QByteArray("{'subtype':'set_model','model':'haiku'}")
                                     << QByteArray("{'model':'claude-haiku-9'}")
                                     << line("SettingsReported model=\"claude-haiku-9\"");
    QTest::newRow("model, older") << Command(provider::SetModel{line("haiku")})
                                  << QByteArray("{'subtype':'set_model','model':'haiku'}")
                                  << QByteArray("null") << line("SettingsReported model=\"haiku\"");
    QTest::newRow("no model") << Command(provider::SetModel{})
                              << QByteArray("{'subtype':'set_model','model':'default'}")
                              << QByteArray("{'model':'m'}") << line("SettingsReported model=\"m\"");
    QTest::newRow("effort") << Command(provider::SetEffort{
        line("high")}) << QByteArray("{'subtype':'apply_flag_settings','settings':{'effortLevel':'high'}}")
                            << QByteArray("null") << line("SettingsReported effort=\"high\"");
    QTest::newRow("no effort") << Command(provider::SetEffort{})
                               << QByteArray(
                                      "{'subtype':'apply_flag_settings','settings':{'effortLevel':null}}")
                               << QByteArray("null") << line("SettingsReported effort=\"\"");
}

void TestClaudeSettings::settingsAreReportedWhenTheyAreMade()
{
    QFETCH(provider::Command, command);
    QFETCH(QByteArray, request);
    QFETCH(QByteArray, response);
    QFETCH(QString, expected);
    Conversation claude;
    QCOMPARE(claude.writes(command),
        (QJsonObject{{QStringLiteral("type"), QStringLiteral("control_request")},
            {QStringLiteral("request_id"), QStringLiteral("agentmonitor-1")},
            {QStringLiteral("request"), json(request)}}));
    QCOMPARE(claude.says(answer(1, response)), QStringList{expected});
}

void TestClaudeSettings::refusedSettingsAreReported()
{
    Conversation claude;
    claude.writes(provider::SetMode{line("bypassPermissions")});
    QCOMPARE(
        claude.says("{'type':'control_response','response':{'subtype':'error','request_id':'agentmonitor-1',"
                    "'error':'not allowed'}}"),
        QStringList{line("RequestFailed request=set_permission_mode error=\"not allowed\"")});
    claude.writes(provider::SetModel{line("x")});
    QCOMPARE(claude.says("{'type':'control_response','response':{'request_id':'agentmonitor-2'}}"),
        QStringList{line("RequestFailed request=set_model error=\"claude gives no reason\"")});
    QCOMPARE(
        claude.says("{'type':'control_response','response':{'subtype':'error','request_id':'not-ours'}}"),
        QStringList());
}

void TestClaudeSettings::badSettingsAreRefused()
{
    Conversation claude;
    const base::Error mode = claude.refuses(provider::SetMode{line("nonsense")});
    QCOMPARE(mode.code, ErrorCode::InvalidArgument);
    QVERIFY(mode.message.startsWith(QStringLiteral("mode must be one of default,")));
    QCOMPARE(claude.refuses(provider::SetMode{}).code, ErrorCode::InvalidArgument);
    const base::Error effort = claude.refuses(provider::SetEffort{line("extreme")});
    QVERIFY(effort.message.startsWith(QStringLiteral("reasoningEffort must be one of low, medium")));
}

void TestClaudeSettings::aModeOfClaudesOwnIsReportedOnce()
{
    Conversation claude;
    claude.init();
    const QByteArray status = systemLine("status", ",'status':null,'permissionMode':'acceptEdits'");
    QCOMPARE(claude.says(status), QStringList{line("SettingsReported mode=\"acceptEdits\"")});
    QCOMPARE(claude.says(status), QStringList());
}

QTEST_GUILESS_MAIN(TestClaudeSettings)
#include "tst_claudesettings.moc"
