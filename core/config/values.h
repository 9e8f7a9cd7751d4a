#pragma once

#include "core/base/result.h"
#include "core/config/loglevel.h"

#include <QString>
#include <QStringList>

#include <optional>

namespace config {

//! What settings of every program are made of; pure.

//! A failure that says what is allowed instead.
base::Result<void> mustBe(const char *what);

//! Decimal, `least` to 65535.
std::optional<quint16> portOf(const QString &text, quint16 least);
//! A DNS name or an IPv4 address as browsers write it in Host, in lower case, or an IPv6 one in brackets.
bool isHostName(const QString &text);
//! "http://host", "https://host:port"; lower case.
bool isOrigin(const QString &text);
//! The items between commas, trimmed, in lower case, empty ones left out.
QStringList listOf(const QString &value);
//! "~/x" and relative paths made absolute.
QString absolutePath(const QString &path, const QString &workingDirectory);
//! "debug", "info", "warning", "error", whatever their case.
std::optional<LogLevel> logLevelOf(const QString &text);

} // namespace config
