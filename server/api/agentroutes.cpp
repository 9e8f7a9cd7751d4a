#include "server/api/agentroutes.h"

#include "core/provider/provider.h"
#include "server/api/replies.h"
#include "server/view/agentlist.h"
#include "server/view/agentview.h"
#include "server/view/messageview.h"

namespace api {

using base::AgentId;
using http::Method;
using http::Request;
using http::Responder;

namespace {

const QString AgentNotFound = QStringLiteral("Agent not found");

AgentId idOf(const Request &request)
{
    return AgentId(request.parameter("id"));
}

//! A sequence number or count in the query; records the error if it is none.
std::optional<qint64> queryNumber(
    const Request &request, const char *name, qint64 least, qint64 most, QString *error)
{
    const std::optional<QString> text = request.queryItem(name);
    if (!text)
        return std::nullopt;
    bool isNumber = false;
    const qint64 value = text->toLongLong(&isNumber);
    if (isNumber && value >= least && value <= most)
        return value;
    *error = QStringLiteral("%1 must be a whole number from %2 to %3")
                 .arg(QLatin1String(name))
                 .arg(least)
                 .arg(most);
    return std::nullopt;
}

} // namespace

AgentRoutes::AgentRoutes(agents::AgentRegistry &registry, view::AgentList &list)
    : m_registry(registry)
    , m_list(list)
{
}

void AgentRoutes::install(http::Router &router)
{
    installReading(router);
    installSteering(router);
    installConfiguring(router);
}

void AgentRoutes::installReading(http::Router &router)
{
    router.add(
        Method::Get, QStringLiteral("/api/agents"), [this](const Request &q, Responder r) { list(q, r); });
    router.add(Method::Get, QStringLiteral("/api/agents/:id"),
        [this](const Request &q, Responder r) { show(q, r); });
    router.add(Method::Get, QStringLiteral("/api/agents/:id/messages"),
        [this](const Request &q, Responder r) { messages(q, r); });
    router.add(Method::Get, QStringLiteral("/api/agents/:id/messages/:seq"),
        [this](const Request &q, Responder r) { message(q, r); });
}

void AgentRoutes::installSteering(http::Router &router)
{
    router.add(
        Method::Post, QStringLiteral("/api/agents"), [this](const Request &q, Responder r) { create(q, r); });
    router.add(Method::Post, QStringLiteral("/api/agents/:id/message"),
        [this](const Request &q, Responder r) { send(q, r); });
    router.add(Method::Post, QStringLiteral("/api/agents/:id/interrupt"),
        [this](const Request &q, Responder r) { answerOk(m_registry.interrupt(idOf(q)), r); });
    router.add(Method::Post, QStringLiteral("/api/agents/:id/resume"),
        [this](const Request &q, Responder r) { answerOk(m_registry.resume(idOf(q)), r); });
    // Stopping or deleting what is not there has reached its goal: 200, as the original answers.
    router.add(Method::Post, QStringLiteral("/api/agents/:id/stop"), [this](const Request &q, Responder r) {
        answerOk(m_registry.find(idOf(q)) ? m_registry.stop(idOf(q)) : base::Result<void>{}, r);
    });
    router.add(
        Method::Post, QStringLiteral("/api/agents/actions/stop-all"), [this](const Request &, Responder r) {
            m_registry.stopAll();
            answerOk({}, r);
        });
    router.add(Method::Delete, QStringLiteral("/api/agents/:id"),
        [this](const Request &q, Responder r) { remove(q, r); });
}

void AgentRoutes::installConfiguring(http::Router &router)
{
    router.add(Method::Put, QStringLiteral("/api/agents/:id/mode"), [this](const Request &q, Responder r) {
        if (auto body = find(q, r) ? readBody(q, r) : std::nullopt) {
            const QString mode = body->string("mode");
            if (!refused(*body, r))
                answerWithAgent(m_registry.setMode(idOf(q), mode), idOf(q), r);
        }
    });
    router.add(Method::Put, QStringLiteral("/api/agents/:id/model"), [this](const Request &q, Responder r) {
        if (auto body = find(q, r) ? readBody(q, r) : std::nullopt) {
            const QString model = body->string("model");
            if (!refused(*body, r))
                answerWithAgent(m_registry.setModel(idOf(q), model), idOf(q), r);
        }
    });
    router.add(Method::Put, QStringLiteral("/api/agents/:id/reasoning-effort"),
        [this](const Request &q, Responder r) {
            if (auto body = find(q, r) ? readBody(q, r) : std::nullopt) {
                const QString effort = body->optionalString("reasoningEffort").value_or(QString());
                if (!refused(*body, r))
                    answerWithAgent(m_registry.setEffort(idOf(q), effort), idOf(q), r);
            }
        });
    router.add(Method::Put, QStringLiteral("/api/agents/:id/rename"), [this](const Request &q, Responder r) {
        if (auto body = find(q, r) ? readBody(q, r) : std::nullopt) {
            const QString name = body->optionalString("name").value_or(QString()).trimmed();
            if (!body->error() && name.isEmpty())
                body->fail("name", QStringLiteral("is required"));
            if (name.size() > MaxNameLength)
                body->fail("name", QStringLiteral("must have at most %1 characters").arg(MaxNameLength));
            if (!refused(*body, r))
                answerOk(m_registry.rename(idOf(q), name), r);
        }
    });
    router.add(
        Method::Put, QStringLiteral("/api/agents/:id/claude-md"), [this](const Request &q, Responder r) {
            if (auto body = find(q, r) ? readBody(q, r) : std::nullopt) {
                const QString content = body->string("content");
                if (!refused(*body, r))
                    answerOk(m_registry.setClaudeMd(idOf(q), content), r);
            }
        });
}

const agents::Agent *AgentRoutes::find(const Request &request, Responder &responder) const
{
    const agents::Agent *agent = m_registry.find(idOf(request));
    if (!agent)
        responder.error(404, AgentNotFound);
    return agent;
}

void AgentRoutes::answerWithAgent(
    const base::Result<void> &result, const AgentId &id, Responder &responder) const
{
    const agents::Agent *agent = m_registry.find(id);
    if (!result)
        responder.error(result.error());
    else if (!agent)
        responder.error(404, AgentNotFound);
    else
        responder.json(200, view::details(*agent, m_registry.provider(agent->document().config.provider)));
}

void AgentRoutes::list(const Request &, Responder responder)
{
    responder.bytes(200, QByteArrayLiteral("application/json"), m_list.json());
}

void AgentRoutes::show(const Request &request, Responder responder)
{
    answerWithAgent({}, idOf(request), responder);
}

void AgentRoutes::create(const Request &request, Responder responder)
{
    auto body = readBody(request, responder);
    if (!body)
        return;
    agents::NewAgent agent;
    agent.name = body->optionalString("name").value_or(QString()).trimmed();
    agent.config.directory = body->optionalString("directory").value_or(QString()).trimmed();
    agent.config.prompt = body->optionalString("prompt").value_or(QString());
    if (!body->error()
        && (agent.name.isEmpty() || agent.config.directory.isEmpty()
            || agent.config.prompt.trimmed().isEmpty())) {
        responder.error(400, QStringLiteral("name, directory, and prompt are required"));
        return;
    }
    if (agent.name.size() > MaxNameLength)
        body->fail("name", QStringLiteral("must have at most %1 characters").arg(MaxNameLength));
    agent.config.provider = body->optionalString("provider").value_or(QStringLiteral("claude"));
    agent.config.claudeMd = body->optionalString("claudeMd").value_or(QString());
    agent.config.adminEmail = body->optionalString("adminEmail").value_or(QString());
    agent.config.whatsappPhone = body->optionalString("whatsappPhone").value_or(QString());
    agent.config.slackWebhookUrl = body->optionalString("slackWebhookUrl").value_or(QString());
    agent.config.flags = body->optionalObject("flags").value_or(QJsonObject());
    agent.clientId = body->optionalString("clientId").value_or(QString());
    if (refused(*body, responder))
        return;
    const auto id = m_registry.create(agent);
    if (!id) {
        responder.error(id.error());
        return;
    }
    const agents::Agent *made = m_registry.find(*id);
    responder.json(201, view::details(*made, m_registry.provider(made->document().config.provider)));
}

void AgentRoutes::messages(const Request &request, Responder responder)
{
    const agents::Agent *agent = find(request, responder);
    if (!agent)
        return;
    constexpr qint64 MaxSequence = 9007199254740991; // what a JSON number carries exactly
    QString error;
    const auto before = queryNumber(request, "before", 0, MaxSequence, &error);
    const auto after = queryNumber(request, "after", 0, MaxSequence, &error);
    const auto limit = queryNumber(request, "limit", 1, MaxPage, &error);
    if (before && after)
        error = QStringLiteral("before and after cannot be given together");
    if (!error.isEmpty()) {
        responder.error(400, error);
        return;
    }
    const int count = static_cast<int>(limit.value_or(DefaultPage));
    const auto page = after ? agent->messagesAfter(static_cast<base::Sequence>(*after), count)
                            : agent->messagesBefore(static_cast<base::Sequence>(before.value_or(0)), count);
    if (!page) {
        responder.error(page.error());
        return;
    }
    QJsonArray messages;
    for (const model::Message &message : page->messages)
        messages.append(view::messageJson(message));
    responder.json(200,
        QJsonObject{{QStringLiteral("messages"), messages}, {QStringLiteral("more"), page->more},
            {QStringLiteral("lastSeq"), static_cast<qint64>(agent->lastSequence())}});
}

void AgentRoutes::message(const Request &request, Responder responder)
{
    const agents::Agent *agent = find(request, responder);
    if (!agent)
        return;
    bool isNumber = false;
    const base::Sequence seq = request.parameter("seq").toULongLong(&isNumber);
    if (!isNumber) {
        responder.error(400, QStringLiteral("seq must be a whole number"));
        return;
    }
    const auto message = agent->messageAt(seq);
    if (message)
        responder.json(200, model::toJson(*message));
    else
        responder.error(message.error());
}

void AgentRoutes::send(const Request &request, Responder responder)
{
    auto body = find(request, responder) ? readBody(request, responder) : std::nullopt;
    if (!body)
        return;
    const QString text = body->optionalString("text").value_or(QString());
    const QString clientId = body->optionalString("clientId").value_or(QString());
    if (!body->error() && text.trimmed().isEmpty())
        body->fail("text", QStringLiteral("is required"));
    if (refused(*body, responder))
        return;
    const auto receipt = m_registry.send(idOf(request), text, clientId);
    if (!receipt) {
        responder.error(receipt.error());
        return;
    }
    responder.json(200,
        QJsonObject{
            {QStringLiteral("ok"), true}, {QStringLiteral("messageId"), receipt->messageId.toString()}});
}

void AgentRoutes::remove(const Request &request, Responder responder)
{
    auto body = readBody(request, responder);
    if (!body)
        return;
    const bool purge = body->optionalBoolean("purgeSessionFiles").value_or(false);
    if (refused(*body, responder))
        return;
    if (m_registry.find(idOf(request))) {
        if (const auto removed = m_registry.remove(idOf(request), purge); !removed) {
            responder.error(removed.error());
            return;
        }
    }
    responder.json(
        200, QJsonObject{{QStringLiteral("ok"), true}, {QStringLiteral("purgeSessionFiles"), purge}});
}

} // namespace api
