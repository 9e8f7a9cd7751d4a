#include "server/view/agentview.h"

#include "core/provider/provider.h"
#include "server/view/clip.h"
#include "server/view/messageview.h"

#include <QDir>
#include <QJsonArray>

#include <cmath>

namespace view {

namespace {

QJsonObject resourcesJson(const agents::AgentResources &resources)
{
    constexpr double CpuPrecision = 1000;
    return {{QStringLiteral("rssBytes"), resources.use.residentBytes},
        {QStringLiteral("cpu"), std::round(resources.use.cpu * CpuPrecision) / CpuPrecision},
        {QStringLiteral("processes"), resources.use.processes},
        {QStringLiteral("sampledAt"), resources.sampledAt}};
}

QJsonObject common(const agents::Agent &agent)
{
    const model::AgentDocument &document = agent.document();
    QJsonObject json = model::toJson(agent.state());
    json.insert(QStringLiteral("id"), document.id.toString());
    json.insert(QStringLiteral("name"), document.name);
    json.insert(QStringLiteral("config"), model::toJson(document.config));
    json.insert(QStringLiteral("createdAt"), document.createdAt);
    if (agent.state().lastActivity == 0)
        json.insert(QStringLiteral("lastActivity"), document.createdAt);
    json.insert(QStringLiteral("projectName"), QDir(document.config.directory).dirName());
    json.insert(QStringLiteral("messageCount"), agent.messageCount());
    json.insert(QStringLiteral("lastSeq"), static_cast<qint64>(agent.lastSequence()));
    QJsonArray pending;
    for (const model::Message &message : agent.pending())
        pending.append(pendingJson(message));
    json.insert(QStringLiteral("pending"), pending);
    if (const auto resources = agent.resources())
        json.insert(QStringLiteral("resources"), resourcesJson(*resources));
    if (!agent.problem().isEmpty())
        json.insert(QStringLiteral("problem"), agent.problem());
    return json;
}

QJsonArray tail(const agents::Agent &agent, int count, QJsonObject (*toJson)(const model::Message &))
{
    QJsonArray messages;
    if (const auto page = agent.messagesBefore(0, count)) {
        for (const model::Message &message : page->messages)
            messages.append(toJson(message));
    }
    return messages;
}

QJsonObject choicesJson(const agents::Agent &agent, const provider::Provider *provider)
{
    const provider::ChoicesReported &choices = agent.choices();
    // Of some CLIs only a session knows the modes.
    const bool isKnown = provider && !provider->modes().isEmpty();
    const QStringList modes = isKnown ? provider->modes() : choices.modes;
    return {{QStringLiteral("models"), modelsJson(choices.models)},
        {QStringLiteral("modes"), QJsonArray::fromStringList(modes)},
        {QStringLiteral("efforts"),
            QJsonArray::fromStringList(provider ? provider->efforts() : QStringList())},
        {QStringLiteral("commands"), commandsJson(choices.commands)}};
}

} // namespace

QJsonObject listForm(const agents::Agent &agent)
{
    QJsonObject json = common(agent);
    json.insert(QStringLiteral("messages"), tail(agent, ListMessages, shortMessageJson));
    // The prompt is the one configured text that can be long.
    QJsonObject config = json.value(QStringLiteral("config")).toObject();
    for (const char *field : {"prompt", "claudeMd"}) {
        if (const auto value = config.find(QLatin1String(field)); value != config.end())
            value.value() = clipEnd(value->toString(), ListConfigTextLength);
    }
    json.insert(QStringLiteral("config"), config);
    return json;
}

QJsonObject details(const agents::Agent &agent, const provider::Provider *provider)
{
    QJsonObject json = common(agent);
    json.insert(QStringLiteral("messages"), tail(agent, DetailMessages, messageJson));
    json.insert(QStringLiteral("choices"), choicesJson(agent, provider));
    return json;
}

QJsonArray modelsJson(const QList<provider::ModelChoice> &models)
{
    QJsonArray array;
    for (const provider::ModelChoice &choice : models) {
        array.append(QJsonObject{{QStringLiteral("id"), choice.id}, {QStringLiteral("name"), choice.name},
            {QStringLiteral("description"), choice.description},
            {QStringLiteral("efforts"), QJsonArray::fromStringList(choice.efforts)}});
    }
    return array;
}

QJsonArray commandsJson(const QList<provider::CommandChoice> &commands)
{
    QJsonArray array;
    for (const provider::CommandChoice &command : commands) {
        array.append(QJsonObject{{QStringLiteral("name"), command.name},
            {QStringLiteral("description"), command.description},
            {QStringLiteral("argumentHint"), command.argumentHint}});
    }
    return array;
}

QString statusName(const agents::Agent &agent)
{
    return model::toJson(agent.state()).value(QStringLiteral("status")).toString();
}

} // namespace view
