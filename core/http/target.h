#pragma once

#include "core/http/request.h"
#include "core/http/requesthead.h"

#include <tl/expected.hpp>

namespace http {

//! The Request that a checked head stands for, without its body; pure. Refuses (400) a path with "." or ".."
//! segments, an encoded slash or NUL, bad percent-encoding or bad UTF-8, so that nothing behind it can be led
//! around a check by another spelling of a path. In a query an encoded slash is plain data.
tl::expected<Request, ProtocolError> requestOf(const RequestHead &head, const QHostAddress &peer);

} // namespace http
