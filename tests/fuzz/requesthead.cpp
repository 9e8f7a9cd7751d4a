// HeadParser reads every request that reaches the relay; forwardedRequestHead writes what the local server
// gets.

#include "core/http/forwardedhead.h"
#include "core/http/headparser.h"
#include "core/http/target.h"
#include "tests/fuzz/forwardedfields.h"

#include <QHostAddress>

using fuzz::require;

namespace {

constexpr qsizetype Limit = 1024;
constexpr qsizetype ForwardedLimit = 4 * Limit;
constexpr qsizetype AddedFields = 4; // Host where there was none, and X-Forwarded-*
const QByteArray Address = "192.0.2.1";
const QByteArray PrivateCookie = "relay_token";

void requireSame(const http::HeadParser &a, const http::HeadParser &b)
{
    require(a.isDone() == b.isDone(), "every cut is done alike");
    require(a.error().has_value() == b.error().has_value(), "every cut fails alike");
    if (a.error())
        require(a.error()->status == b.error()->status && a.error()->message == b.error()->message,
            "every cut fails for the same reason");
    if (!a.isDone())
        return;
    require(a.size() == b.size(), "every cut ends at the same byte");
    require(a.head().method == b.head().method && a.head().target == b.head().target
            && a.head().minorVersion == b.head().minorVersion && a.head().fields == b.head().fields
            && a.head().framing == b.head().framing && a.head().contentLength == b.head().contentLength,
        "every cut reads the same head");
}

bool tellsOrigin(const QByteArray &name)
{
    const QByteArray plain = QByteArray(name).replace('_', '-');
    return name == "forwarded" || plain == "x-real-ip" || plain.startsWith("x-forwarded");
}

void requireClean(const http::RequestHead &seen, const http::RequestHead &head)
{
    const QList<QByteArray> options = fuzz::connectionOptions(head.fields);
    for (const auto &[name, value] : seen.fields) {
        if (name == "connection")
            require(head.isWebSocketUpgrade() && value == "Upgrade", "Connection only for a WebSocket");
        else if (name == "upgrade")
            require(head.isWebSocketUpgrade() && value == "websocket", "Upgrade only for a WebSocket");
        else if (name == "x-forwarded-for")
            require(value == Address, "the visitor's address is ours to tell");
        else if (name == "x-forwarded-proto")
            require(value == "https", "the visitor's scheme is ours to tell");
        else if (name == "x-forwarded-host")
            require(value == head.field("host"), "the visitor's host is the Host it named");
        else if (name == "origin")
            require(value == "http://localhost", "the origin is the local server's");
        else if (name == "authorization")
            require(!value.toLower().startsWith("bearer "), "our token goes no further");
        else
            require(
                fuzz::mayBeForwarded(name, options) && !tellsOrigin(name), "nothing of the last hop is left");
        if (name == "cookie") {
            const QList<QByteArray> pairs = value.split(';');
            for (const QByteArray &pair : pairs)
                require(pair.split('=').first().trimmed() != PrivateCookie, "our cookie goes no further");
        }
    }
    require(seen.field("host") == "localhost" && seen.count("host") == 1, "the host is the local server's");
    require(seen.count("x-forwarded-for") == 1, "the visitor's address is told once");
}

void forward(const http::RequestHead &head)
{
    http::ForwardingContext context;
    context.clientAddress = Address;
    context.isHttps = true;
    context.privateCookies = {PrivateCookie};
    context.bearerIsPrivate = true;
    const QByteArray bytes = http::forwardedRequestHead(head, context);

    http::HeadParser parser(ForwardedLimit);
    require(parser.feed(bytes) == bytes.size() && parser.isDone(), "what is forwarded is one whole head");
    const http::RequestHead &seen = parser.head();
    require(seen.method == head.method && seen.minorVersion == head.minorVersion
            && seen.framing == head.framing && seen.contentLength == head.contentLength,
        "the next server reads the same request");
    require(seen.target == head.originForm() && (seen.target.front() == '/' || seen.target == "*"),
        "the target is in origin form");
    require(seen.isWebSocketUpgrade() == head.isWebSocketUpgrade(),
        "a WebSocket stays one, nothing else becomes one");
    requireClean(seen, head);

    const auto request = http::requestOf(head, QHostAddress());
    const auto seenRequest = http::requestOf(seen, QHostAddress());
    if (seen.target != "*") {
        require(request.has_value() == seenRequest.has_value(), "both take the path, or neither does");
        require(!request || (request->path == seenRequest->path && request->query == seenRequest->query),
            "both understand the same path");
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const quint8 *data, std::size_t size)
{
    const QByteArrayView input(data, static_cast<qsizetype>(size));
    http::HeadParser whole(Limit);
    const qsizetype taken = fuzz::feed(whole, input, fuzz::Cut::Whole);
    for (const fuzz::Cut cut : {fuzz::Cut::Bytes, fuzz::Cut::Pieces}) {
        http::HeadParser parser(Limit);
        const qsizetype count = fuzz::feed(parser, input, cut);
        requireSame(parser, whole);
        require(whole.error() || count == taken, "every cut takes the same bytes");
    }
    if (whole.isDone() && whole.head().fields.size() + AddedFields <= http::HeadParser::MaxFields)
        forward(whole.head());
    return 0;
}
