#pragma once

#include <QString>

#include <tl/expected.hpp>

namespace base {

//! What kind of thing went wrong; the HTTP status of each is decided in one place (server/http/status.h).
enum class ErrorCode {
    InvalidArgument, //!< the caller's input is wrong; the message names the field
    Unauthorized,
    Forbidden,
    NotFound,
    Conflict, //!< already decided, already exists, already running
    TooLarge,
    Unavailable, //!< not now: starting, shutting down
    StorageFull, //!< no space left, quota or file size limit reached
    Unsupported,
    Io,
    Corrupt, //!< what is on disk cannot be read
    Internal,
};

//! Why something failed, in words that can be shown to a person.
struct Error
{
    ErrorCode code = ErrorCode::Internal;
    QString message;
};

template <typename T>
using Result = tl::expected<T, Error>;

inline tl::unexpected<Error> failure(ErrorCode code, QString message)
{
    return tl::unexpected<Error>(Error{code, std::move(message)});
}

} // namespace base
