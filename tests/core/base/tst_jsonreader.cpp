#include "core/base/jsonreader.h"

#include <QJsonDocument>
#include <QTest>

#include <functional>

class TestJsonReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsEveryType();
    void takesNullForAbsent();
    void namesTheField_data();
    void namesTheField();
    void keepsTheFirstError();
    void givesDefaultsAfterAnError();
    void namesTheWholePath();
    void adoptsTheFirstErrorOfANestedReader();
    void boundsIntegers_data();
    void boundsIntegers();
    void parsesObjects_data();
    void parsesObjects();
};

namespace {

enum class Colour { Red, Blue };

constexpr base::EnumNames<Colour, 2> ColourNames{{
    {Colour::Red, "red"},
    {Colour::Blue, "blue"},
}};

QJsonObject parse(const char *text)
{
    return QJsonDocument::fromJson(text).object();
}

} // namespace

void TestJsonReader::readsEveryType()
{
    base::JsonReader reader(parse(
        R"({"s":"text","i":-7,"d":1.5,"b":true,"o":{"x":1},"a":[1,2],"l":["p","q"],"e":"blue","big":9007199254740992})"));
    QCOMPARE(reader.string("s"), QStringLiteral("text"));
    QCOMPARE(reader.integer("i"), -7);
    QCOMPARE(reader.integer("big"), base::JsonReader::MaxExactInteger);
    QCOMPARE(reader.number("d"), 1.5);
    QCOMPARE(reader.boolean("b"), true);
    QCOMPARE(reader.object("o").value(QStringLiteral("x")).toInt(), 1);
    QCOMPARE(reader.array("a").size(), 2);
    QCOMPARE(reader.enumeration("e", ColourNames), Colour::Blue);
    QCOMPARE(reader.optionalString("s"), QStringLiteral("text"));
    QCOMPARE(reader.optionalInteger("i"), -7);
    QCOMPARE(reader.optionalNumber("d"), 1.5);
    QCOMPARE(reader.optionalBoolean("b"), true);
    QVERIFY(reader.optionalObject("o"));
    QVERIFY(reader.optionalArray("a"));
    QCOMPARE(reader.optionalStringList("l"), (QStringList{QStringLiteral("p"), QStringLiteral("q")}));
    QVERIFY(!reader.error());
}

void TestJsonReader::takesNullForAbsent()
{
    base::JsonReader reader(parse(R"({"n":null})"));
    for (const char *name : {"n", "absent"}) {
        QVERIFY(!reader.optionalString(name));
        QVERIFY(!reader.optionalInteger(name));
        QVERIFY(!reader.optionalNumber(name));
        QVERIFY(!reader.optionalBoolean(name));
        QVERIFY(!reader.optionalObject(name));
        QVERIFY(!reader.optionalArray(name));
        QVERIFY(!reader.optionalStringList(name));
    }
    QVERIFY(!reader.error());
}

void TestJsonReader::namesTheField_data()
{
    using Read = std::function<void(base::JsonReader &)>;
    QTest::addColumn<Read>("read");
    QTest::addColumn<QString>("absent");
    QTest::addColumn<QString>("wrong");
    const auto row = [](const char *name, const char *type, bool required, Read read) {
        QTest::newRow(name) << read << (required ? QStringLiteral("f is required") : QString())
                            << QStringLiteral("f must be ") + QString::fromLatin1(type);
    };
    row("string", "a string", true, [](base::JsonReader &r) { r.string("f"); });
    row("integer", "a whole number", true, [](base::JsonReader &r) { r.integer("f"); });
    row("number", "a number", true, [](base::JsonReader &r) { r.number("f"); });
    row("object", "an object", true, [](base::JsonReader &r) { r.object("f"); });
    row("array", "a list", true, [](base::JsonReader &r) { r.array("f"); });
    row("enumeration", "a string", true, [](base::JsonReader &r) { r.enumeration("f", ColourNames); });
    row("optional string", "a string", false, [](base::JsonReader &r) { r.optionalString("f"); });
    row("optional integer", "a whole number", false, [](base::JsonReader &r) { r.optionalInteger("f"); });
    row("optional number", "a number", false, [](base::JsonReader &r) { r.optionalNumber("f"); });
    row("optional object", "an object", false, [](base::JsonReader &r) { r.optionalObject("f"); });
    row("optional array", "a list", false, [](base::JsonReader &r) { r.optionalArray("f"); });
    row("optional strings", "a list", false, [](base::JsonReader &r) { r.optionalStringList("f"); });
}

void TestJsonReader::namesTheField()
{
    QFETCH(std::function<void(base::JsonReader &)>, read);
    QFETCH(QString, absent);
    base::JsonReader without{QJsonObject()};
    read(without);
    QCOMPARE(without.error() ? without.error()->message : QString(), absent);

    base::JsonReader with(parse(R"({"f":true})"));
    read(with);
    QVERIFY(with.error());
    QTEST(with.error()->message, "wrong");
    QCOMPARE(with.error()->code, base::ErrorCode::InvalidArgument);
}

void TestJsonReader::keepsTheFirstError()
{
    base::JsonReader reader(parse(R"({"a":1,"e":"green","l":["x",2]})"));
    reader.boolean("a");
    reader.string("b");
    reader.fail("c", QStringLiteral("is odd"));
    QCOMPARE(reader.error()->message, QStringLiteral("a must be true or false"));

    base::JsonReader names(reader.source());
    QCOMPARE(names.enumeration("e", ColourNames), Colour::Red);
    QCOMPARE(names.error()->message, QStringLiteral("e must be one of red, blue"));

    base::JsonReader list(reader.source());
    QVERIFY(!list.optionalStringList("l"));
    QCOMPARE(list.error()->message, QStringLiteral("l must be a list of strings"));
}

void TestJsonReader::givesDefaultsAfterAnError()
{
    base::JsonReader reader{QJsonObject()};
    QCOMPARE(reader.string("x"), QString());
    QCOMPARE(reader.integer("x", 3, 5), 0);
    QCOMPARE(reader.boolean("x"), false);
    QVERIFY(reader.object("x").isEmpty());
    QVERIFY(reader.array("x").isEmpty());
}

void TestJsonReader::namesTheWholePath()
{
    base::JsonReader reader(QJsonObject(), QStringLiteral("config.items[2]"));
    reader.string("name");
    QCOMPARE(reader.error()->message, QStringLiteral("config.items[2].name is required"));
    QCOMPARE(reader.pathTo("x"), QStringLiteral("config.items[2].x"));
}

void TestJsonReader::adoptsTheFirstErrorOfANestedReader()
{
    base::JsonReader outer{QJsonObject()};
    base::JsonReader fine{QJsonObject()};
    outer.adopt(fine);
    QVERIFY(!outer.error());
    base::JsonReader nested(QJsonObject(), QStringLiteral("inner"));
    nested.string("a");
    outer.adopt(nested);
    QCOMPARE(outer.error()->message, QStringLiteral("inner.a is required"));
    base::JsonReader other(QJsonObject(), QStringLiteral("other"));
    other.string("a");
    outer.adopt(other);
    QCOMPARE(outer.error()->message, QStringLiteral("inner.a is required"));
}

void TestJsonReader::boundsIntegers_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QString>("error");
    QTest::newRow("least") << QByteArray("-2") << QString();
    QTest::newRow("most") << QByteArray("5") << QString();
    QTest::newRow("as 5.0") << QByteArray("5.0") << QString();
    QTest::newRow("below") << QByteArray("-3") << QStringLiteral("f must be at least -2");
    QTest::newRow("above") << QByteArray("6") << QStringLiteral("f must be at most 5");
    QTest::newRow("fraction") << QByteArray("1.5") << QStringLiteral("f must be a whole number");
    QTest::newRow("inexact") << QByteArray("9007199254740994") << QStringLiteral("f must be a whole number");
    QTest::newRow("huge") << QByteArray("1e300") << QStringLiteral("f must be a whole number");
}

void TestJsonReader::boundsIntegers()
{
    QFETCH(QByteArray, value);
    QFETCH(QString, error);
    const QJsonObject json = parse(QByteArray("{\"f\":" + value + '}').constData());
    base::JsonReader required(json);
    base::JsonReader optional(json);
    const qint64 first = required.integer("f", -2, 5);
    const std::optional<qint64> second = optional.optionalInteger("f", -2, 5);
    QCOMPARE(required.error() ? required.error()->message : QString(), error);
    QCOMPARE(optional.error() ? optional.error()->message : QString(), error);
    QCOMPARE(first, error.isEmpty() ? value.toDouble() : 0);
    QCOMPARE(second.value_or(-100), first);
}

void TestJsonReader::parsesObjects_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("error");
    QTest::newRow("object") << QByteArray(R"( {"a":1} )") << QString();
    QTest::newRow("list") << QByteArray("[1]") << QStringLiteral("must be a JSON object");
    QTest::newRow("cut") << QByteArray(R"({"a":)")
                         << QStringLiteral("not valid JSON at byte 5: unterminated object");
    QTest::newRow("rest") << QByteArray("{}x")
                          << QStringLiteral("not valid JSON at byte 2: garbage at the end of the document");
}

void TestJsonReader::parsesObjects()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, error);
    const auto object = base::parseJsonObject(text);
    QCOMPARE(object ? QString() : object.error().message, error);
}

QTEST_APPLESS_MAIN(TestJsonReader)
#include "tst_jsonreader.moc"
