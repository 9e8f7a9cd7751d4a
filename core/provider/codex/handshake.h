#pragma once

#include <QJsonObject>

namespace codex {

//! Who we are, for `initialize`, and that we know what is experimental.
QJsonObject initializeParams();

} // namespace codex
