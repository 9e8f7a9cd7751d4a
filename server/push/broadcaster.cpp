#include "server/push/broadcaster.h"

#include "server/view/agentview.h"
#include "server/view/messageview.h"

#include <QJsonDocument>

#include <algorithm>

namespace push {

namespace {

QJsonObject payload(const base::AgentId &id, const char *field, const QJsonValue &value)
{
    return {{QStringLiteral("agentId"), id.toString()}, {QLatin1String(field), value}};
}

QJsonObject inputInfo(const model::Message &message)
{
    QJsonObject info;
    QJsonArray choices;
    if (const auto *approval = std::get_if<model::Approval>(&message.body)) {
        info.insert(QStringLiteral("prompt"), approval->title);
        for (const model::ApprovalOption &option : approval->options)
            choices.append(option.label);
    } else if (const auto *question = std::get_if<model::Question>(&message.body);
               question && !question->items.isEmpty()) {
        info.insert(QStringLiteral("prompt"), question->items.first().text);
        for (const model::QuestionOption &option : question->items.first().options)
            choices.append(option.label);
    }
    if (!choices.isEmpty())
        info.insert(QStringLiteral("choices"), choices);
    return info;
}

} // namespace

Broadcaster::Broadcaster(const agents::AgentRegistry &registry, socketio::Namespace &sockets, QObject *parent)
    : QObject(parent)
    , m_registry(registry)
    , m_sockets(sockets)
    , m_snapshots(Interval, [this](const base::AgentId &id) { sendSnapshot(id); })
    , m_deltas(Interval, [this](const base::AgentId &id) { sendLegacyDelta(id); })
{
    using agents::AgentRegistry;
    connect(&registry, &AgentRegistry::recordsAppended, this, &Broadcaster::onRecords);
    connect(&registry, &AgentRegistry::lineRead, this, &Broadcaster::onLine);
    const auto announce = [this](const base::AgentId &id) {
        m_snapshots.request(id);
    };
    connect(&registry, &AgentRegistry::agentAdded, this, announce);
    connect(&registry, &AgentRegistry::agentChanged, this, announce);
    connect(
        &registry, &AgentRegistry::resourcesSampled, this, [this](const base::AgentId &id, bool noticeable) {
            if (noticeable)
                m_snapshots.request(id);
        });
    connect(&registry, &AgentRegistry::agentRemoved, this, [this](const base::AgentId &id) {
        m_snapshots.forget(id);
        m_deltas.forget(id);
        m_lastStatus.remove(id);
        m_changedMessages.remove(id);
        m_sockets.broadcast(
            QStringLiteral("agent:status"), QJsonArray{payload(id, "status", QStringLiteral("deleted"))});
    });
}

QString Broadcaster::recordsRoom(const base::AgentId &id)
{
    return QStringLiteral("records:") + id.toString();
}

QString Broadcaster::legacyRoom(const base::AgentId &id)
{
    return QStringLiteral("agent:") + id.toString();
}

void Broadcaster::onRecords(const base::AgentId &id, const QList<model::Record> &records)
{
    if (m_sockets.hasMembers(recordsRoom(id))) {
        m_sockets.broadcastTo(recordsRoom(id), QStringLiteral("agent:records"),
            QJsonArray{payload(id, "records", view::recordsJson(records))});
    }
    const bool stateChanged = std::any_of(records.begin(), records.end(),
        [](const model::Record &record) { return std::holds_alternative<model::StateChanged>(record.body); });
    const bool messageChanged = std::any_of(records.begin(), records.end(), [](const model::Record &record) {
        return std::holds_alternative<model::MessageChanged>(record.body);
    });
    if (stateChanged)
        sendStatus(id);
    // Text that is being written is not worth a snapshot: the list shows what an agent does, not its words.
    if (stateChanged || messageChanged)
        m_snapshots.request(id);
    if (m_sockets.hasMembers(legacyRoom(id)))
        noteForLegacy(id, records);
}

void Broadcaster::onLine(const base::AgentId &id, const QByteArray &line)
{
    if (!m_sockets.hasMembers(legacyRoom(id)))
        return;
    const QJsonObject message = QJsonDocument::fromJson(line).object();
    if (message.isEmpty() || message.value(QStringLiteral("type")) == QStringLiteral("stream_event"))
        return;
    m_sockets.broadcastTo(
        legacyRoom(id), QStringLiteral("agent:message"), QJsonArray{payload(id, "message", message)});
}

void Broadcaster::sendStatus(const base::AgentId &id)
{
    const agents::Agent *agent = m_registry.find(id);
    if (!agent)
        return;
    const QString status = view::statusName(*agent);
    if (std::exchange(m_lastStatus[id], status) != status)
        m_sockets.broadcast(QStringLiteral("agent:status"), QJsonArray{payload(id, "status", status)});
}

void Broadcaster::sendSnapshot(const base::AgentId &id)
{
    const agents::Agent *agent = m_registry.find(id);
    if (agent && !m_sockets.sockets().isEmpty())
        m_sockets.broadcast(
            QStringLiteral("agent:snapshot"), QJsonArray{payload(id, "agent", view::listForm(*agent))});
}

void Broadcaster::noteForLegacy(const base::AgentId &id, const QList<model::Record> &records)
{
    QSet<base::Sequence> &changed = m_changedMessages[id];
    for (const model::Record &record : records) {
        const auto *message = std::get_if<model::MessageChanged>(&record.body);
        if (!message)
            continue;
        changed.insert(message->message.seq);
        if (!message->message.open)
            continue;
        if (const QJsonObject info = inputInfo(message->message); !info.isEmpty()) {
            m_sockets.broadcastTo(legacyRoom(id), QStringLiteral("agent:input_required"),
                QJsonArray{payload(id, "inputInfo", info)});
        }
    }
    m_deltas.request(id);
}

void Broadcaster::sendLegacyDelta(const base::AgentId &id)
{
    const agents::Agent *agent = m_registry.find(id);
    if (!agent || !m_sockets.hasMembers(legacyRoom(id))) {
        m_changedMessages.remove(id);
        return;
    }
    QSet<base::Sequence> changed = m_changedMessages.take(id);
    constexpr int TailThatMayBeOpen = 20;
    if (const auto page = agent->messagesBefore(0, TailThatMayBeOpen)) {
        for (const model::Message &message : page->messages) {
            if (message.open)
                changed.insert(message.seq);
        }
    }
    QList<base::Sequence> ordered(changed.begin(), changed.end());
    std::sort(ordered.begin(), ordered.end());
    QJsonArray messages;
    for (const base::Sequence seq : ordered) {
        if (const auto message = agent->messageAt(seq))
            messages.append(view::messageJson(*message));
    }
    if (messages.isEmpty()) {
        m_sockets.broadcastTo(legacyRoom(id), QStringLiteral("agent:update"),
            QJsonArray{payload(
                id, "agent", view::details(*agent, m_registry.provider(agent->document().config.provider)))});
        return;
    }
    const QJsonObject state = model::toJson(agent->state());
    QJsonObject delta{{QStringLiteral("messages"), messages}};
    for (const char *field : {"status", "costUsd", "tokenUsage", "lastActivity"}) {
        if (const QJsonValue value = state.value(QLatin1String(field)); !value.isUndefined())
            delta.insert(QLatin1String(field), value);
    }
    m_sockets.broadcastTo(
        legacyRoom(id), QStringLiteral("agent:delta"), QJsonArray{payload(id, "delta", delta)});
}

} // namespace push
