#include "core/auth/jsonwebtoken.h"
#include "tests/core/auth/fakeclock.h"

#include <QJsonDocument>
#include <QMessageAuthenticationCode>
#include <QTest>

namespace {

constexpr auto Encoding = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;

QByteArray signedToken(const QByteArray &header, const QByteArray &claims, const QByteArray &key)
{
    const QByteArray part = header.toBase64(Encoding) + '.' + claims.toBase64(Encoding);
    return part + '.'
        + QMessageAuthenticationCode::hash(part, key, QCryptographicHash::Sha256).toBase64(Encoding);
}

} // namespace

class TestJsonWebToken : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void verifiesWhatItIssued();
    void expires();
    void readsTheTokenOfTheRfc();
    void refuses_data();
    void refuses();
    void everyChangedCharacterIsNoticed();
};

void TestJsonWebToken::verifiesWhatItIssued()
{
    const FakeClock clock;
    const auth::JsonWebToken tokens("key", std::chrono::seconds(100), clock);
    const QByteArray token = tokens.issue({{QStringLiteral("local"), true}});
    QCOMPARE(token.count('.'), 2);
    QVERIFY(!token.contains('='));
    const auto claims = tokens.verify(token);
    QVERIFY(claims);
    QCOMPARE(claims->value(QStringLiteral("local")), QJsonValue(true));
    QCOMPARE(claims->value(QStringLiteral("iat")).toInteger(), 1'700'000'000);
    QCOMPARE(claims->value(QStringLiteral("exp")).toInteger(), 1'700'000'100);
}

void TestJsonWebToken::expires()
{
    FakeClock clock;
    const auth::JsonWebToken tokens("key", std::chrono::seconds(100), clock);
    const QByteArray token = tokens.issue({});
    clock.time += 99'999;
    QVERIFY(tokens.verify(token));
    clock.time += 1;
    const auto claims = tokens.verify(token);
    QVERIFY(!claims);
    QCOMPARE(claims.error().code, base::ErrorCode::Unauthorized);
    QCOMPARE(claims.error().message, QStringLiteral("Invalid or expired token"));
}

//! RFC 7515, appendix A.1: the header there has a line break in it, and the token expired in 2011.
void TestJsonWebToken::readsTheTokenOfTheRfc()
{
    FakeClock clock;
    clock.time = 1'300'819'379'000;
    const QByteArray key = QByteArray::fromBase64(
        "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow", Encoding);
    const auth::JsonWebToken tokens(key, std::chrono::seconds(1), clock);
    const QByteArray token = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9."
                             "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFt"
                             "cGxlLmNvbS9pc19yb290Ijp0cnVlfQ."
                             "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    const auto claims = tokens.verify(token);
    QVERIFY(claims);
    QCOMPARE(claims->value(QStringLiteral("iss")).toString(), QStringLiteral("joe"));
    clock.time += 1000;
    QVERIFY(!tokens.verify(token));
}

void TestJsonWebToken::refuses_data()
{
    const QByteArray header = R"({"alg":"HS256","typ":"JWT"})";
    const QByteArray claims = R"({"exp":1700000001})";
    const QByteArray good = signedToken(header, claims, "key");
    const QByteArray none
        = QByteArray(R"({"alg":"none"})").toBase64(Encoding) + '.' + claims.toBase64(Encoding) + '.';

    QTest::addColumn<QByteArray>("token");
    QTest::addColumn<bool>("accepted");
    QTest::newRow("good") << good << true;
    QTest::newRow("empty") << QByteArray() << false;
    QTest::newRow("dots") << QByteArray("..") << false;
    QTest::newRow("two parts") << good.first(good.lastIndexOf('.')) << false;
    QTest::newRow("four parts") << good + ".x" << false;
    QTest::newRow("alg none") << none << false;
    QTest::newRow("alg none, signed") << signedToken(R"({"alg":"none"})", claims, "key") << false;
    QTest::newRow("alg HS512") << signedToken(R"({"alg":"HS512"})", claims, "key") << false;
    QTest::newRow("alg in lower case") << signedToken(R"({"alg":"hs256"})", claims, "key") << false;
    QTest::newRow("alg is a number") << signedToken(R"({"alg":256})", claims, "key") << false;
    QTest::newRow("no alg") << signedToken("{}", claims, "key") << false;
    QTest::newRow("other key") << signedToken(header, claims, "other") << false;
    QTest::newRow("empty key") << signedToken(header, claims, "") << false;
    QTest::newRow("no exp") << signedToken(header, "{}", "key") << false;
    QTest::newRow("exp as text") << signedToken(header, R"({"exp":"1700000001"})", "key") << false;
    QTest::newRow("expired") << signedToken(header, R"({"exp":1700000000})", "key") << false;
    QTest::newRow("claims are a list") << signedToken(header, "[1]", "key") << false;
    QTest::newRow("claims are not JSON") << signedToken(header, "exp", "key") << false;
    QTest::newRow("padded") << good + "=" << false;
    QTest::newRow("blank before") << " " + good << false;
    QTest::newRow("too long") << signedToken(
        header, R"({"exp":1700000001,"x":")" + QByteArray(4096, 'x') + "\"}", "key")
                              << false;
}

void TestJsonWebToken::refuses()
{
    QFETCH(QByteArray, token);
    QFETCH(bool, accepted);
    const FakeClock clock;
    QCOMPARE(auth::JsonWebToken("key", std::chrono::seconds(1), clock).verify(token).has_value(), accepted);
}

void TestJsonWebToken::everyChangedCharacterIsNoticed()
{
    const FakeClock clock;
    const auth::JsonWebToken tokens("key", std::chrono::seconds(100), clock);
    const QByteArray token = tokens.issue({{QStringLiteral("local"), true}});
    for (qsizetype i = 0; i < token.size(); ++i) {
        QByteArray changed = token;
        changed[i] = changed[i] == 'A' ? 'B' : 'A';
        QVERIFY2(!tokens.verify(changed), changed.constData());
    }
}

QTEST_APPLESS_MAIN(TestJsonWebToken)
#include "tst_jsonwebtoken.moc"
