#pragma once

#include "core/http/request.h"
#include "core/http/responder.h"

#include <functional>
#include <vector>

namespace http {

using RequestHandler = std::function<void(const Request &, Responder)>;

//! Finds the handler of a request by method and pattern ("/api/agents/:id"). A known path with another method
//! is 405 with Allow; HEAD is served by GET's handler; an unknown path goes to the fallback.
class Router
{
public:
    void add(Method method, const QString &pattern, RequestHandler handler);
    //! Every path that begins with `prefix` (Engine.IO, static files), whatever the method.
    void addPrefix(const QString &prefix, RequestHandler handler);
    void setFallback(RequestHandler handler);

    //! Whether a route has this path, whatever the method; prefixes and the fallback do not count.
    bool knows(const QString &path) const;
    void route(Request request, Responder responder) const;

private:
    struct Route
    {
        Method method;
        QStringList segments;
        RequestHandler handler;
    };

    std::vector<Route> m_routes;
    std::vector<std::pair<QString, RequestHandler>> m_prefixes;
    RequestHandler m_fallback;
};

} // namespace http
