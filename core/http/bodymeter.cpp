#include "core/http/bodymeter.h"

#include "core/http/fieldsyntax.h"

#include <algorithm>
#include <limits>

namespace http {

namespace {

constexpr int MaxSizeDigits = 15; // 2^60: no overflow on the way to the limit check
constexpr quint64 Endless = std::numeric_limits<quint64>::max() / 2;
constexpr int BadGateway = 502;

int hexValue(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

} // namespace

BodyMeter::BodyMeter(const RequestHead &head, quint64 maxBytes)
    : m_maxBytes(maxBytes)
    , m_stage(firstStage(head.framing))
{
    if (head.framing != Framing::Length)
        return;
    m_left = head.contentLength;
    if (m_left > m_maxBytes)
        fail(413, "The request body is too large");
}

BodyMeter::BodyMeter(const ResponseHead &head, const Exchange &exchange)
    : m_isResponse(true)
    , m_maxBytes(Endless)
    , m_stage(firstStage(exchange.framing(head)))
    , m_left(m_stage == Stage::Content ? head.contentLength : 0)
{
}

BodyMeter::Stage BodyMeter::firstStage(Framing framing)
{
    switch (framing) {
    case Framing::None:
        return Stage::Done;
    case Framing::Length:
        return Stage::Content;
    case Framing::Chunked:
        return Stage::Size;
    case Framing::UntilClose:
        return Stage::UntilClose;
    }
    return Stage::Failed;
}

void BodyMeter::fail(int status, const char *message)
{
    m_stage = Stage::Failed;
    m_error = ProtocolError{m_isResponse ? BadGateway : status, QString::fromLatin1(message)};
}

qsizetype BodyMeter::feed(QByteArrayView bytes)
{
    qsizetype taken = 0;
    while (taken < bytes.size() && m_stage != Stage::Done && m_stage != Stage::Failed) {
        if (m_stage == Stage::Content || m_stage == Stage::Data) {
            taken += takeContent(bytes.sliced(taken));
            continue;
        }
        if (m_stage == Stage::UntilClose) {
            m_content += static_cast<quint64>(bytes.size());
            return bytes.size();
        }
        takeFraming(bytes[taken]);
        ++taken;
        if (++m_overhead > m_maxBytes + MaxExtensionBytes && m_stage != Stage::Done
            && m_stage != Stage::Failed)
            fail(413, "The chunks of the body are too many");
    }
    return taken;
}

qsizetype BodyMeter::takeContent(QByteArrayView bytes)
{
    const auto count = static_cast<qsizetype>(std::min<quint64>(m_left, static_cast<quint64>(bytes.size())));
    m_left -= static_cast<quint64>(count);
    m_content += static_cast<quint64>(count);
    if (m_left == 0)
        m_stage = m_stage == Stage::Content ? Stage::Done : Stage::DataEnd;
    return count;
}

void BodyMeter::takeSizeChar(char c)
{
    const int digit = hexValue(c);
    if (digit >= 0) {
        if (++m_digits > MaxSizeDigits)
            return fail(413, "The size of a chunk is too large");
        m_left = m_left * 16 + static_cast<quint64>(digit);
        return;
    }
    if (m_digits == 0)
        return fail(400, "A chunk without a size");
    if (c == ';')
        m_stage = Stage::Extension;
    else if (c == '\r')
        m_stage = Stage::SizeEnd;
    else
        return fail(400, "A chunk size is not a hexadecimal number");
    if (m_left > m_maxBytes - m_content)
        fail(413, "The request body is too large");
}

void BodyMeter::takeExtensionChar(char c)
{
    if (c == '\r')
        m_stage = Stage::SizeEnd;
    else if (isControl(c))
        fail(400, "A chunk extension has control characters");
    else if (++m_extension > MaxExtensionBytes)
        fail(400, "Too many chunk extensions");
}

void BodyMeter::takeTrailerChar(char c)
{
    if (++m_trailer > MaxTrailerBytes)
        return fail(400, "The trailer fields are too large");
    switch (m_stage) {
    case Stage::TrailerName:
        if (c == ':')
            m_stage = Stage::TrailerValue;
        else if (!isTokenChar(c))
            fail(400, "The name of a trailer field is not valid");
        return;
    case Stage::TrailerValue:
        if (c == '\r')
            m_stage = Stage::TrailerLineFeed;
        else if (isControl(c))
            fail(400, "A trailer field has control characters");
        return;
    default:
        if (c != '\n')
            return fail(400, "A trailer field ends without CR LF");
        m_stage = Stage::LastEnd;
        return;
    }
}

void BodyMeter::takeFraming(char c)
{
    switch (m_stage) {
    case Stage::Size:
        return takeSizeChar(c);
    case Stage::Extension:
        return takeExtensionChar(c);
    case Stage::SizeEnd:
        if (c != '\n')
            return fail(400, "A chunk size line ends without CR LF");
        m_stage = m_left == 0 ? Stage::LastEnd : Stage::Data;
        m_digits = 0;
        if (m_isResponse) // an event stream may go on for days
            m_extension = 0;
        return;
    case Stage::DataEnd:
        if (c != '\r')
            return fail(400, "A chunk is longer than its size");
        m_stage = Stage::DataEndLineFeed;
        return;
    case Stage::DataEndLineFeed:
        if (c != '\n')
            return fail(400, "A chunk ends without CR LF");
        m_stage = Stage::Size;
        return;
    case Stage::LastEnd:
        if (c == '\r') {
            m_stage = Stage::LastLineFeed;
            return;
        }
        if (!m_isResponse)
            return fail(400, "Trailer fields are not served here");
        if (!isTokenChar(c))
            return fail(400, "The name of a trailer field is not valid");
        m_stage = Stage::TrailerName;
        return takeTrailerChar(c);
    case Stage::TrailerName:
    case Stage::TrailerValue:
    case Stage::TrailerLineFeed:
        return takeTrailerChar(c);
    case Stage::LastLineFeed:
        if (c != '\n')
            return fail(400, "The body ends without CR LF");
        m_stage = Stage::Done;
        return;
    case Stage::UntilClose:
    case Stage::Content:
    case Stage::Data:
    case Stage::Done:
    case Stage::Failed:
        return;
    }
}

} // namespace http
