#include "core/http/answer.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QLocale>

namespace http {

namespace {

const char *reasonOf(int status)
{
    switch (status) {
    case 200:
        return "OK";
    case 201:
        return "Created";
    case 202:
        return "Accepted";
    case 204:
        return "No Content";
    case 206:
        return "Partial Content";
    case 301:
        return "Moved Permanently";
    case 302:
        return "Found";
    case 303:
        return "See Other";
    case 304:
        return "Not Modified";
    case 400:
        return "Bad Request";
    case 401:
        return "Unauthorized";
    case 403:
        return "Forbidden";
    case 404:
        return "Not Found";
    case 405:
        return "Method Not Allowed";
    case 408:
        return "Request Timeout";
    case 409:
        return "Conflict";
    case 413:
        return "Content Too Large";
    case 414:
        return "URI Too Long";
    case 415:
        return "Unsupported Media Type";
    case 417:
        return "Expectation Failed";
    case 426:
        return "Upgrade Required";
    case 429:
        return "Too Many Requests";
    case 431:
        return "Request Header Fields Too Large";
    case 500:
        return "Internal Server Error";
    case 502:
        return "Bad Gateway";
    case 503:
        return "Service Unavailable";
    case 504:
        return "Gateway Timeout";
    case 505:
        return "HTTP Version Not Supported";
    case 507:
        return "Insufficient Storage";
    default:
        return "Other";
    }
}

//! RFC 9110, section 5.6.7; made once a second.
QByteArray currentDate()
{
    static qint64 second = -1;
    static QByteArray text;
    const qint64 now = QDateTime::currentSecsSinceEpoch();
    if (now != second) {
        second = now;
        const QDateTime time = QDateTime::fromSecsSinceEpoch(now, Qt::UTC);
        text = QLocale::c().toString(time, u"ddd, dd MMM yyyy hh:mm:ss 'GMT'").toLatin1();
    }
    return text;
}

bool isHarmless(const QByteArray &text)
{
    return !text.contains('\r') && !text.contains('\n') && !text.contains('\0');
}

bool allowsLength(int status)
{
    return status >= 200 && status != 204 && status != 304;
}

} // namespace

QByteArray Answer::header(QByteArrayView name) const
{
    for (const auto &[known, value] : headers) {
        if (known.compare(name, Qt::CaseInsensitive) == 0)
            return value;
    }
    return {};
}

Answer errorAnswer(int status, const QString &message)
{
    const QJsonObject body{{QStringLiteral("error"), message}};
    return {status, {{"Content-Type", "application/json; charset=utf-8"}},
        QJsonDocument(body).toJson(QJsonDocument::Compact)};
}

QByteArray headBytes(const Answer &answer, const AnswerForm &form)
{
    QByteArray bytes;
    bytes.reserve(512);
    const auto add = [&bytes](const QByteArray &name, const QByteArray &value) {
        bytes.append(name).append(": ").append(value).append("\r\n");
    };
    bytes.append("HTTP/1.1 ").append(QByteArray::number(answer.status)).append(' ');
    bytes.append(reasonOf(answer.status)).append("\r\n");
    add("Date", currentDate());
    for (const auto &[name, value] : answer.headers) {
        if (isHarmless(name) && isHarmless(value) && name.compare("connection", Qt::CaseInsensitive) != 0)
            add(name, value);
    }
    if (answer.header("cache-control").isEmpty())
        add("Cache-Control", "no-store");
    add("X-Content-Type-Options", "nosniff");
    add("Referrer-Policy", "no-referrer");
    if (allowsLength(answer.status))
        add("Content-Length", QByteArray::number(answer.body.size()));
    if (!form.keepAlive)
        add("Connection", "close");
    bytes.append("\r\n");
    return bytes;
}

bool hasBody(const Answer &answer, const AnswerForm &form)
{
    return allowsLength(answer.status) && !form.headOnly && !answer.body.isEmpty();
}

} // namespace http
