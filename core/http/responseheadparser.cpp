#include "core/http/responseheadparser.h"

#include "core/http/fieldsyntax.h"
#include "core/http/hopbyhop.h"

namespace http {

namespace {

constexpr qsizetype TypicalFields = 16;
constexpr int BadGateway = 502;
constexpr int FirstStatus = 100;

//! "HTTP/1.1 200", before a blank and the reason.
constexpr qsizetype StatusEnd = 12;

bool isStatus(QByteArrayView text)
{
    return isDigit(text[0]) && isDigit(text[1]) && isDigit(text[2]);
}

} // namespace

ResponseHeadParser::ResponseHeadParser(qsizetype maxBytes)
    : m_lines(maxBytes)
{
}

void ResponseHeadParser::reset()
{
    *this = ResponseHeadParser(m_lines.maxBytes());
}

void ResponseHeadParser::fail(const char *message)
{
    m_stage = Stage::Failed;
    m_error = ProtocolError{BadGateway, QString::fromLatin1(message)};
}

qsizetype ResponseHeadParser::feed(QByteArrayView bytes)
{
    qsizetype taken = 0;
    while (taken < bytes.size() && m_stage != Stage::Done && m_stage != Stage::Failed) {
        const HeadLines::Cut cut = m_lines.cut(bytes.sliced(taken));
        taken += cut.taken;
        switch (cut.state) {
        case HeadLines::State::Line:
            takeLine(cut.line);
            break;
        case HeadLines::State::Incomplete:
            break;
        case HeadLines::State::TooLarge:
            fail("The response head is too large");
            break;
        case HeadLines::State::BareLineFeed:
            fail("A line of the response head ends without CR LF");
            break;
        case HeadLines::State::BareCarriageReturn:
            fail("A CR inside a line of the response head");
            break;
        }
    }
    return taken;
}

void ResponseHeadParser::takeLine(QByteArrayView line)
{
    if (m_stage == Stage::StatusLine)
        takeStatusLine(line);
    else if (!line.isEmpty())
        takeField(line);
    else
        finish();
}

void ResponseHeadParser::takeStatusLine(QByteArrayView line)
{
    if (!line.startsWith("HTTP/1.") || line.size() < StatusEnd || line[8] != ' '
        || (line[7] != '0' && line[7] != '1'))
        return fail("The response does not begin with HTTP/1.0 or HTTP/1.1 and a status");
    const QByteArrayView digits = line.sliced(9, 3);
    if (!isStatus(digits) || (line.size() > StatusEnd && line[StatusEnd] != ' '))
        return fail("The status of the response is not a number of three digits");
    m_head.status = (digits[0] - '0') * 100 + (digits[1] - '0') * 10 + (digits[2] - '0');
    if (m_head.status < FirstStatus)
        return fail("The status of the response is below 100");
    if (line.size() > StatusEnd) {
        const QByteArrayView reason = line.sliced(StatusEnd + 1);
        if (!isFieldValue(reason))
            return fail("The reason of the response has control characters");
        m_head.reason = reason.toByteArray();
    }
    m_head.minorVersion = line[7] - '0';
    m_head.fields.reserve(TypicalFields);
    m_stage = Stage::FieldLines;
}

void ResponseHeadParser::takeField(QByteArrayView line)
{
    if (line.front() == ' ' || line.front() == '\t')
        return fail("A folded header line in the response");
    const qsizetype colon = line.indexOf(':');
    if (colon < 0)
        return fail("A header line of the response without a colon");
    const QByteArrayView name = line.first(colon);
    if (!isToken(name))
        return fail("A header name of the response is not valid");
    const QByteArrayView value = trimmed(line.sliced(colon + 1));
    if (!isFieldValue(value))
        return fail("A header value of the response has control characters");
    if (m_head.fields.size() >= MaxFields)
        return fail("The response head has too many fields");
    m_head.fields.emplaceBack(name.toByteArray(), value.toByteArray());
}

void ResponseHeadParser::finish()
{
    if (HopByHop::isTooLarge(m_head.fields))
        return fail("The Connection header of the response is too large");
    decideFraming();
    if (m_stage != Stage::Failed)
        m_stage = Stage::Done;
}

//! RFC 9112, section 6.3, but for what only the request tells (Exchange).
void ResponseHeadParser::decideFraming()
{
    const qsizetype lengths = m_head.count("content-length");
    const qsizetype codings = m_head.count("transfer-encoding");
    if (lengths > 1)
        return fail("More than one Content-Length header in the response");
    const qint64 length = lengths > 0 ? contentLengthOf(m_head.field("content-length")) : 0;
    if (length < 0)
        return fail("Content-Length of the response is not a number of bytes");
    if (codings > 0) {
        if (lengths > 0)
            return fail("Content-Length beside Transfer-Encoding in the response");
        if (m_head.minorVersion == 0)
            return fail("Transfer-Encoding in an HTTP/1.0 response");
        if (codings > 1 || m_head.field("transfer-encoding").compare("chunked", Qt::CaseInsensitive) != 0)
            return fail("The only Transfer-Encoding taken from a response is chunked");
    }

    if (m_head.status < 200 || m_head.status == 204) {
        // Both forbid these fields; who believes them would take the next response for a body.
        if (codings > 0 || length > 0)
            return fail("The response announces a body that its status cannot have");
        m_head.framing = Framing::None;
    } else if (m_head.status == 304) {
        m_head.framing = Framing::None; // its fields tell of the body that another status would have had
    } else if (codings > 0) {
        m_head.framing = Framing::Chunked;
    } else if (lengths > 0) {
        m_head.framing = length > 0 ? Framing::Length : Framing::None;
        m_head.contentLength = static_cast<quint64>(length);
    }
}

} // namespace http
