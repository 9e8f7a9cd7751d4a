#include "core/provider/jsonrpc/pendingrequests.h"
#include "core/provider/jsonrpc/writer.h"

#include <QJsonDocument>
#include <QTest>

using namespace jsonrpc;

namespace {

QString shown(const QJsonObject &object)
{
    return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

struct Teller
{
    QString operator()(const Request &message) const
    {
        return QStringLiteral("request %1 %2 %3")
            .arg(message.id.key(), message.method, shown(message.params));
    }
    QString operator()(const Notification &message) const
    {
        return QStringLiteral("notification %1 %2").arg(message.method, shown(message.params));
    }
    QString operator()(const Response &message) const
    {
        return QStringLiteral("response %1 %2")
            .arg(message.id.key(), shown({{QStringLiteral("r"), message.result}}));
    }
    QString operator()(const ErrorResponse &message) const
    {
        return QStringLiteral("error %1 %2 %3").arg(message.id.key()).arg(message.code).arg(message.message);
    }
    QString operator()(const NotJson &) const { return QStringLiteral("not json"); }
    QString operator()(const NotAMessage &) const { return QStringLiteral("not a message"); }
};

} // namespace

class TestJsonRpc : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tellsMessagesApart_data();
    void tellsMessagesApart();
    void keepsWhatAnErrorCarries();
    void writesWithAndWithoutTheVersion();
    void answersUnderTheIdItWasAsked();
    void tellsIdsApart();
    void findsWhatAnAnswerIsTo();
};

void TestJsonRpc::tellsMessagesApart_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QString>("is");
    const auto row = [](const char *name, const char *line, const char *is) {
        QTest::newRow(name) << QByteArray(line) << QString::fromUtf8(is);
    };
    row("request", R"({"jsonrpc":"2.0","id":1,"method":"m","params":{"a":1}})", R"(request 1 m {"a":1})");
    row("request without version", R"({"id":0,"method":"m"})", "request 0 m {}");
    row("request with a text id", R"({"id":"x","method":"m"})", R"(request "x" m {})");
    row("params in a list", R"({"id":1,"method":"m","params":[1]})", "request 1 m {}");
    row("notification", R"({"method":"m","params":{"a":1}})", R"(notification m {"a":1})");
    row("notification with a null id", R"({"id":null,"method":"m"})", "notification m {}");
    row("response", R"({"id":1,"result":{"a":1}})", R"(response 1 {"r":{"a":1}})");
    row("response of null", R"({"id":1,"result":null})", R"(response 1 {"r":null})");
    row("response with a null error", R"({"id":1,"result":1,"error":null})", R"(response 1 {"r":1})");
    row("error", R"({"id":1,"error":{"code":-32601,"message":"no"}})", "error 1 -32601 no");
    row("error without an id", R"({"id":null,"error":{"code":-32700,"message":"what"}})",
        "error null -32700 what");
    row("error without words", R"({"id":1,"error":{"code":-1}})", "error 1 -1 error -1");
    row("error without a code", R"({"id":1,"error":{"message":"no"}})", "error 1 -32603 no");
    row("error that is a text", R"({"id":1,"error":"no"})", "error 1 -32603 no");
    row("error code out of range", R"({"id":1,"error":{"code":1e300,"message":"no"}})", "error 1 -32603 no");
    row("result without an id", R"({"result":1})", "not a message");
    row("nothing in it", "{}", "not a message");
    row("method of another type", R"({"id":1,"method":7})", "not a message");
    row("id of another type", R"({"id":{},"result":7})", "not a message");
    row("a list", "[1]", "not a message");
    row("text", "Hello", "not json");
    row("cut off", R"({"id":1,"meth)", "not json");
    row("empty", "", "not json");
}

void TestJsonRpc::tellsMessagesApart()
{
    QFETCH(QByteArray, line);
    QFETCH(QString, is);
    QCOMPARE(std::visit(Teller{}, parse(line)), is);
}

void TestJsonRpc::keepsWhatAnErrorCarries()
{
    const Message message = parse(R"({"id":1,"error":{"code":1,"message":"m","data":{"k":2}}})");
    QCOMPARE(std::get<ErrorResponse>(message).data.toObject().value(QStringLiteral("k")).toInt(), 2);
}

void TestJsonRpc::writesWithAndWithoutTheVersion()
{
    const QJsonObject params{{QStringLiteral("a"), QStringLiteral("line\nbreak")}};
    QCOMPARE(Writer(Marking::None).request(3, QStringLiteral("m"), params),
        QByteArray(R"({"id":3,"method":"m","params":{"a":"line\nbreak"}})"));
    // Codex takes no request without them, though the protocol would.
    QCOMPARE(Writer(Marking::None).request(4, QStringLiteral("m")),
        QByteArray(R"({"id":4,"method":"m","params":{}})"));
    QCOMPARE(Writer(Marking::Version2).request(3, QStringLiteral("m")),
        QByteArray(R"({"id":3,"jsonrpc":"2.0","method":"m","params":{}})"));
    QCOMPARE(Writer(Marking::None).notification(QStringLiteral("m")), QByteArray(R"({"method":"m"})"));
    QCOMPARE(Writer(Marking::Version2).notification(QStringLiteral("m"), params),
        QByteArray(R"({"jsonrpc":"2.0","method":"m","params":{"a":"line\nbreak"}})"));
}

void TestJsonRpc::answersUnderTheIdItWasAsked()
{
    for (const char *id : {"0", "9007199254740993", R"("x")"}) {
        const auto request = std::get<Request>(parse(QByteArray(R"({"method":"m","id":)") + id + '}'));
        const Writer writer(Marking::None);
        QCOMPARE(writer.answer(request.id, QJsonObject()), QByteArray(R"({"id":)") + id + R"(,"result":{}})");
        QCOMPARE(writer.error(request.id, MethodNotFound, QStringLiteral("no")),
            QByteArray(R"({"error":{"code":-32601,"message":"no"},"id":)") + id + '}');
    }
}

void TestJsonRpc::tellsIdsApart()
{
    QCOMPARE(RequestId{7}.key(), QStringLiteral("7"));
    QCOMPARE(RequestId{QStringLiteral("7")}.key(), QStringLiteral("\"7\""));
    QCOMPARE(RequestId{QStringLiteral("a\"b")}.key(), QStringLiteral("\"a\\\"b\""));
    QCOMPARE(RequestId{0.5}.key(), QStringLiteral("0.5"));
    QCOMPARE(RequestId{1e300}.key(), QStringLiteral("1.0000000000000001e+300"));
    QVERIFY(RequestId{7} != RequestId{QStringLiteral("7")});
}

void TestJsonRpc::findsWhatAnAnswerIsTo()
{
    PendingRequests<QString> pending;
    QVERIFY(pending.isEmpty());
    QCOMPARE(pending.add(QStringLiteral("first")), 1);
    QCOMPARE(pending.add(QStringLiteral("second")), 2);
    QVERIFY(pending.any([](const QString &payload) { return payload == QLatin1StringView("second"); }));
    QVERIFY(!pending.take({3}));
    QVERIFY(!pending.take({QStringLiteral("2")}));
    QVERIFY(!pending.take({QJsonValue(QJsonValue::Null)}));
    QVERIFY(!pending.take({1e300}));
    QCOMPARE(pending.take({2}), QStringLiteral("second"));
    QVERIFY(!pending.take({2}));
    QVERIFY(!pending.isEmpty());
    QCOMPARE(pending.take({1}), QStringLiteral("first"));
    QVERIFY(pending.isEmpty());

    PendingRequests<QString> later;
    later.goOnFrom(pending.nextId());
    QCOMPARE(later.add(QString()), 3);
    later.goOnFrom(-5);
    QCOMPARE(later.nextId(), 1);
}

QTEST_GUILESS_MAIN(TestJsonRpc)
#include "tst_jsonrpc.moc"
