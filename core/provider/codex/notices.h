#pragma once

#include "core/provider/event.h"

#include <QByteArray>
#include <QJsonObject>

#include <optional>

namespace codex {

//! A notification that is for a person to read and changes nothing else: a warning, a model that was
//! replaced, a hook or an MCP server that failed. nullopt: it is no such; no events: nobody need read it.
std::optional<provider::Events> programNotice(const QString &method, const QJsonObject &params);

//! Tokens of the thread so far, and how full the context is.
provider::UsageReported usageReported(const QJsonObject &tokenUsage);

provider::NoticeRaised strayLine(const QByteArray &line);
provider::NoticeRaised unknownRequest(const QString &method);

} // namespace codex
