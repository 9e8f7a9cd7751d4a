#include "core/http/headparser.h"

namespace http {

namespace {

constexpr qsizetype MaxMethodLength = 32;
constexpr qsizetype MaxLengthDigits = 18; // below 2^63, so that it fits every integer it meets

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

//! RFC 9110, section 5.6.2.
bool isTokenChar(char c)
{
    if (isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))
        return true;
    switch (c) {
    case '!':
    case '#':
    case '$':
    case '%':
    case '&':
    case '\'':
    case '*':
    case '+':
    case '-':
    case '.':
    case '^':
    case '_':
    case '`':
    case '|':
    case '~':
        return true;
    default:
        return false;
    }
}

bool isToken(QByteArrayView text)
{
    for (const char c : text) {
        if (!isTokenChar(c))
            return false;
    }
    return !text.isEmpty();
}

bool isTarget(QByteArrayView text)
{
    for (const char c : text) {
        if (c <= ' ' || c == '\x7f' || c == '#' || static_cast<unsigned char>(c) >= 0x80)
            return false;
    }
    return !text.isEmpty();
}

bool isFieldValue(QByteArrayView text)
{
    for (const char c : text) {
        if ((static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == '\x7f')
            return false;
    }
    return true;
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

QByteArrayView trimmed(QByteArrayView text)
{
    while (!text.isEmpty() && (text.front() == ' ' || text.front() == '\t'))
        text = text.sliced(1);
    while (!text.isEmpty() && (text.back() == ' ' || text.back() == '\t'))
        text.chop(1);
    return text;
}

} // namespace

HeadParser::HeadParser(qsizetype maxBytes)
    : m_maxBytes(maxBytes)
{
}

void HeadParser::reset()
{
    *this = HeadParser(m_maxBytes);
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
        const QByteArrayView rest = bytes.sliced(taken);
        const qsizetype lineFeed = rest.indexOf('\n');
        const qsizetype count = lineFeed < 0 ? rest.size() : lineFeed + 1;
        if (m_size + count > m_maxBytes) {
            fail(431, "The request head is too large");
            break;
        }
        taken += count;
        m_size += count;
        if (lineFeed < 0) {
            m_line.append(rest);
            break;
        }
        QByteArrayView line = rest.first(count);
        if (!m_line.isEmpty()) {
            m_line.append(line);
            line = m_line;
        }
        if (!line.endsWith("\r\n")) {
            fail(400, "A line of the request head ends without CR LF");
            break;
        }
        takeLine(line.chopped(2));
        m_line.clear();
    }
    return taken;
}

void HeadParser::takeLine(QByteArrayView line)
{
    if (line.contains('\r')) {
        fail(400, "A CR inside a line of the request head");
    } else if (m_stage == Stage::FieldLines) {
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

    m_head.method = method.toByteArray();
    m_head.target = target.toByteArray();
    m_head.minorVersion = version[7] - '0';
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
    if (!isHostValue(m_head.field("host")))
        return fail(400, "The Host header is not valid");
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
    const QByteArray digits = m_head.field("content-length");
    bool valid = !digits.isEmpty() && digits.size() <= MaxLengthDigits;
    for (const char c : digits)
        valid = valid && isDigit(c);
    if (!valid)
        return fail(400, "Content-Length is not a number of bytes");
    m_head.contentLength = digits.toULongLong();
    m_head.framing = m_head.contentLength > 0 ? Framing::Length : Framing::None;
}

} // namespace http
