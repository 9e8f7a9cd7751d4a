#include "core/provider/codex/rollout.h"

#include "core/provider/codex/jsonfields.h"
#include "core/provider/codex/rolloutitem.h"

#include <QDateTime>
#include <QFile>
#include <QJsonDocument>

#include <deque>

namespace codex {

using provider::HistoryEntry;

namespace {

//! Lines, one after the other, to entries; keeps the newest only.
class RolloutReader
{
public:
    explicit RolloutReader(int limit)
        : m_limit(static_cast<std::size_t>(std::max(limit, 0)))
    {
    }

    void read(const QJsonObject &line);
    QList<HistoryEntry> take() const { return {m_entries.begin(), m_entries.end()}; }

private:
    void add(model::MessageBody body);

    std::deque<HistoryEntry> m_entries;
    std::size_t m_limit;
    base::Timestamp m_at = 0;
    bool m_tellsItems = false; //!< a newer one: whole items, which say the older events again
};

void RolloutReader::add(model::MessageBody body)
{
    m_entries.push_back({m_at, std::move(body), {}});
    if (m_entries.size() > m_limit)
        m_entries.pop_front();
}

void RolloutReader::read(const QJsonObject &line)
{
    const QDateTime at = QDateTime::fromString(text(line, "timestamp"), Qt::ISODateWithMs);
    if (at.isValid())
        m_at = at.toMSecsSinceEpoch(); // else it happened with the line before
    if (text(line, "type") != QLatin1StringView("event_msg"))
        return; // the model's own view, settings, bookkeeping
    const QJsonObject event = object(line, "payload");
    const QString type = text(event, "type");
    if (type == QLatin1StringView("item_completed")) {
        const QJsonObject item = object(event, "item");
        m_tellsItems = m_tellsItems || !item.isEmpty();
        for (model::MessageBody &body : rolloutItem(item))
            add(std::move(body));
    } else if (type == QLatin1StringView("turn_aborted")) {
        add(model::Notice{model::NoticeLevel::Info, QStringLiteral("Interrupted")});
    } else if (type == QLatin1StringView("error")) {
        add(model::Notice{model::NoticeLevel::Error, text(event, "message")});
    } else if (m_tellsItems) {
        return;
    } else if (type == QLatin1StringView("user_message") && !text(event, "message").isEmpty()) {
        add(model::Prompt{text(event, "message"), {}, model::DeliveryState::Taken});
    } else if (type == QLatin1StringView("agent_message") && !text(event, "message").isEmpty()) {
        add(model::Text{text(event, "message"), false});
    } else if (type == QLatin1StringView("agent_reasoning") && !text(event, "text").isEmpty()) {
        add(model::Thought{text(event, "text"), 0});
    }
}

} // namespace

base::Result<QList<HistoryEntry>> readRollout(const QString &path, int limit)
{
    QFile file(path);
    if (!file.exists())
        return base::failure(base::ErrorCode::NotFound, QStringLiteral("there is no rollout %1").arg(path));
    const auto unreadable = [&] {
        return base::failure(base::ErrorCode::Io,
            QStringLiteral("the rollout %1 cannot be read: %2").arg(path, file.errorString()));
    };
    if (!file.open(QIODevice::ReadOnly))
        return unreadable();
    RolloutReader reader(limit);
    while (!file.atEnd()) {
        const QByteArray line = file.readLine(MaxRolloutLine);
        if (line.isEmpty())
            break;
        reader.read(QJsonDocument::fromJson(line).object()); // the rest of a longer one is no JSON
    }
    if (file.error() != QFileDevice::NoError)
        return unreadable();
    return reader.take();
}

} // namespace codex
