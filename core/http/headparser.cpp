#include "core/http/headparser.h"

#include "core/http/fieldsyntax.h"
#include "core/http/hopbyhop.h"

namespace http {

namespace {

constexpr qsizetype MaxMethodLength = 32;
//! More than any browser has asked for at once.
constexpr qsizetype TypicalFields = 16;

bool isTarget(QByteArrayView text)
{
    for (const char c : text) {
        if (c <= ' ' || c == '\x7f' || c == '#' || static_cast<unsigned char>(c) >= 0x80)
            return false;
    }
    return !text.isEmpty();
}

//! Enough to tell a host from what could be read as another one: no user part, no list, no path, no blank.
bool isHostValue(QByteArrayView text)
{
    for (const char c : text) {
        const bool known = isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.'
            || c == '-' || c == '_' || c == ':' || c == '[' || c == ']' || c == '%';
        if (!known)
            return false;
    }
    return true;
}

//! Nothing unless the target is in absolute form.
QByteArrayView authorityOf(QByteArrayView target)
{
    if (target.front() != 'h')
        return {};
    target = target.sliced(target.indexOf("://") + 3);
    qsizetype end = 0;
    while (end < target.size() && target[end] != '/' && target[end] != '?')
        ++end;
    return target.first(end);
}

} // namespace

HeadParser::HeadParser(qsizetype maxBytes)
    : m_lines(maxBytes)
{
}

void HeadParser::reset()
{
    *this = HeadParser(m_lines.maxBytes());
}

void HeadParser::fail(int status, const char *message)
{
    m_stage = Stage::Failed;
    m_error = ProtocolError{status, QString::fromLatin1(message)};
}

qsizetype HeadParser::feed(QByteArrayView bytes)
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
            if (m_stage == Stage::RequestLine) // RFC 9112, section 3
                fail(414, "The request target is too long");
            else
                fail(431, "The request head is too large");
            break;
        case HeadLines::State::BareLineFeed:
            fail(400, "A line of the request head ends without CR LF");
            break;
        case HeadLines::State::BareCarriageReturn:
            fail(400, "A CR inside a line of the request head");
            break;
        }
    }
    return taken;
}

void HeadParser::takeLine(QByteArrayView line)
{
    if (m_stage == Stage::FieldLines) {
        if (line.isEmpty())
            finish();
        else
            takeField(line);
    } else if (!line.isEmpty()) {
        takeRequestLine(line);
    } else if (m_skippedEmptyLine) {
        fail(400, "An empty request line");
    } else {
        m_skippedEmptyLine = true; // RFC 9112, section 2.2: one is tolerated before the request line
    }
}

void HeadParser::takeRequestLine(QByteArrayView line)
{
    const qsizetype first = line.indexOf(' ');
    const qsizetype last = line.lastIndexOf(' ');
    if (first < 0 || first == last)
        return fail(400, "The request line must be: method target version");
    const QByteArrayView method = line.first(first);
    const QByteArrayView target = line.sliced(first + 1, last - first - 1);
    const QByteArrayView version = line.sliced(last + 1);

    if (!isToken(method) || method.size() > MaxMethodLength)
        return fail(400, "The request method is not valid");
    if (!isTarget(target))
        return fail(400, "The request target has characters that must be percent-encoded");
    if (version.size() != 8 || !version.startsWith("HTTP/") || !isDigit(version[5]) || version[6] != '.'
        || !isDigit(version[7]))
        return fail(400, "The HTTP version is not valid");
    if (version[5] != '1' || version[7] > '1')
        return fail(505, "Only HTTP/1.0 and HTTP/1.1 are served here");

    const bool originForm = target.front() == '/';
    const bool absoluteForm = target.startsWith("http://") || target.startsWith("https://");
    const bool asteriskForm = target == "*" && method == "OPTIONS";
    if (!originForm && !absoluteForm && !asteriskForm)
        return fail(400, "The request target must begin with a slash");
    if (method == "CONNECT") // what follows its answer would be no HTTP (RFC 9110, section 9.3.6)
        return fail(400, "CONNECT is not served here");

    m_head.method = method.toByteArray();
    m_head.target = target.toByteArray();
    m_head.minorVersion = version[7] - '0';
    m_head.fields.reserve(TypicalFields);
    m_stage = Stage::FieldLines;
}

void HeadParser::takeField(QByteArrayView line)
{
    if (line.front() == ' ' || line.front() == '\t')
        return fail(400, "A folded header line");
    const qsizetype colon = line.indexOf(':');
    if (colon < 0)
        return fail(400, "A header line without a colon");
    const QByteArrayView name = line.first(colon);
    if (!isToken(name))
        return fail(400, "A header name is not valid");
    const QByteArrayView value = trimmed(line.sliced(colon + 1));
    if (!isFieldValue(value))
        return fail(400, "A header value has control characters");
    if (m_head.fields.size() >= MaxFields)
        return fail(431, "The request head has too many fields");
    m_head.fields.emplaceBack(name.toByteArray().toLower(), value.toByteArray());
}

void HeadParser::finish()
{
    const qsizetype hosts = m_head.count("host");
    if (hosts > 1)
        return fail(400, "More than one Host header");
    if (hosts == 0 && m_head.minorVersion >= 1)
        return fail(400, "The Host header is missing");
    const QByteArray host = m_head.field("host");
    if (!isHostValue(host))
        return fail(400, "The Host header is not valid");
    // RFC 9112, section 3.2.2 lets the target win; one of the two is a lie, so neither is believed.
    const QByteArrayView authority = authorityOf(m_head.target);
    if (m_head.target.front() == 'h'
        && (authority.isEmpty() || authority.compare(host, Qt::CaseInsensitive) != 0))
        return fail(400, "The request target names another host than the Host header");
    if (HopByHop::isTooLarge(m_head.fields))
        return fail(431, "The Connection header is too large");
    decideFraming();
    if (m_stage != Stage::Failed)
        m_stage = Stage::Done;
}

void HeadParser::decideFraming()
{
    const qsizetype lengths = m_head.count("content-length");
    const qsizetype codings = m_head.count("transfer-encoding");
    if (codings > 0) {
        if (lengths > 0)
            return fail(400, "Content-Length beside Transfer-Encoding");
        if (m_head.minorVersion == 0)
            return fail(400, "Transfer-Encoding in HTTP/1.0");
        if (codings > 1 || m_head.field("transfer-encoding").compare("chunked", Qt::CaseInsensitive) != 0)
            return fail(400, "The only Transfer-Encoding served here is chunked");
        m_head.framing = Framing::Chunked;
        return;
    }
    if (lengths == 0)
        return;
    if (lengths > 1)
        return fail(400, "More than one Content-Length header");
    const qint64 length = contentLengthOf(m_head.field("content-length"));
    if (length < 0)
        return fail(400, "Content-Length is not a number of bytes");
    m_head.contentLength = static_cast<quint64>(length);
    m_head.framing = m_head.contentLength > 0 ? Framing::Length : Framing::None;
}

} // namespace http
