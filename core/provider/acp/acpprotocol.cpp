#include "core/provider/acp/acpprotocol.h"

#include "core/provider/acp/errorwords.h"
#include "core/provider/exitwords.h"
#include "core/provider/jsonfields.h"
#include "core/provider/wording.h"

namespace acp {

namespace json = provider::json;

using provider::Events;

namespace {

constexpr qsizetype StrayLineLength = 200;
constexpr int ProtocolVersion = 1;

} // namespace

AcpProtocol::AcpProtocol(SessionWish wish)
    : m_wish(std::move(wish))
{
    for (const auto &[setting, value] : {std::pair(Setting::Mode, m_wish.mode),
             std::pair(Setting::Model, m_wish.model), std::pair(Setting::Effort, m_wish.effort)}) {
        if (!value.isEmpty())
            m_wanted.insert(setting, value);
    }
}

QList<QByteArray> AcpProtocol::open()
{
    // What we do not have we do not offer: with files of ours, gemini would read through us and fail on new
    // ones.
    const QJsonObject files{
        {QStringLiteral("readTextFile"), false}, {QStringLiteral("writeTextFile"), false}};
    const QJsonObject capabilities{{QStringLiteral("fs"), files}, {QStringLiteral("terminal"), false},
        {QStringLiteral("elicitation"), QJsonObject{{QStringLiteral("form"), QJsonObject()}}}};
    const QJsonObject self{{QStringLiteral("name"), QStringLiteral("agentmonitor")},
        {QStringLiteral("title"), QStringLiteral("AgentMonitor")},
        {QStringLiteral("version"), QStringLiteral(AGENTMONITOR_VERSION)}};
    request({Purpose::Initialize}, QStringLiteral("initialize"),
        {{QStringLiteral("protocolVersion"), ProtocolVersion},
            {QStringLiteral("clientCapabilities"), capabilities}, {QStringLiteral("clientInfo"), self}});
    return takeReplies();
}

QList<QByteArray> AcpProtocol::takeReplies()
{
    return std::exchange(m_replies, {});
}

void AcpProtocol::request(const Asked &asked, const QString &method, QJsonObject params)
{
    if (asked.purpose == Purpose::Prompt || asked.purpose == Purpose::Set)
        params.insert(QStringLiteral("sessionId"), m_sessionId);
    reply(m_writer.request(m_requests.add(asked), method, params));
}

Events AcpProtocol::feed(const QByteArray &line)
{
    if (line.trimmed().isEmpty())
        return {};
    m_line = line;
    std::visit([this](const auto &message) { on(message); }, jsonrpc::parse(line));
    m_line.clear();
    sendWaiting();
    return std::exchange(m_events, {});
}

void AcpProtocol::on(const jsonrpc::NotJson &)
{
    const QString shown
        = provider::oneLine(QString::fromUtf8(m_line.left(4 * StrayLineLength)), StrayLineLength);
    emitEvent(provider::NoticeRaised{model::NoticeLevel::Warning,
        QStringLiteral("%1 printed something that is not part of its protocol: ").arg(m_wish.agentName)
            + shown});
}

void AcpProtocol::on(const jsonrpc::NotAMessage &)
{
    emitEvent(provider::LineIgnored{m_line});
}

void AcpProtocol::on(const jsonrpc::Notification &notification)
{
    if (notification.method == QLatin1StringView("session/update")) {
        onUpdate(json::object(notification.params, "update"));
    } else if (notification.method == QLatin1StringView("$/cancel_request")) {
        if (const auto given = m_asks.cancel({notification.params.value(QLatin1StringView("requestId"))}))
            withdraw({*given});
    } else if (!notification.method.startsWith(QLatin1Char('_'))) { // extensions begin so
        emitEvent(provider::LineIgnored{m_line});
    }
}

void AcpProtocol::on(const jsonrpc::Request &request)
{
    beginTurn();
    if (m_asks.isOpen(request.id))
        return;
    if (request.method == QLatin1StringView("session/request_permission"))
        askPermission(request);
    else if (request.method == QLatin1StringView("elicitation/create"))
        askForm(request);
    else // opencode writes files through the client even if it may not, and goes on without
        reply(m_writer.error(request.id, jsonrpc::MethodNotFound,
            QStringLiteral("This client does not offer %1").arg(request.method)));
}

void AcpProtocol::askPermission(const jsonrpc::Request &request)
{
    const QJsonObject toolCall = json::object(request.params, "toolCall");
    emitEvents(m_chunks.close());
    emitEvents(m_tools.asked(toolCall));
    const QString id = OpenAsks::askId(request.id, json::text(toolCall, "toolCallId"));
    PermissionAsk ask(id, m_tools.whole(toolCall), json::array(request.params, "options"));
    if (ask.approval().options.isEmpty()) {
        reply(m_writer.answer(request.id, cancelledOutcome()));
        emitEvent(provider::NoticeRaised{model::NoticeLevel::Warning,
            QStringLiteral("%1 asked for leave without a way to answer; it was told no: %2")
                .arg(m_wish.agentName, ask.approval().title)});
        return;
    }
    emitEvent(provider::ApprovalAsked{ask.approval()});
    m_asks.open(request.id, std::move(ask));
}

void AcpProtocol::askForm(const jsonrpc::Request &request)
{
    const QString mode = json::text(request.params, "mode");
    FormAsk ask(OpenAsks::askId(request.id, json::text(request.params, "toolCallId")), request.params);
    const bool form = mode.isEmpty() || mode == QLatin1StringView("form");
    if (!form || ask.question().items.isEmpty()) {
        reply(m_writer.error(request.id, jsonrpc::InvalidParams,
            QStringLiteral("This client shows forms, with at least one property")));
        return;
    }
    emitEvents(m_chunks.close());
    emitEvent(provider::QuestionAsked{ask.question()});
    m_asks.open(request.id, std::move(ask));
}

void AcpProtocol::withdraw(const QList<OpenAsks::Answer> &answers)
{
    for (const OpenAsks::Answer &given : answers) {
        answer(given);
        emitEvent(provider::AskWithdrawn{given.askId});
    }
}

void AcpProtocol::on(const jsonrpc::Response &response)
{
    const std::optional<Asked> asked = m_requests.take(response.id);
    if (!asked) {
        emitEvent(provider::LineIgnored{m_line});
        return;
    }
    const QJsonObject result = response.result.toObject();
    switch (asked->purpose) {
    case Purpose::Initialize:
        onInitialized(result);
        break;
    case Purpose::Login:
        openSession();
        break;
    case Purpose::NewSession:
    case Purpose::LoadSession:
    case Purpose::ResumeSession:
        onOpened(result, asked->purpose);
        break;
    case Purpose::Prompt:
        onPromptAnswered(result);
        break;
    case Purpose::Set:
        onSet(*asked, result);
        break;
    }
}

void AcpProtocol::on(const jsonrpc::ErrorResponse &error)
{
    const std::optional<Asked> asked = m_requests.take(error.id);
    if (!asked) {
        emitEvent(provider::LineIgnored{m_line});
        return;
    }
    switch (asked->purpose) {
    case Purpose::Initialize:
        m_startable = false;
        fail(QStringLiteral("%1 could not be initialized: %2").arg(m_wish.agentName, error.message));
        break;
    case Purpose::Login:
        logIn(error);
        break;
    case Purpose::NewSession:
    case Purpose::LoadSession:
    case Purpose::ResumeSession:
        onOpeningFailed(error, asked->purpose);
        break;
    case Purpose::Prompt:
        onPromptFailed(error);
        break;
    case Purpose::Set:
        emitEvent(provider::RequestFailed{
            QStringLiteral("set_") + settingName(asked->setting), failureOf(error).words});
        applyWanted();
        break;
    }
}

std::optional<QJsonObject> AcpProtocol::rest() const
{
    const bool quiet = m_state == State::Ready && !m_turn && m_requests.isEmpty() && m_wanted.isEmpty()
        && m_events.isEmpty() && m_replies.isEmpty() && m_prompts.isEmpty() && m_asks.isEmpty()
        && m_tools.isEmpty() && !m_chunks.isOpen();
    if (!quiet)
        return std::nullopt;
    return QJsonObject{{QStringLiteral("sessionId"), m_sessionId},
        {QStringLiteral("takesImages"), m_agent.takesImages}, {QStringLiteral("loginAdvice"), m_loginAdvice},
        {QStringLiteral("choices"), m_choices.toJson()}, {QStringLiteral("usage"), m_usage.toJson()},
        {QStringLiteral("items"), m_chunks.count()}, {QStringLiteral("plans"), m_plans},
        {QStringLiteral("nextRequest"), m_requests.nextId()},
        {QStringLiteral("historyComes"), m_historyComes},
        {QStringLiteral("instructions"), m_wish.instructions}};
}

void AcpProtocol::goOnFrom(const QJsonObject &rest)
{
    m_state = State::Ready;
    m_wanted.clear();
    m_sessionId = json::text(rest, "sessionId");
    m_agent.takesImages = json::flag(rest, "takesImages");
    m_loginAdvice = json::text(rest, "loginAdvice");
    m_choices = SessionChoices::fromJson(json::object(rest, "choices"));
    m_usage.goOnFrom(json::object(rest, "usage"));
    m_chunks.goOnFrom(json::smallCount(rest, "items"));
    m_plans = json::smallCount(rest, "plans");
    m_requests.goOnFrom(json::count(rest, "nextRequest"));
    m_historyComes = json::flag(rest, "historyComes");
    m_wish.instructions = json::text(rest, "instructions");
}

Events AcpProtocol::closed(const process::ProcessResult &result)
{
    emitEvents(m_chunks.close(true));
    // The session itself voids the asks of a process that is gone.
    m_asks.clear();
    emitEvents(m_tools.closeAll());
    const QString words = provider::exitWords(m_wish.agentName, result);
    if (m_turn && m_turn->begun) {
        provider::TurnFinished turn;
        turn.outcome
            = result.stopRequested ? provider::TurnOutcome::Interrupted : provider::TurnOutcome::Failed;
        if (!result.stopRequested)
            turn.error = words;
        emitEvent(turn);
    } else if (!result.stopRequested) {
        const bool quietEnd = result.kind == process::EndKind::Exited && result.exitCode == 0;
        emitEvent(
            provider::NoticeRaised{quietEnd ? model::NoticeLevel::Info : model::NoticeLevel::Error, words});
    }
    m_turn.reset();
    m_requests.clear();
    return std::exchange(m_events, {});
}

} // namespace acp
