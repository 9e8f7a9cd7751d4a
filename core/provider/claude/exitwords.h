#pragma once

#include "core/process/processresult.h"

#include <QString>

namespace claude {

//! What a person can do about an error that claude names when it refuses to start or to talk to the model;
//! empty if it is not known.
QString adviceFor(const QString &error);

//! How claude ended, in words, with the advice for it.
QString exitWordsWithAdvice(const process::ProcessResult &result);

} // namespace claude
