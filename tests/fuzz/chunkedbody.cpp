// BodyMeter finds the end of a chunked body without keeping it, in requests and in responses.

#include "core/http/bodymeter.h"
#include "tests/fuzz/property.h"

#include <optional>

using fuzz::require;

namespace {

constexpr quint64 Limit = 512;

//! Where a chunked body without trailer fields ends and how much content it has, found in the plainest way;
//! nothing if it has no end here. Knows no limits.
struct Plain
{
    qsizetype end = 0;
    quint64 content = 0;
};

std::optional<Plain> plainly(const QByteArray &input)
{
    Plain plain;
    for (;;) {
        const qsizetype lineEnd = input.indexOf("\r\n", plain.end);
        if (lineEnd < 0)
            return std::nullopt;
        const QByteArray line = input.mid(plain.end, lineEnd - plain.end);
        const QByteArray digits = line.split(';').first();
        bool isNumber = false;
        const quint64 size = digits.toULongLong(&isNumber, 16);
        if (!isNumber)
            return std::nullopt;
        plain.end = lineEnd + 2;
        if (size > 0 && size > static_cast<quint64>(input.size() - plain.end))
            return std::nullopt;
        plain.end += static_cast<qsizetype>(size);
        plain.content += size;
        if (input.mid(plain.end, 2) != "\r\n")
            return std::nullopt;
        plain.end += 2;
        if (size == 0)
            return plain;
    }
}

//! What a meter made of the input, the same for every cut.
struct Outcome
{
    bool isDone = false;
    QString error;
    quint64 content = 0;
    qsizetype taken = 0;

    bool operator==(const Outcome &other) const = default;
};

template <typename Make>
Outcome meter(QByteArrayView input, Make make)
{
    std::optional<Outcome> first;
    for (const fuzz::Cut cut : {fuzz::Cut::Whole, fuzz::Cut::Bytes, fuzz::Cut::Pieces}) {
        http::BodyMeter meter = make();
        Outcome outcome;
        outcome.taken = fuzz::feed(meter, input, cut);
        outcome.isDone = meter.isDone();
        outcome.error = meter.error() ? meter.error()->message : QString();
        outcome.content = meter.contentSize();
        require(!first || outcome == *first, "every cut counts alike");
        first = outcome;
    }
    return *first;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const quint8 *data, std::size_t size)
{
    const QByteArrayView input(data, static_cast<qsizetype>(size));
    const Outcome request = meter(input, [] {
        http::RequestHead head;
        head.framing = http::Framing::Chunked;
        return http::BodyMeter(head, Limit);
    });
    const Outcome response = meter(input, [] {
        http::ResponseHead head;
        head.framing = http::Framing::Chunked;
        return http::BodyMeter(head, http::Exchange{});
    });

    require(request.content <= Limit, "a request's content stays below its limit");
    if (request.isDone) {
        require(request == response, "what a request may send, a response may");
        const auto plain = plainly(input.toByteArray());
        require(plain && plain->end == request.taken && plain->content == request.content,
            "a request's body ends where anybody would see its end");
    }
    return 0;
}
