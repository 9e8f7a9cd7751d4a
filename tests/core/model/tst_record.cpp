#include "core/model/record.h"

#include "core/model/jsontext.h"
#include "jsonsample.h"

#include <QTest>

Q_DECLARE_METATYPE(model::Record)

class TestRecord : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void encodesExactly_data();
    void encodesExactly();
    void keepsEveryText_data();
    void keepsEveryText();
    void writesTheSameAsItsObject();
    void namesTheBadField_data();
    void namesTheBadField();
    void refusesWhatIsNotAnObject_data();
    void refusesWhatIsNotAnObject();
};

namespace {

model::Record record(base::Sequence seq, model::RecordBody body)
{
    return {seq, 1763800000000, std::move(body)};
}

model::Record changedMessage()
{
    model::Message message;
    message.id = base::MessageId(QStringLiteral("m1"));
    message.seq = 7;
    message.at = 5;
    message.open = true;
    message.body = model::Text{QStringLiteral("Hi"), false};
    return record(7, model::MessageChanged{message});
}

model::Record appended(const QString &text)
{
    return record(8, model::MessageAppended{base::MessageId(QStringLiteral("m1")), text});
}

} // namespace

void TestRecord::encodesExactly_data()
{
    QTest::addColumn<model::Record>("record");
    QTest::addColumn<QByteArray>("line");
    QTest::newRow("message")
        << changedMessage()
        << QByteArray(R"({"seq":7,"at":1763800000000,"type":"message","message":{"content":"Hi",)"
                      R"("id":"m1","kind":"text","open":true,"role":"assistant","seq":7,)"
                      R"("timestamp":5}})");
    QTest::newRow("append")
        << appended(QStringLiteral("a \"b\"\n"))
        << QByteArray(R"({"seq":8,"at":1763800000000,"type":"append","id":"m1","text":"a \"b\"\n"})");
    QTest::newRow("unknown") << record(9, model::UnknownLine{QStringLiteral("{\"x\":1}")})
                             << QByteArray(
                                    R"({"seq":9,"at":1763800000000,"type":"unknown","line":"{\"x\":1}"})");
    QTest::newRow("state") << record(10, model::StateChanged{})
                           << QByteArray(R"({"seq":10,"at":1763800000000,"type":"state","state":)")
            + jsonsample::compact(model::toJson(model::AgentState())) + '}';
}

void TestRecord::encodesExactly()
{
    QFETCH(model::Record, record);
    QTEST(model::encodeRecord(record), "line");
    const auto decoded = model::decodeRecord(model::encodeRecord(record));
    QVERIFY2(decoded, qPrintable(decoded ? QString() : decoded.error().message));
    QCOMPARE(model::encodeRecord(*decoded), model::encodeRecord(record));
}

void TestRecord::keepsEveryText_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("empty") << QString();
    QString ascii;
    for (char16_t unit = 0; unit < 0x100; ++unit)
        ascii += QChar(unit);
    QTest::newRow("every character up to 0xff, NUL too") << ascii;
    QTest::newRow("line and paragraph separators") << QString::fromUtf16(u"a\u2028b\u2029c");
    QTest::newRow("byte order marks and noncharacters") << QString::fromUtf16(u"\ufeffx\ufffe\uffff\ufeff");
    QTest::newRow("beyond the basic plane") << QString::fromUtf16(u"\U0001F600\U0010FFFF");
    const QChar high(0xd83d);
    const QChar low(0xde00);
    QTest::newRow("lone high surrogate") << QString(high);
    QTest::newRow("lone low surrogate") << QString(low);
    QTest::newRow("high surrogate at the end") << QStringLiteral("text") + high;
    QTest::newRow("low surrogate at the beginning") << low + QStringLiteral("text");
    QTest::newRow("surrogates in the wrong order") << QString(low) + high;
    QTest::newRow("two high ones and a low one") << QString(high) + high + low;
    QTest::newRow("backslashes") << QStringLiteral("\\\\\\n\\u0041\\\"");
    // the escaper works in blocks: a pair, and an escape, across every place where one may end
    for (int padding = 508; padding <= 516; ++padding) {
        QTest::addRow("pair after %d", padding) << QString(padding, QLatin1Char('a')) + high + low;
        QTest::addRow("escape after %d", padding)
            << QString(padding, QLatin1Char('\x01')) + QLatin1Char('\x02');
    }
    QTest::newRow("a megabyte") << QString(1 << 20, QChar(0x20ac));
}

void TestRecord::keepsEveryText()
{
    QFETCH(QString, text);
    model::Message message = std::get<model::MessageChanged>(changedMessage().body).message;
    message.body = model::Text{text, false};
    for (const model::Record &written : {appended(text), record(8, model::MessageChanged{message})}) {
        const QByteArray line = model::encodeRecord(written);
        QVERIFY(!line.contains('\n'));
        QVERIFY(!line.contains('\0'));
        QCOMPARE(QString::fromUtf8(line).toUtf8(), line); // valid UTF-8
        QVERIFY(!QString::fromUtf8(line).contains(QChar(QChar::ReplacementCharacter)));
        const auto read = model::decodeRecord(line);
        QVERIFY2(read, qPrintable(read ? QString() : read.error().message));
        if (const auto *body = std::get_if<model::MessageAppended>(&read->body))
            QCOMPARE(body->text, text);
        else
            QCOMPARE(
                std::get<model::Text>(std::get<model::MessageChanged>(read->body).message.body).text, text);
    }
}

void TestRecord::writesTheSameAsItsObject()
{
    for (const model::Record &each : {changedMessage(), appended(QStringLiteral("é")),
             record(9, model::UnknownLine{}), record(10, model::StateChanged{})}) {
        const QJsonDocument line = QJsonDocument::fromJson(model::encodeRecord(each));
        QCOMPARE(line.object(), model::toJson(each));
    }
}

void TestRecord::namesTheBadField_data()
{
    using namespace jsonsample;
    badFieldColumns();
    const QJsonObject message = model::toJson(changedMessage());
    requiredField(message, "seq", "0", "must be at least 1");
    badField(message, "seq", "'1'", "must be a whole number");
    requiredField(message, "at", "null", "is required");
    requiredField(message, "type", "'poem'", "must be one of message, append, state, unknown, input");
    requiredField(message, "message", "[]", "must be an object");
    requiredField(message, "message.kind", "1", "must be a string");
    const QJsonObject append = model::toJson(appended(QStringLiteral("x")));
    requiredField(append, "id", "1", "must be a string");
    requiredField(append, "text", "1", "must be a string");
    const QJsonObject state = model::toJson(record(1, model::StateChanged{}));
    requiredField(state, "state", "1", "must be an object");
    requiredField(state, "state.tokenUsage.cacheRead", "'1'", "must be a whole number");
    const QJsonObject unknown = model::toJson(record(1, model::UnknownLine{}));
    requiredField(unknown, "line", "{}", "must be a string");
}

void TestRecord::namesTheBadField()
{
    QFETCH(QJsonObject, json);
    const auto read = model::decodeRecord(jsonsample::compact(json));
    QVERIFY(!read);
    QTEST(read.error().message, "error");
}

void TestRecord::refusesWhatIsNotAnObject_data()
{
    QTest::addColumn<QByteArray>("line");
    const QByteArray whole = model::encodeRecord(changedMessage());
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("list") << QByteArray("[]");
    QTest::newRow("zeros") << QByteArray(64, '\0');
    QTest::newRow("bytes that are not UTF-8") << QByteArray(whole).replace("Hi", "\xff\xfe");
    QTest::newRow("two objects") << whole + whole;
    for (qsizetype length = 1; length < whole.size(); ++length)
        QTest::addRow("only %d bytes of it", static_cast<int>(length)) << whole.left(length);
}

void TestRecord::refusesWhatIsNotAnObject()
{
    QFETCH(QByteArray, line);
    const auto read = model::decodeRecord(line);
    QVERIFY(!read);
    QVERIFY(!read.error().message.isEmpty());
}

QTEST_APPLESS_MAIN(TestRecord)
#include "tst_record.moc"
