#pragma once

#include "core/http/answer.h"
#include "core/http/request.h"

#include <functional>
#include <optional>

namespace http {

//! Decides about a request by its head, before any of its body is taken: an Answer refuses it. May set
//! Request::user.
using Gate = std::function<std::optional<Answer>(Request &request, bool isUpgrade)>;

} // namespace http
