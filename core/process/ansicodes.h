#pragma once

#include <QString>

namespace process {

//! Text without terminal control: CSI, OSC, DCS and two-character escape sequences (ECMA-48 5.4, 5.6), also
//! one that is cut off at the end, and control characters other than tab and line break. A "\r\n" becomes
//! "\n".
QString withoutAnsiCodes(const QString &text);

} // namespace process
