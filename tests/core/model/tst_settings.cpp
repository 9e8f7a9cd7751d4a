#include "core/model/settings.h"

#include "jsonsample.h"

#include <QTest>

class TestSettings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsAndWrites();
    void hasDefaults();
    void keepsFieldsOfOtherVersions();
    void mergesWhatIsPresent_data();
    void mergesWhatIsPresent();
    void refusesBadFields_data();
    void refusesBadFields();
};

namespace {

QJsonObject full()
{
    return jsonsample::parse(
        "{'agentRetentionMs':86400000,'deleteSessionFilesPolicy':'keep','promptSuggestions':['Go on'],"
        "'pathHistory':{'laptop':['/a','/b'],'tower':[]},"
        "'acpAgents':[{'id':'pi','name':'Pi','command':'pi --acp','env':{'KEY':'1'}}]}");
}

} // namespace

void TestSettings::readsAndWrites()
{
    const auto settings = model::settingsFromJson(full());
    QVERIFY(settings);
    QCOMPARE(model::toJson(*settings), full());
}

void TestSettings::hasDefaults()
{
    const auto settings = model::settingsFromJson({});
    QVERIFY(settings);
    QCOMPARE(model::toJson(*settings),
        jsonsample::parse("{'agentRetentionMs':0,'deleteSessionFilesPolicy':'ask','promptSuggestions':[],'"
                          "pathHistory':{},'acpAgents':[]}"));
}

void TestSettings::keepsFieldsOfOtherVersions()
{
    QJsonObject json = full();
    json.insert(QStringLiteral("theme"), QStringLiteral("dark"));
    const auto settings = model::settingsFromJson(json);
    QVERIFY(settings);
    QCOMPARE(model::toJson(*settings), json);

    // but a request cannot add any
    const auto merged = model::mergeSettings(*settings, jsonsample::parse("{'theme':'light','other':1}"));
    QVERIFY(merged);
    QCOMPARE(model::toJson(*merged), json);
}

void TestSettings::mergesWhatIsPresent_data()
{
    QTest::addColumn<QJsonObject>("changes");
    QTest::addColumn<QJsonObject>("expected");
    QTest::newRow("nothing") << QJsonObject() << full();
    const auto row = [](const char *name, const char *value) {
        const QString field = QString::fromLatin1(name);
        const QJsonObject expected = jsonsample::changed(full(), field, value);
        QTest::addRow("%s %s", name, value) << QJsonObject{{field, expected.value(field)}} << expected;
    };
    row("agentRetentionMs", "0");
    row("agentRetentionMs", "9007199254740992");
    row("deleteSessionFilesPolicy", "'ask'");
    row("deleteSessionFilesPolicy", "'purge'");
    row("promptSuggestions", "[]");
    row("pathHistory", "{'other':['/c']}");
    row("acpAgents", "[]");
    row("acpAgents",
        "[{'id':'a-1','name':'A','command':'a','env':{}},{'id':'b','name':'B','command':'b -c','env':{}}]");
    QTest::newRow("half a millisecond") << jsonsample::parse(
        "{'agentRetentionMs':7.5}") << jsonsample::changed(full(), QStringLiteral("agentRetentionMs"), "7");
}

void TestSettings::mergesWhatIsPresent()
{
    QFETCH(QJsonObject, changes);
    const auto merged = model::mergeSettings(*model::settingsFromJson(full()), changes);
    QVERIFY2(merged, qPrintable(merged ? QString() : merged.error().message));
    QTEST(model::toJson(*merged), "expected");
}

void TestSettings::refusesBadFields_data()
{
    QTest::addColumn<QString>("field");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QString>("error");
    const auto row = [](const char *field, const char *value, const char *error) {
        QTest::addRow("%s %s", field, value)
            << QString::fromLatin1(field) << QByteArray(value) << QString::fromLatin1(error);
    };
    for (const char *value : {"-1", "'1'", "null", "true", "1e300"})
        row("agentRetentionMs", value, "agentRetentionMs must be a non-negative number");
    for (const char *value : {"'never'", "''", "null", "1"})
        row("deleteSessionFilesPolicy", value, "deleteSessionFilesPolicy must be one of ask, keep, purge");
    for (const char *value : {"'a'", "[1]", "null"})
        row("promptSuggestions", value, "promptSuggestions must be a list of strings");
    for (const char *value : {"[]", "'a'", "null"})
        row("pathHistory", value, "pathHistory must be an object of lists of paths, by host");
    for (const char *value : {"{'tower':'/a'}", "{'a':['/a'],'tower':[1]}"})
        row("pathHistory", value, "pathHistory.tower must be a list of strings");
    for (const char *value : {"{}", "'a'", "null"})
        row("acpAgents", value, "acpAgents must be a list");
    row("acpAgents", "['a']", "acpAgents[0] must be an object");
    row("acpAgents", "[{'id':'a','command':'a'}]", "acpAgents[0].name is required");
    for (const char *value : {"[{'id':'A','name':'A','command':'a'}]", "[{'id':'','name':'A','command':'a'}]",
             "[{'id':'a:b','name':'A','command':'a'}]"})
        row("acpAgents", value, "acpAgents[0].id must be 1 to 32 small letters, digits or dashes");
    row("acpAgents", "[{'id':'a','name':' ','command':'a'}]",
        "acpAgents[0].name must have 1 to 80 characters");
    row("acpAgents", "[{'id':'a','name':'A','command':''}]",
        "acpAgents[0].command must have 1 to 4096 characters");
    row("acpAgents", "[{'id':'a','name':'A','command':'a','env':{'B C':''}}]",
        "acpAgents[0].env has \"B C\", which is no name of a variable");
    row("acpAgents", "[{'id':'a','name':'A','command':'a'},{'id':'a','name':'B','command':'b'}]",
        "acpAgents[1].id is there twice: a");
}

void TestSettings::refusesBadFields()
{
    QFETCH(QString, field);
    QFETCH(QByteArray, value);
    const QJsonObject json = jsonsample::changed(full(), field, value);
    const auto read = model::settingsFromJson(json);
    QVERIFY(!read);
    QTEST(read.error().message, "error");
    QCOMPARE(read.error().code, base::ErrorCode::InvalidArgument);
    const auto merged = model::mergeSettings(*model::settingsFromJson(full()), json);
    QVERIFY(!merged);
    QTEST(merged.error().message, "error");
}

QTEST_APPLESS_MAIN(TestSettings)
#include "tst_settings.moc"
