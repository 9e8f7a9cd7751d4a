// ResponseHeadParser reads what the local server answers; forwardedResponseHead writes what the visitor gets.

#include "core/http/forwardedhead.h"
#include "core/http/responseheadparser.h"
#include "tests/fuzz/forwardedfields.h"

using fuzz::require;

namespace {

constexpr qsizetype Limit = 1024;
constexpr qsizetype ForwardedLimit = 4 * Limit;

void requireSame(const http::ResponseHeadParser &a, const http::ResponseHeadParser &b)
{
    require(a.isDone() == b.isDone(), "every cut is done alike");
    require(a.error().has_value() == b.error().has_value(), "every cut fails alike");
    if (a.error())
        require(a.error()->status == 502 && a.error()->message == b.error()->message,
            "every cut fails for the same reason");
    if (!a.isDone())
        return;
    require(a.size() == b.size(), "every cut ends at the same byte");
    require(a.head().status == b.head().status && a.head().reason == b.head().reason
            && a.head().minorVersion == b.head().minorVersion && a.head().fields == b.head().fields
            && a.head().framing == b.head().framing && a.head().contentLength == b.head().contentLength,
        "every cut reads the same head");
}

void forward(const http::ResponseHead &head, const http::Exchange &exchange)
{
    if (exchange.mismatch(head))
        return;
    const QByteArray bytes = http::forwardedResponseHead(head, exchange);
    http::ResponseHeadParser parser(ForwardedLimit);
    require(parser.feed(bytes) == bytes.size() && parser.isDone(), "what is forwarded is one whole head");
    const http::ResponseHead &seen = parser.head();
    require(seen.status == head.status && seen.reason == head.reason && seen.minorVersion == 1
            && seen.framing == head.framing && seen.contentLength == head.contentLength,
        "the visitor reads the same response");
    require(seen.acceptsWebSocket() == head.acceptsWebSocket(),
        "a WebSocket stays one, nothing else becomes one");
    if (!head.isInterim() && head.status != 101)
        require(seen.keepAlive() == exchange.keepsVisitorAfter(head), "the visitor knows what comes next");

    const QList<QByteArray> options = fuzz::connectionOptions(head.fields);
    http::Fields expected;
    for (const auto &field : head.fields) {
        const bool isUpgrade = head.status == 101 && field.first.toLower() == "upgrade";
        if (isUpgrade || fuzz::mayBeForwarded(field.first, options))
            expected.append(field);
    }
    http::Fields others = seen.fields;
    if (seen.count("connection") > 0)
        require(others.takeLast().first == "Connection", "Connection is ours");
    require(others == expected, "all other fields are unchanged and in order");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const quint8 *data, std::size_t size)
{
    const QByteArrayView input(data, static_cast<qsizetype>(size));
    http::ResponseHeadParser whole(Limit);
    const qsizetype taken = fuzz::feed(whole, input, fuzz::Cut::Whole);
    for (const fuzz::Cut cut : {fuzz::Cut::Bytes, fuzz::Cut::Pieces}) {
        http::ResponseHeadParser parser(Limit);
        const qsizetype count = fuzz::feed(parser, input, cut);
        requireSame(parser, whole);
        require(whole.error() || count == taken, "every cut takes the same bytes");
    }
    if (!whole.isDone() || whole.head().fields.size() >= http::ResponseHeadParser::MaxFields)
        return 0;
    forward(whole.head(), {});
    forward(whole.head(), {.keepAlive = false});
    forward(whole.head(), {.isHead = true});
    forward(whole.head(), {.isWebSocketUpgrade = true});
    forward(whole.head(), {.minorVersion = 0, .keepAlive = false});
    return 0;
}
