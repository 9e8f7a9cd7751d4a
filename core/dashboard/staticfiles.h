#pragma once

#include "core/dashboard/embeddedfile.h"
#include "core/http/request.h"
#include "core/http/responder.h"

namespace dashboard {

//! Serves the dashboard: everything that no route takes. A path that is no file gets index.html, since the
//! dashboard has pages of its own; but one below /assets/ is 404, because a page of an older version that
//! asks for its script must not get HTML for it, and one below /api or /socket.io is 404 as JSON.
class StaticFiles
{
public:
    explicit StaticFiles(std::span<const EmbeddedFile> files);

    //! Whether the dashboard has an answer that is meant for this request: a file of that name, or one of its
    //! pages for a browser that navigates.
    bool has(const http::Request &request) const;

    //! A http::RequestHandler; for Router::setFallback.
    void serve(const http::Request &request, http::Responder responder) const;

private:
    const EmbeddedFile *find(const QString &path) const;

    std::span<const EmbeddedFile> m_files;
};

} // namespace dashboard
