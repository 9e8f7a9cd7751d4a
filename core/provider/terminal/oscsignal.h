#pragma once

#include "core/provider/terminal/signal.h"

#include <QByteArray>

#include <optional>

namespace terminal {

//! What an operating system command (ECMA-48 8.3.89, without its introducer and terminator) says; nullopt for
//! those that only change how things are shown. Texts come without control characters and clipped.
std::optional<Signal> signalOf(const QByteArray &command);

} // namespace terminal
