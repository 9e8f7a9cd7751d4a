#include "core/http/compression.h"

#include <zlib.h>

#include <optional>

namespace http {

namespace {

constexpr qsizetype MinBytes = 1024;
constexpr qsizetype MaxBytes = 8 * 1024 * 1024;
//! Up to here a better ratio costs a few milliseconds of the event loop at most; above, speed counts.
constexpr qsizetype ThoroughBytes = 128 * 1024;
constexpr int ThoroughLevel = 6;
constexpr int FastLevel = 1;
constexpr int GzipWindowBits = 15 + 16; // zlib: the largest window, with a gzip header
constexpr int MemoryLevel = 8; // zlib's default

bool isText(const QByteArray &contentType)
{
    return contentType.startsWith("text/") || contentType.startsWith("application/json")
        || contentType.startsWith("application/javascript") || contentType.startsWith("image/svg+xml");
}

std::optional<QByteArray> gzipped(const QByteArray &body)
{
    z_stream stream{};
    const int level = body.size() <= ThoroughBytes ? ThoroughLevel : FastLevel;
    if (deflateInit2(&stream, level, Z_DEFLATED, GzipWindowBits, MemoryLevel, Z_DEFAULT_STRATEGY) != Z_OK)
        return std::nullopt;
    QByteArray output(
        static_cast<qsizetype>(deflateBound(&stream, static_cast<uLong>(body.size()))), Qt::Uninitialized);
    stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(body.constData())); // zlib only reads it
    stream.avail_in = static_cast<uInt>(body.size());
    stream.next_out = reinterpret_cast<Bytef *>(output.data());
    stream.avail_out = static_cast<uInt>(output.size());
    const int result = deflate(&stream, Z_FINISH);
    output.truncate(static_cast<qsizetype>(stream.total_out));
    deflateEnd(&stream);
    if (result != Z_STREAM_END || output.size() >= body.size())
        return std::nullopt;
    return output;
}

} // namespace

bool acceptsCoding(const QByteArray &acceptEncoding, const QByteArray &coding)
{
    bool any = false;
    const QList<QByteArray> entries = acceptEncoding.toLower().split(',');
    for (const QByteArray &entry : entries) {
        const qsizetype semicolon = entry.indexOf(';');
        const QByteArray name = entry.first(semicolon < 0 ? entry.size() : semicolon).trimmed();
        if (name != coding && name != "*")
            continue;
        bool accepted = true;
        if (semicolon >= 0) {
            const QByteArray weight = entry.sliced(semicolon + 1).trimmed();
            bool valid = false;
            accepted = weight.startsWith("q=") && weight.sliced(2).toDouble(&valid) > 0 && valid;
        }
        if (name == coding)
            return accepted;
        any = accepted;
    }
    return any;
}

void compress(Answer &answer, const QByteArray &acceptEncoding)
{
    if (answer.body.size() <= MinBytes || answer.body.size() > MaxBytes
        || !isText(answer.header("content-type")) || !answer.header("content-encoding").isEmpty())
        return;
    if (answer.header("vary").isEmpty())
        answer.headers.emplaceBack("Vary", "Accept-Encoding");
    if (!acceptsCoding(acceptEncoding, "gzip"))
        return;
    if (auto body = gzipped(answer.body)) {
        answer.body = std::move(*body);
        answer.headers.emplaceBack("Content-Encoding", "gzip");
    }
}

} // namespace http
