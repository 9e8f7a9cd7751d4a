#pragma once

#include "core/http/request.h"

namespace http {

//! "GET"; "OTHER" for a method that is not in the enumeration.
QByteArray methodName(Method method);

} // namespace http
