#include "core/provider/acp/errorwords.h"

#include "core/provider/jsonfields.h"

#include <QJsonDocument>
#include <QRegularExpression>

namespace acp {

namespace json = provider::json;

namespace {

constexpr int FirstHttpError = 400;
constexpr int LastHttpError = 599;

bool isHttpError(int code)
{
    return code >= FirstHttpError && code <= LastHttpError;
}

//! The innermost message of an API's error body: {"error": {"message": …}}.
QString bodyWords(const QString &text)
{
    QJsonObject body = QJsonDocument::fromJson(text.toUtf8()).object();
    if (const QJsonObject inner = json::object(body, "error"); !inner.isEmpty())
        body = inner;
    return json::text(body, "message");
}

QString dataWords(const QJsonValue &data)
{
    if (data.isString())
        return data.toString();
    for (const char *field : {"details", "message", "error", "reason"}) {
        if (const QString words = json::text(data.toObject(), field); !words.isEmpty())
            return words;
    }
    return {};
}

//! "Internal error" says nothing; what comes after it or with it does.
QString reasonOf(const jsonrpc::ErrorResponse &error)
{
    static const QString empty = QStringLiteral("Internal error");
    const QString detail = dataWords(error.data);
    QString words = error.message;
    if (words.startsWith(empty) && (words == empty || words.startsWith(empty + QStringLiteral(": "))))
        words = words.mid(empty.size() + 2);
    if (words.isEmpty())
        words = detail;
    else if (error.message == words && !detail.isEmpty() && !words.contains(detail))
        words += QStringLiteral(": ") + detail;
    if (words.isEmpty())
        return QStringLiteral("%1 (code %2)").arg(error.message).arg(error.code);
    const QString body = bodyWords(words);
    return body.isEmpty() ? words : body;
}

int statusIn(const QString &words)
{
    static const QRegularExpression status(QStringLiteral("\\b(?:HTTP|status(?: code)?)[ :]+([45]\\d\\d)\\b"),
        QRegularExpression::CaseInsensitiveOption);
    return status.match(words).captured(1).toInt();
}

QString adviceFor(const Failure &failure, int code, const QString &loginAdvice)
{
    constexpr int Unauthorized = 401;
    constexpr int Forbidden = 403;
    constexpr int TooManyRequests = 429;
    if (code == AuthRequired || failure.httpStatus == Unauthorized || failure.httpStatus == Forbidden)
        return QStringLiteral("Check its API key, or log in. ") + loginAdvice;
    if (failure.httpStatus == TooManyRequests)
        return QStringLiteral("The model API limits how much it is used: wait, and send the prompt again.");
    return {};
}

} // namespace

Failure failureOf(const jsonrpc::ErrorResponse &error)
{
    Failure failure{reasonOf(error), 0};
    failure.httpStatus = isHttpError(error.code) ? error.code : statusIn(failure.words);
    return failure;
}

Failure failureWithAdvice(const jsonrpc::ErrorResponse &error, const QString &loginAdvice)
{
    Failure failure = failureOf(error);
    const QString advice = adviceFor(failure, error.code, loginAdvice);
    if (!advice.isEmpty()) {
        const bool ended = failure.words.endsWith(QLatin1Char('.'));
        failure.words += (ended ? QStringLiteral(" ") : QStringLiteral(". ")) + advice;
    }
    return failure;
}

} // namespace acp
