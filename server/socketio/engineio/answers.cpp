#include "server/socketio/engineio/answers.h"

namespace engineio {

void answerPoll(http::Responder responder, const QByteArray &payload)
{
    responder.header("Cache-Control", "no-store");
    responder.bytes(200, "text/plain; charset=UTF-8", payload);
}

void answerPost(http::Responder responder)
{
    responder.header("Cache-Control", "no-store");
    responder.bytes(200, "text/html", "ok");
}

void answerRefusal(http::Responder responder, const Refusal &refusal)
{
    responder.header("Cache-Control", "no-store");
    responder.bytes(refusal.status, "application/json", refusal.json());
}

void answerEmpty(http::Responder responder, int status)
{
    responder.bytes(status, "text/plain", {});
}

} // namespace engineio
