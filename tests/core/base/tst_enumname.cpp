#include "core/base/enumname.h"

#include <QTest>

class TestEnumName : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void mapsBothWays();
    void knowsNoOtherNames_data();
    void knowsNoOtherNames();
    void givesNoNameToAForeignValue();
    void listsTheNames();
};

namespace {

enum class Size { Small, Large };

constexpr base::EnumNames<Size, 2> Names{{
    {Size::Small, "small"},
    {Size::Large, "extra_large"},
}};

} // namespace

void TestEnumName::mapsBothWays()
{
    for (const auto &[value, name] : Names) {
        QCOMPARE(base::enumToName(Names, value), QString::fromLatin1(name));
        QCOMPARE(base::enumFromName(Names, QString::fromLatin1(name)), value);
    }
}

void TestEnumName::knowsNoOtherNames_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("empty") << QString();
    QTest::newRow("other case") << QStringLiteral("Small");
    QTest::newRow("beginning") << QStringLiteral("extra");
    QTest::newRow("space") << QStringLiteral("small ");
}

void TestEnumName::knowsNoOtherNames()
{
    QFETCH(QString, name);
    QVERIFY(!base::enumFromName(Names, name));
}

void TestEnumName::givesNoNameToAForeignValue()
{
    QCOMPARE(base::enumToName(Names, static_cast<Size>(7)), QString());
}

void TestEnumName::listsTheNames()
{
    QCOMPARE(base::enumNameList(Names), QStringLiteral("small, extra_large"));
}

QTEST_APPLESS_MAIN(TestEnumName)
#include "tst_enumname.moc"
