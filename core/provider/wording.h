#pragma once

#include <QString>

namespace provider {

//! The first line of a text, at most `length` characters; what was left out shows as "…".
QString oneLine(const QString &text, qsizetype length);

//! "authentication_failed" as a person reads it.
QString words(const QString &code);

} // namespace provider
