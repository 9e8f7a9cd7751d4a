#pragma once

#include "core/http/responder.h"
#include "server/socketio/engineio/refusal.h"

namespace engineio {

//! The few forms that an HTTP answer of Engine.IO has.

//! A poll's payload.
void answerPoll(http::Responder responder, const QByteArray &payload);
//! A POST that was taken.
void answerPost(http::Responder responder);
void answerRefusal(http::Responder responder, const Refusal &refusal);
//! A status without a body.
void answerEmpty(http::Responder responder, int status);

} // namespace engineio
