#pragma once

#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/model/approval.h"

#include <memory>

namespace journal {
class FileSync;
class OpenFile;
class Syncer;
} // namespace journal

namespace store {

//! The file decisions.jsonl: who allowed or refused what, when and from where; appended to and never changed.
//! One JSON object a line:
//!
//!     {"at", "agentId", "approvalId", "kind": "exec"|"edit"|"plan"|"other"|"question", "title",
//!      "optionId", "label", "message", "by", "from"}
//!
//! `kind` question: approvalId is that of the question, and "answers" has what was answered.
//! A line is in the file when append() returns, and on the disk with the next sync.
class DecisionLog
{
public:
    //! Ends an unfinished last line first, so that the next one stands alone. Io, StorageFull.
    static base::Result<std::unique_ptr<DecisionLog>> open(const QString &path, journal::Syncer &syncer);
    ~DecisionLog();

    //! InvalidArgument: it was not decided. StorageFull, Io: nothing of it is in the file.
    base::Result<void> append(const base::AgentId &agent, const model::Approval &approval);
    base::Result<void> append(const base::AgentId &agent, const model::Question &question);

private:
    DecisionLog(std::shared_ptr<journal::OpenFile> file, journal::Syncer &syncer);

    base::Result<void> append(const QJsonObject &line);
    base::Result<void> endLastLine();

    std::shared_ptr<journal::OpenFile> m_file;
    std::shared_ptr<journal::FileSync> m_sync;
    journal::Syncer &m_syncer;
};

} // namespace store
