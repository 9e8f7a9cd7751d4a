#include "core/store/decisionlog.h"

#include "core/base/logging.h"
#include "core/journal/openfile.h"
#include "core/journal/syncer.h"
#include "core/journal/synctarget.h"

#include <QJsonDocument>

#include <fcntl.h>

namespace store {

namespace {

tl::unexpected<base::Error> notDecided()
{
    return base::failure(base::ErrorCode::InvalidArgument, QStringLiteral("it was not decided"));
}

QJsonObject lineOf(const base::AgentId &agent, const QString &askId, const model::Decision &decision)
{
    return {
        {QStringLiteral("at"), static_cast<qint64>(decision.at)},
        {QStringLiteral("agentId"), agent.toString()},
        {QStringLiteral("approvalId"), askId},
        {QStringLiteral("optionId"), decision.optionId},
        {QStringLiteral("label"), decision.label},
        {QStringLiteral("message"), decision.message},
        {QStringLiteral("by"), decision.by},
        {QStringLiteral("from"), decision.from},
    };
}

} // namespace

base::Result<std::unique_ptr<DecisionLog>> DecisionLog::open(const QString &path, journal::Syncer &syncer)
{
    auto file = journal::OpenFile::open(path, O_RDWR | O_CREAT | O_APPEND);
    if (!file)
        return tl::unexpected(file.error());
    std::unique_ptr<DecisionLog> log(new DecisionLog(std::move(*file), syncer));
    if (auto ended = log->endLastLine(); !ended)
        return tl::unexpected(ended.error());
    return log;
}

DecisionLog::DecisionLog(std::shared_ptr<journal::OpenFile> file, journal::Syncer &syncer)
    : m_file(std::move(file))
    , m_sync(std::make_shared<journal::FileSync>(m_file))
    , m_syncer(syncer)
{
}

DecisionLog::~DecisionLog() = default;

base::Result<void> DecisionLog::endLastLine()
{
    const auto size = m_file->size();
    if (!size)
        return tl::unexpected(size.error());
    if (*size == 0)
        return {};
    const auto last = m_file->readAt(*size - 1, 1);
    if (!last)
        return tl::unexpected(last.error());
    return *last == "\n" ? base::Result<void>() : m_file->append("\n");
}

base::Result<void> DecisionLog::append(const base::AgentId &agent, const model::Approval &approval)
{
    if (!approval.decision)
        return notDecided();
    QJsonObject line = lineOf(agent, approval.id, *approval.decision);
    line.insert(QLatin1String("kind"), model::toJson(approval).value(QLatin1String("kind")));
    line.insert(QLatin1String("title"), approval.title);
    return append(line);
}

base::Result<void> DecisionLog::append(const base::AgentId &agent, const model::Question &question)
{
    if (!question.decision)
        return notDecided();
    QJsonObject line = lineOf(agent, question.id, *question.decision);
    line.insert(QLatin1String("kind"), QStringLiteral("question"));
    line.insert(QLatin1String("title"), question.items.isEmpty() ? QString() : question.items.first().text);
    line.insert(QLatin1String("answers"), question.answers);
    return append(line);
}

base::Result<void> DecisionLog::append(const QJsonObject &line)
{
    const auto before = m_file->size();
    if (!before)
        return tl::unexpected(before.error());
    auto written = m_file->append(QJsonDocument(line).toJson(QJsonDocument::Compact) + '\n');
    if (!written) {
        qCWarning(base::logStore).noquote()
            << "[Store] a decision was not logged:" << written.error().message;
        if (const auto cut = m_file->truncate(*before); !cut)
            qCWarning(base::logStore).noquote() << "[Store]" << cut.error().message;
        return written;
    }
    m_syncer.markDirty(m_sync);
    return {};
}

} // namespace store
