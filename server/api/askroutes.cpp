#include "server/api/askroutes.h"

#include "server/api/replies.h"

#include <QDateTime>

namespace api {

using http::Method;
using http::Request;
using http::Responder;

namespace {

//! Why an ask no longer waits, in words: who decided it first, or what became of it.
template <typename Ask>
QString whyNotWaiting(const Ask &ask)
{
    switch (ask.state) {
    case model::AskState::Withdrawn:
        return QStringLiteral("It was withdrawn by the agent");
    case model::AskState::Void:
        return QStringLiteral("It is void: the process that asked is gone");
    case model::AskState::Decided:
        if (ask.decision) {
            return QStringLiteral("Already decided: %1, by %2 from %3 at %4")
                .arg(ask.decision->label, ask.decision->by, ask.decision->from,
                    QDateTime::fromMSecsSinceEpoch(ask.decision->at, Qt::UTC).toString(Qt::ISODate));
        }
        break;
    case model::AskState::Waiting:
        break;
    }
    return QStringLiteral("Already decided");
}

template <typename Ask>
void answerOutcome(
    const base::Result<agents::AskOutcome<Ask>> &outcome, const QString &field, Responder &responder)
{
    if (!outcome) {
        responder.error(outcome.error());
        return;
    }
    QJsonObject json{{field, model::toJson(outcome->ask)}};
    if (outcome->applied)
        json.insert(QStringLiteral("ok"), true);
    else
        json.insert(QStringLiteral("error"), whyNotWaiting(outcome->ask));
    responder.json(outcome->applied ? 200 : 409, json);
}

} // namespace

AskRoutes::AskRoutes(agents::AgentRegistry &registry)
    : m_registry(registry)
{
}

void AskRoutes::install(http::Router &router)
{
    router.add(Method::Post, QStringLiteral("/api/agents/:id/approvals/:askId"),
        [this](const Request &request, Responder responder) { decide(request, responder); });
    router.add(Method::Post, QStringLiteral("/api/agents/:id/questions/:askId"),
        [this](const Request &request, Responder responder) { answer(request, responder); });
}

void AskRoutes::decide(const Request &request, Responder responder)
{
    auto body = readBody(request, responder);
    if (!body)
        return;
    agents::Verdict verdict;
    verdict.optionId = body->string("optionId");
    verdict.message = body->optionalString("message").value_or(QString());
    verdict.updatedInput = body->optionalObject("updatedInput");
    verdict.by = request.user;
    verdict.from = request.peer.toString();
    if (refused(*body, responder))
        return;
    answerOutcome(
        m_registry.decide(base::AgentId(request.parameter("id")), request.parameter("askId"), verdict),
        QStringLiteral("approval"), responder);
}

void AskRoutes::answer(const Request &request, Responder responder)
{
    auto body = readBody(request, responder);
    if (!body)
        return;
    agents::Answer answer;
    answer.skip = body->optionalBoolean("skip").value_or(false);
    answer.message = body->optionalString("message").value_or(QString());
    answer.answers = answer.skip ? QJsonObject() : body->object("answers");
    answer.by = request.user;
    answer.from = request.peer.toString();
    if (refused(*body, responder))
        return;
    answerOutcome(
        m_registry.answer(base::AgentId(request.parameter("id")), request.parameter("askId"), answer),
        QStringLiteral("question"), responder);
}

} // namespace api
