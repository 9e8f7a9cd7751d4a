#pragma once

#include "core/base/result.h"

namespace http {

//! The one place that turns a kind of error into an HTTP status.
constexpr int statusOf(base::ErrorCode code)
{
    switch (code) {
    case base::ErrorCode::InvalidArgument:
        return 400;
    case base::ErrorCode::Unauthorized:
        return 401;
    case base::ErrorCode::Forbidden:
        return 403;
    case base::ErrorCode::NotFound:
        return 404;
    case base::ErrorCode::Conflict:
        return 409;
    case base::ErrorCode::TooLarge:
        return 413;
    case base::ErrorCode::Unsupported:
        return 400;
    case base::ErrorCode::Unavailable:
        return 503;
    case base::ErrorCode::StorageFull:
        return 507;
    case base::ErrorCode::Io:
    case base::ErrorCode::Corrupt:
    case base::ErrorCode::Internal:
        break;
    }
    return 500;
}

} // namespace http
