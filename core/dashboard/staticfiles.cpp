#include "core/dashboard/staticfiles.h"

#include "core/dashboard/contenttype.h"
#include "core/http/compression.h"
#include "core/http/methodname.h"

namespace dashboard {

namespace {

constexpr char ContentSecurityPolicy[] = "default-src 'self'; connect-src 'self' ws: wss:; img-src 'self' "
                                         "data: blob:; style-src 'self' 'unsafe-inline'; "
                                         "frame-ancestors 'none'; base-uri 'none'; object-src 'none'";
constexpr char HtmlType[] = "text/html; charset=utf-8";

constexpr char NotBuiltPage[] = R"(<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>AgentMonitor</title>
<h1>AgentMonitor is running</h1>
<p>This build has no dashboard in it. Build it with Node installed and AGENTMONITOR_WEBUI on, or use the API at /api.</p>
</html>
)";

bool isBelow(const QString &path, QLatin1String directory)
{
    return path == directory || (path.startsWith(directory) && path[directory.size()] == QLatin1Char('/'));
}

//! What never is a page.
bool isBelowOthers(const QString &path)
{
    return isBelow(path, QLatin1String("/api")) || isBelow(path, QLatin1String("/socket.io"));
}

//! One of a file's forms and how it is called in headers.
struct Form
{
    std::string_view bytes;
    const char *coding; //!< null: as it is
};

Form bestForm(const EmbeddedFile &file, const QByteArray &acceptEncoding)
{
    if (!file.brotli.empty() && http::acceptsCoding(acceptEncoding, "br"))
        return {file.brotli, "br"};
    if (!file.gzip.empty() && http::acceptsCoding(acceptEncoding, "gzip"))
        return {file.gzip, "gzip"};
    return {file.plain, nullptr};
}

QByteArray bytesOf(std::string_view view)
{
    return QByteArray::fromRawData(view.data(), static_cast<qsizetype>(view.size()));
}

//! Differs between the forms, as a strong tag has to (RFC 9110, section 8.8.3.3).
QByteArray entityTag(const EmbeddedFile &file, const Form &form)
{
    QByteArray tag = '"' + bytesOf(file.hash);
    if (form.coding)
        tag.append('-').append(form.coding);
    return tag + '"';
}

bool isListed(const QByteArray &ifNoneMatch, const QByteArray &tag)
{
    const QList<QByteArray> entries = ifNoneMatch.split(',');
    for (const QByteArray &entry : entries) {
        const QByteArray known = entry.trimmed();
        if (known == "*" || known == tag || known == "W/" + tag)
            return true;
    }
    return false;
}

void addPageHeaders(http::Responder &responder)
{
    responder.header("Content-Security-Policy", ContentSecurityPolicy).header("X-Frame-Options", "DENY");
}

void send(const EmbeddedFile &file, const http::Request &request, http::Responder &responder)
{
    const Form form = bestForm(file, request.header("accept-encoding"));
    const QByteArray tag = entityTag(file, form);
    const QByteArray type = contentTypeOf(file.path);
    responder.header("ETag", tag);
    responder.header("Cache-Control",
        file.path.starts_with("/assets/") ? "public, max-age=31536000, immutable" : "no-cache");
    if (!file.brotli.empty() || !file.gzip.empty())
        responder.header("Vary", "Accept-Encoding");
    if (type == HtmlType)
        addPageHeaders(responder);
    if (isListed(request.header("if-none-match"), tag))
        return responder.bytes(304, {}, {});
    if (form.coding)
        responder.header("Content-Encoding", form.coding);
    responder.bytes(200, type, bytesOf(form.bytes));
}

} // namespace

StaticFiles::StaticFiles(std::span<const EmbeddedFile> files)
    : m_files(files)
{
}

const EmbeddedFile *StaticFiles::find(const QString &path) const
{
    const QByteArray name = path.toUtf8();
    for (const EmbeddedFile &file : m_files) {
        if (file.path == std::string_view(name.constData(), static_cast<size_t>(name.size())))
            return &file;
    }
    return nullptr;
}

bool StaticFiles::has(const http::Request &request) const
{
    if (request.method != http::Method::Get && request.method != http::Method::Head)
        return false;
    if (request.path == QLatin1String("/") || find(request.path))
        return true;
    return !isBelowOthers(request.path) && request.header("accept").contains("text/html");
}

void StaticFiles::serve(const http::Request &request, http::Responder responder) const
{
    using http::Method;
    if (isBelowOthers(request.path)) {
        return responder.error(404,
            QStringLiteral("No such API call: %1 %2")
                .arg(QString::fromLatin1(http::methodName(request.method)), request.path));
    }
    if (request.method != Method::Get && request.method != Method::Head) {
        responder.header("Allow", "GET, HEAD, OPTIONS");
        if (request.method == Method::Options)
            return responder.bytes(204, {}, {});
        return responder.error(405, QStringLiteral("This path serves GET, HEAD, OPTIONS"));
    }
    if (const EmbeddedFile *file = find(request.path))
        return send(*file, request, responder);
    if (request.path.startsWith(QLatin1String("/assets/")))
        return responder.error(404, QStringLiteral("No such file: ") + request.path);
    if (const EmbeddedFile *index = find(QStringLiteral("/index.html")))
        return send(*index, request, responder);
    addPageHeaders(responder);
    responder.header("Cache-Control", "no-cache").bytes(200, HtmlType, NotBuiltPage);
}

} // namespace dashboard
