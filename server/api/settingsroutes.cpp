#include "server/api/settingsroutes.h"

#include "core/store/settingsstore.h"
#include "server/api/replies.h"

namespace api {

SettingsRoutes::SettingsRoutes(store::SettingsStore &settings)
    : m_settings(settings)
{
}

void SettingsRoutes::install(http::Router &router)
{
    router.add(http::Method::Get, QStringLiteral("/api/settings"),
        [this](const http::Request &, http::Responder responder) {
            responder.json(200, model::toJson(m_settings.settings()));
        });
    router.add(http::Method::Put, QStringLiteral("/api/settings"),
        [this](const http::Request &request, http::Responder responder) {
            const auto changes = request.json();
            const auto merged = changes ? m_settings.merge(*changes) : tl::unexpected(changes.error());
            if (merged)
                responder.json(200, model::toJson(*merged));
            else
                responder.error(merged.error());
        });
}

} // namespace api
