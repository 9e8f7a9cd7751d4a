#include "core/http/bodymeter.h"

#include <algorithm>

namespace http {

namespace {

constexpr int MaxSizeDigits = 15; // 2^60: no overflow on the way to the limit check

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
    , m_stage(head.framing == Framing::None     ? Stage::Done
              : head.framing == Framing::Length ? Stage::Content
                                                : Stage::Size)
{
    if (head.framing != Framing::Length)
        return;
    m_left = head.contentLength;
    if (m_left > m_maxBytes)
        fail(413, "The request body is too large");
}

void BodyMeter::fail(int status, const char *message)
{
    m_stage = Stage::Failed;
    m_error = ProtocolError{status, QString::fromLatin1(message)};
}

qsizetype BodyMeter::feed(QByteArrayView bytes)
{
    qsizetype taken = 0;
    while (taken < bytes.size() && m_stage != Stage::Done && m_stage != Stage::Failed) {
        if (m_stage == Stage::Content || m_stage == Stage::Data) {
            taken += takeContent(bytes.sliced(taken));
            continue;
        }
        takeFraming(bytes[taken]);
        ++taken;
        if (++m_overhead > m_maxBytes + MaxExtensionBytes && m_stage != Stage::Done
            && m_stage != Stage::Failed)
            fail(413, "The chunks of the request body are too many");
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
            return fail(413, "The request body is too large");
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

void BodyMeter::takeFraming(char c)
{
    switch (m_stage) {
    case Stage::Size:
        return takeSizeChar(c);
    case Stage::Extension:
        if (c == '\r')
            m_stage = Stage::SizeEnd;
        else if ((static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == '\x7f')
            fail(400, "A chunk extension has control characters");
        else if (++m_extension > MaxExtensionBytes)
            fail(400, "Too many chunk extensions");
        return;
    case Stage::SizeEnd:
        if (c != '\n')
            return fail(400, "A chunk size line ends without CR LF");
        m_stage = m_left == 0 ? Stage::LastEnd : Stage::Data;
        m_digits = 0;
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
        if (c != '\r')
            return fail(400, "Trailer fields are not served here");
        m_stage = Stage::LastLineFeed;
        return;
    case Stage::LastLineFeed:
        if (c != '\n')
            return fail(400, "The request body ends without CR LF");
        m_stage = Stage::Done;
        return;
    case Stage::Content:
    case Stage::Data:
    case Stage::Done:
    case Stage::Failed:
        return;
    }
}

} // namespace http
