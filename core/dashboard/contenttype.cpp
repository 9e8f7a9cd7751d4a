#include "core/dashboard/contenttype.h"

#include <array>
#include <utility>

namespace dashboard {

QByteArray contentTypeOf(std::string_view path)
{
    static constexpr std::array<std::pair<std::string_view, const char *>, 15> Types{{
        {".html", "text/html; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".mjs", "text/javascript; charset=utf-8"},
        {".css", "text/css; charset=utf-8"},
        {".json", "application/json; charset=utf-8"},
        {".map", "application/json; charset=utf-8"},
        {".webmanifest", "application/manifest+json; charset=utf-8"},
        {".svg", "image/svg+xml"},
        {".png", "image/png"},
        {".webp", "image/webp"},
        {".ico", "image/x-icon"},
        {".woff2", "font/woff2"},
        {".woff", "font/woff"},
        {".wasm", "application/wasm"},
        {".txt", "text/plain; charset=utf-8"},
    }};
    for (const auto &[ending, type] : Types) {
        if (path.ends_with(ending))
            return type;
    }
    return "application/octet-stream";
}

} // namespace dashboard
