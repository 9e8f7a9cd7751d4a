#pragma once

#include "core/provider/jsonrpc/pendingrequests.h"
#include "core/provider/jsonrpc/writer.h"
#include "core/provider/protocol.h"

namespace codex {

//! Asks `codex app-server` for its models, and nothing else: without a thread there is no session. Takes no
//! Commands.
class ModelInquiry final : public provider::Protocol
{
public:
    QList<QByteArray> open() override;
    provider::Events feed(const QByteArray &line) override;
    base::Result<QList<QByteArray>> encode(const provider::Command &command) override;
    QList<QByteArray> takeReplies() override;
    provider::Events closed(const process::ProcessResult &result) override;

private:
    enum class Question { Initialize, ListModels };

    void ask(Question question, const QString &method, const QJsonObject &params = {});

    jsonrpc::Writer m_writer{jsonrpc::Marking::None};
    jsonrpc::PendingRequests<Question> m_pending;
    QList<QByteArray> m_lines; //!< to be written
    bool m_answered = false;
};

} // namespace codex
