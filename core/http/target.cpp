#include "core/http/target.h"

#include <QStringDecoder>

#include <array>
#include <optional>

namespace http {

namespace {

tl::unexpected<ProtocolError> refused(const char *message)
{
    return tl::unexpected<ProtocolError>(ProtocolError{400, QString::fromLatin1(message)});
}

bool isHexDigit(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

bool isPercentEncoded(const QByteArray &text)
{
    for (qsizetype i = text.indexOf('%'); i >= 0; i = text.indexOf('%', i + 1)) {
        if (i + 2 >= text.size() || !isHexDigit(text[i + 1]) || !isHexDigit(text[i + 2]))
            return false;
    }
    return true;
}

//! Nothing if it is not UTF-8.
std::optional<QString> decoded(const QByteArray &encoded)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    QString text = decoder(QByteArray::fromPercentEncoding(encoded));
    return decoder.hasError() ? std::nullopt : std::optional(std::move(text));
}

bool hasControlCharacters(const QString &text)
{
    for (const QChar c : text) {
        if (c.unicode() < 0x20 || c.unicode() == 0x7f)
            return true;
    }
    return false;
}

Method methodOf(const QByteArray &name)
{
    static constexpr std::array<std::pair<const char *, Method>, 7> Names{{
        {"GET", Method::Get},
        {"HEAD", Method::Head},
        {"POST", Method::Post},
        {"PUT", Method::Put},
        {"DELETE", Method::Delete},
        {"OPTIONS", Method::Options},
        {"PATCH", Method::Patch},
    }};
    for (const auto &[known, method] : Names) {
        if (name == known)
            return method;
    }
    return Method::Other;
}

//! The target in origin form. A target in absolute form has to name the same host as the Host header.
tl::expected<QByteArray, ProtocolError> originForm(const RequestHead &head)
{
    if (!head.target.startsWith("http"))
        return head.target;
    const QByteArray rest = head.target.sliced(head.target.indexOf("://") + 3);
    qsizetype end = 0;
    while (end < rest.size() && rest[end] != '/' && rest[end] != '?')
        ++end;
    if (rest.first(end).compare(head.field("host"), Qt::CaseInsensitive) != 0)
        return refused("The request target names another host than the Host header");
    const QByteArray origin = rest.sliced(end);
    return origin.startsWith('/') ? origin : '/' + origin;
}

} // namespace

tl::expected<Request, ProtocolError> requestOf(const RequestHead &head, const QHostAddress &peer)
{
    const auto target = originForm(head);
    if (!target)
        return tl::unexpected<ProtocolError>(target.error());
    if (!isPercentEncoded(*target))
        return refused("The request target has a % without two hexadecimal digits");

    const qsizetype mark = target->indexOf('?');
    const QByteArray rawPath = mark < 0 ? *target : target->first(mark);
    const QByteArray rawQuery = mark < 0 ? QByteArray() : target->sliced(mark + 1);

    const QList<QByteArray> rawSegments = rawPath.split('/');
    for (const QByteArray &segment : rawSegments) {
        const QByteArray plain = QByteArray::fromPercentEncoding(segment);
        if (plain == "." || plain == "..")
            return refused("The path must not have . or .. in it");
        if (plain.contains('/'))
            return refused("The path must not have an encoded slash in it");
    }
    const std::optional<QString> path = decoded(rawPath);
    if (!path || hasControlCharacters(*path))
        return refused("The path is not UTF-8, or has control characters in it");
    const std::optional<QString> query = decoded(rawQuery);
    if (!query || query->contains(QChar(u'\0')))
        return refused("The query is not UTF-8, or has a NUL in it");

    Request request;
    request.method = methodOf(head.method);
    request.path = *path;
    request.query = QUrlQuery(QString::fromLatin1(rawQuery));
    request.headers = head.fields;
    request.peer = peer;
    return request;
}

} // namespace http
