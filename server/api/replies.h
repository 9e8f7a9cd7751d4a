#pragma once

#include "core/base/jsonreader.h"
#include "core/http/request.h"
#include "core/http/responder.h"

//! The shapes that many calls share.
namespace api {

//! `{ok: true}`, or the error.
void answerOk(const base::Result<void> &result, http::Responder &responder);

//! The body as a reader; answers 400 and gives nullopt if it is no JSON object.
std::optional<base::JsonReader> readBody(const http::Request &request, http::Responder &responder);

//! Answers with the reader's first error; false if there is none.
bool refused(const base::JsonReader &reader, http::Responder &responder);

} // namespace api
