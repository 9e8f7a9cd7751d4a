#pragma once

#include "core/provider/claude/toolledger.h"
#include "core/provider/event.h"

#include <QJsonObject>

#include <optional>

//! What claude's announcements say to a person.
namespace claude {

provider::RetryScheduled retryScheduled(const QJsonObject &line);
provider::NoticeRaised compacted(const QJsonObject &line);
provider::NoticeRaised permissionDenied(const QJsonObject &line);
//! The end of a task in the background. `task` is what its start told; may be empty.
provider::NoticeRaised backgroundTaskEnded(const QJsonObject &line, const ToolLedger::Task &task);
//! Nothing while the limits allow to go on.
std::optional<provider::NoticeRaised> rateLimit(const QJsonObject &line);
//! A line that is no JSON: something prints into the protocol.
provider::NoticeRaised strayLine(const QByteArray &line);

} // namespace claude
