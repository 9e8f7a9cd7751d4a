#pragma once

namespace config {

//! The least severe messages that are written.
enum class LogLevel { Debug, Info, Warning, Error };

} // namespace config
