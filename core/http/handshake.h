#pragma once

#include "core/http/answer.h"
#include "core/http/requesthead.h"

#include <optional>

namespace http {

//! What is wrong with a WebSocket handshake's key or version (RFC 6455, section 4.2.1), as the answer to it.
std::optional<Answer> checkHandshake(const RequestHead &head);

//! For a request that is no handshake to us: an answer if QHttpServer, which is laxer, would take it for one.
std::optional<Answer> checkNoHandshake(const RequestHead &head);

} // namespace http
