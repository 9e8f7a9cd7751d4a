#include "core/http/router.h"

#include "core/http/methodname.h"

#include <algorithm>

namespace http {

namespace {

//! "/api/agents" and "/api/agents/" are the same; an empty segment anywhere else matches nothing.
QStringList segmentsOf(const QString &path)
{
    QStringList segments = path.split(QLatin1Char('/'));
    if (segments.size() > 2 && segments.last().isEmpty())
        segments.removeLast();
    return segments;
}

bool isParameter(const QString &segment)
{
    return segment.startsWith(QLatin1Char(':'));
}

bool matches(const QStringList &pattern, const QStringList &path)
{
    if (pattern.size() != path.size())
        return false;
    for (qsizetype i = 0; i < pattern.size(); ++i) {
        if (isParameter(pattern[i]) ? path[i].isEmpty() : pattern[i] != path[i])
            return false;
    }
    return true;
}

QHash<QString, QString> parametersOf(const QStringList &pattern, const QStringList &path)
{
    QHash<QString, QString> parameters;
    for (qsizetype i = 0; i < pattern.size(); ++i) {
        if (isParameter(pattern[i]))
            parameters.insert(pattern[i].sliced(1), path[i]);
    }
    return parameters;
}

} // namespace

void Router::add(Method method, const QString &pattern, RequestHandler handler)
{
    m_routes.push_back({method, segmentsOf(pattern), std::move(handler)});
}

void Router::addPrefix(const QString &prefix, RequestHandler handler)
{
    m_prefixes.emplace_back(prefix, std::move(handler));
}

void Router::setFallback(RequestHandler handler)
{
    m_fallback = std::move(handler);
}

bool Router::knows(const QString &path) const
{
    const QStringList segments = segmentsOf(path);
    return std::any_of(m_routes.begin(), m_routes.end(),
        [&segments](const Route &route) { return matches(route.segments, segments); });
}

void Router::route(Request request, Responder responder) const
{
    const QStringList segments = segmentsOf(request.path);
    const Method wanted = request.method == Method::Head ? Method::Get : request.method;
    QList<QByteArray> allowed;
    for (const Route &route : m_routes) {
        if (!matches(route.segments, segments))
            continue;
        if (route.method == wanted) {
            request.parameters = parametersOf(route.segments, segments);
            route.handler(request, std::move(responder));
            return;
        }
        const QByteArray name = methodName(route.method);
        if (!allowed.contains(name))
            allowed.append(name);
        if (route.method == Method::Get && !allowed.contains("HEAD"))
            allowed.append("HEAD");
    }
    if (!allowed.isEmpty()) {
        allowed.append("OPTIONS");
        responder.header("Allow", allowed.join(", "));
        if (request.method == Method::Options)
            responder.bytes(204, {}, {});
        else
            responder.error(
                405, QStringLiteral("This path serves ") + QString::fromLatin1(allowed.join(", ")));
        return;
    }
    for (const auto &[prefix, handler] : m_prefixes) {
        if (request.path.startsWith(prefix)) {
            handler(request, std::move(responder));
            return;
        }
    }
    if (m_fallback)
        m_fallback(request, std::move(responder));
    else
        responder.error(404, QStringLiteral("Nothing is served at ") + request.path);
}

} // namespace http
