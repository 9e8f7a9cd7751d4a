// What is read back: the history of a session that was begun somewhere else, and pages of the journal; and
// what the processes use.
#include "core/agents/agentsession.h"

#include <QCoreApplication>
#include <QPointer>
#include <QThreadPool>

namespace agents {

QString AgentSession::sessionToImport() const
{
    if (!m_provider || !m_tracker.state().sessionId.isEmpty())
        return {};
    return m_document.config.flags.value(QStringLiteral("resume")).toString();
}

void AgentSession::readHistory()
{
    // The session was begun somewhere else: show what was said there first. The file can be large, so it is
    // read off the event loop.
    const QString sessionId = sessionToImport();
    m_readingHistory = true;
    m_tracker.preparing(QStringLiteral("Reading the session's history"), m_clock.now());
    settle();
    commit();
    QThreadPool::globalInstance()->start([self = QPointer(this), provider = m_provider, sessionId] {
        auto history = provider->history(sessionId);
        // The pool thread may outlive the session; the QPointer is only looked at on the session's own
        // thread.
        QMetaObject::invokeMethod(
            QCoreApplication::instance(),
            [self, sessionId, history = std::move(history)] {
                if (self)
                    self->onHistory(sessionId, history);
            },
            Qt::QueuedConnection);
    });
}

void AgentSession::onHistory(
    const QString &sessionId, const base::Result<QList<provider::HistoryEntry>> &history)
{
    m_readingHistory = false;
    if (history) {
        for (const provider::HistoryEntry &entry : *history)
            m_timeline.addClosed(entry.body, entry.parentId, entry.at);
    }
    if (m_timeline.promptsIn(model::DeliveryState::Accepted).isEmpty())
        addFirstPrompt();
    if (!history) {
        fail(QStringLiteral("The session %1 cannot be resumed: %2").arg(sessionId, history.error().message));
        return;
    }
    m_tracker.processStarting(sessionId, {}, m_clock.now());
    startProcess();
}

base::Sequence AgentSession::lastSequence() const
{
    return m_journal->lastSequence();
}

qint64 AgentSession::messageCount() const
{
    return m_journal->messageCount();
}

journal::MessagePage AgentSession::withOpenText(journal::MessagePage page) const
{
    for (model::Message &message : page.messages) {
        if (const model::Message *open = message.open ? m_timeline.openAt(message.seq) : nullptr)
            message = *open;
    }
    return page;
}

base::Result<journal::MessagePage> AgentSession::messagesBefore(base::Sequence before, int limit) const
{
    return m_journal->messagesBefore(before, limit).map([this](journal::MessagePage page) {
        return withOpenText(std::move(page));
    });
}

base::Result<journal::MessagePage> AgentSession::messagesAfter(base::Sequence after, int limit) const
{
    return m_journal->messagesAfter(after, limit).map([this](journal::MessagePage page) {
        return withOpenText(std::move(page));
    });
}

base::Result<model::Message> AgentSession::messageAt(base::Sequence seq) const
{
    if (const model::Message *open = m_timeline.openAt(seq))
        return *open;
    return m_journal->messageAt(seq);
}

base::Result<std::optional<QList<model::Record>>> AgentSession::recordsAfter(
    base::Sequence after, int maxRecords, qint64 maxBytes) const
{
    return m_journal->recordsAfter(after, maxRecords, maxBytes);
}

qint64 AgentSession::processId() const
{
    return m_run ? m_run->processId() : 0;
}

bool AgentSession::noteResources(const AgentResources &resources)
{
    const qint64 process = processId();
    const bool differs
        = m_resources.processId != process || differNoticeably(m_resources.shown, resources.use);
    m_resources = {process, resources, differs ? resources.use : m_resources.shown};
    return differs;
}

std::optional<AgentResources> AgentSession::resources() const
{
    const qint64 process = processId();
    return process != 0 && process == m_resources.processId ? std::optional(m_resources.now) : std::nullopt;
}

} // namespace agents
