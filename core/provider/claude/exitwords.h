#pragma once

#include "core/process/processresult.h"

#include <QString>

namespace claude {

//! How claude ended, in words, with what it wrote last to its standard error.
QString exitWords(const process::ProcessResult &result);

//! What a person can do about an error that claude names when it refuses to start or to talk to the model;
//! empty if it is not known.
QString adviceFor(const QString &error);

//! exitWords with the advice for it.
QString exitWordsWithAdvice(const process::ProcessResult &result);

} // namespace claude
