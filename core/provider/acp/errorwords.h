#pragma once

#include "core/provider/jsonrpc/message.h"

#include <QString>

namespace acp {

//! What an agent answers when it wants a login first.
constexpr int AuthRequired = -32000;

//! Why a request failed, as a person reads it.
struct Failure
{
    QString words;
    int httpStatus = 0; //!< of the model API, if it was that
};

//! Agents put the reason into the message, as JSON into the message, or into the data, each in its own form.
Failure failureOf(const jsonrpc::ErrorResponse &error);

//! The same with what can be done about it; `loginAdvice` is what the agent says about logging in.
Failure failureWithAdvice(const jsonrpc::ErrorResponse &error, const QString &loginAdvice);

} // namespace acp
