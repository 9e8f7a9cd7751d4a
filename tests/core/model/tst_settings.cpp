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
        "'pathHistory':{'laptop':['/a','/b'],'tower':[]}}");
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
                          "pathHistory':{}}"));
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
