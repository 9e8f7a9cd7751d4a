#include "server/api/replies.h"

namespace api {

void answerOk(const base::Result<void> &result, http::Responder &responder)
{
    if (result)
        responder.json(200, QJsonObject{{QStringLiteral("ok"), true}});
    else
        responder.error(result.error());
}

std::optional<base::JsonReader> readBody(const http::Request &request, http::Responder &responder)
{
    const base::Result<QJsonObject> body = request.json();
    if (!body) {
        responder.error(body.error());
        return std::nullopt;
    }
    return base::JsonReader(*body);
}

bool refused(const base::JsonReader &reader, http::Responder &responder)
{
    if (!reader.error())
        return false;
    responder.error(*reader.error());
    return true;
}

} // namespace api
