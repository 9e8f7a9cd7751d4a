#include "core/http/forwardedhead.h"

#include "core/http/fieldsyntax.h"
#include "core/http/hopbyhop.h"

#include <algorithm>

namespace http {

namespace {

//! Room for what is written anew, so that the bytes of a head are allocated once.
constexpr qsizetype AddedBytes = 256;

//! Nothing that could end a line early.
bool isOneLine(QByteArrayView text)
{
    return std::none_of(text.begin(), text.end(), [](char c) { return c == '\r' || c == '\n' || c == '\0'; });
}

bool isSame(QByteArrayView a, QByteArrayView b)
{
    return a.size() == b.size() && a.compare(b, Qt::CaseInsensitive) == 0;
}

void addField(QByteArray &bytes, QByteArrayView name, QByteArrayView value)
{
    if (name.isEmpty() || !isOneLine(name) || !isOneLine(value))
        return;
    bytes.append(name).append(": ").append(value).append("\r\n");
}

qsizetype sizeOf(const Fields &fields)
{
    qsizetype size = AddedBytes;
    for (const auto &[name, value] : fields)
        size += name.size() + value.size() + 4;
    return size;
}

//! Whether a field claims to know where a request came from. CGI-like servers read "_" as "-".
bool tellsOrigin(QByteArrayView lowerCaseName)
{
    if (lowerCaseName == "forwarded")
        return true;
    if (!lowerCaseName.startsWith('x'))
        return false;
    QByteArray name = lowerCaseName.toByteArray();
    name.replace('_', '-');
    return name.startsWith("x-forwarded") || name == "x-real-ip";
}

//! Whether "scheme://host/…" has that host.
bool namesHost(QByteArrayView url, QByteArrayView host)
{
    const qsizetype scheme = url.indexOf("://");
    if (scheme < 0 || host.isEmpty())
        return false;
    url = url.sliced(scheme + 3);
    const auto end
        = std::find_if(url.begin(), url.end(), [](char c) { return c == '/' || c == '?' || c == '#'; });
    return isSame(url.first(end - url.begin()), host);
}

//! A Cookie value without the cookies of those names (RFC 6265, section 5.4), untouched if it has none.
QByteArray withoutCookies(const QByteArray &value, const QList<QByteArray> &names)
{
    const bool isConcerned = std::any_of(
        names.begin(), names.end(), [&value](const QByteArray &name) { return value.contains(name); });
    if (!isConcerned)
        return value;
    QByteArray kept;
    QByteArrayView rest = value;
    while (!rest.isEmpty()) {
        const qsizetype end = rest.indexOf(';');
        const QByteArrayView pair = trimmed(end < 0 ? rest : rest.first(end));
        rest = end < 0 ? QByteArrayView() : rest.sliced(end + 1);
        const qsizetype equals = pair.indexOf('=');
        const QByteArrayView name = trimmed(equals < 0 ? pair : pair.first(equals));
        if (pair.isEmpty() || std::find(names.begin(), names.end(), name) != names.end())
            continue;
        if (!kept.isEmpty())
            kept.append("; ");
        kept.append(pair);
    }
    return kept;
}

bool isBearer(QByteArrayView authorization)
{
    constexpr qsizetype SchemeSize = 6;
    return isSame(authorization.first(std::min(authorization.size(), SchemeSize)), "bearer")
        && (authorization.size() == SchemeSize || authorization[SchemeSize] == ' '
            || authorization[SchemeSize] == '\t');
}

//! What Connection says to the visitor; empty for no Connection field.
QByteArrayView connectionValue(const ResponseHead &head, const Exchange &exchange)
{
    if (head.status == 101)
        return "Upgrade";
    if (head.isInterim()) // the final head will say it
        return {};
    if (!exchange.keepsVisitorAfter(head))
        return "close";
    return exchange.minorVersion == 0 ? QByteArrayView("keep-alive") : QByteArrayView();
}

} // namespace

QByteArray forwardedRequestHead(const RequestHead &head, const ForwardingContext &context)
{
    const QByteArray target = head.originForm();
    if (!isOneLine(head.method) || !isOneLine(target))
        return {};
    QByteArray bytes;
    bytes.reserve(head.method.size() + target.size() + sizeOf(head.fields));
    bytes.append(head.method).append(' ').append(target);
    bytes.append(head.minorVersion == 0 ? " HTTP/1.0\r\n" : " HTTP/1.1\r\n");
    addField(bytes, "host", context.localHost);

    const QByteArray visitorHost = head.field("host");
    const HopByHop hopByHop(head.fields);
    for (const auto &[name, value] : head.fields) {
        if (name == "host" || hopByHop.has(name) || tellsOrigin(name)
            || (name == "referer" && namesHost(value, visitorHost)))
            continue;
        if (name == "origin") {
            addField(bytes, name, "http://" + context.localHost);
        } else if (name == "cookie") {
            const QByteArray cookies = withoutCookies(value, context.privateCookies);
            if (!cookies.isEmpty())
                addField(bytes, name, cookies);
        } else if (name != "authorization" || !context.bearerIsPrivate || !isBearer(value)) {
            addField(bytes, name, value);
        }
    }
    if (head.isWebSocketUpgrade()) {
        addField(bytes, "connection", "Upgrade");
        addField(bytes, "upgrade", "websocket");
    }
    if (!context.clientAddress.isEmpty())
        addField(bytes, "x-forwarded-for", context.clientAddress);
    addField(bytes, "x-forwarded-proto", context.isHttps ? "https" : "http");
    if (!visitorHost.isEmpty())
        addField(bytes, "x-forwarded-host", visitorHost);
    bytes.append("\r\n");
    return bytes;
}

QByteArray forwardedResponseHead(const ResponseHead &head, const Exchange &exchange)
{
    if (!isOneLine(head.reason))
        return {};
    const bool isWebSocket = head.status == 101;
    QByteArray bytes;
    bytes.reserve(head.reason.size() + sizeOf(head.fields));
    bytes.append("HTTP/1.1 ").append(QByteArray::number(head.status)).append(' ');
    bytes.append(head.reason).append("\r\n");

    const HopByHop hopByHop(head.fields);
    for (const auto &[name, value] : head.fields) {
        if (!hopByHop.has(name) || (isWebSocket && isSame(name, "upgrade")))
            addField(bytes, name, value);
    }
    const QByteArrayView connection = connectionValue(head, exchange);
    if (!connection.isEmpty())
        addField(bytes, "Connection", connection);
    bytes.append("\r\n");
    return bytes;
}

} // namespace http
