// The way to a session: initialize, a login where the agent wants one, session/new or session/load, and
// what shall be chosen in it.
#include "core/provider/acp/acpprotocol.h"

#include "core/provider/acp/errorwords.h"
#include "core/provider/jsonfields.h"

#include <QJsonArray>

#include <array>

namespace acp {

namespace json = provider::json;

using model::NoticeLevel;

namespace {

constexpr int ProtocolVersion = 1;

//! Which efforts there are depends on the model.
constexpr std::array SettingOrder{Setting::Model, Setting::Effort, Setting::Mode};

} // namespace

void AcpProtocol::onInitialized(const QJsonObject &answer)
{
    m_agent = agentInfo(answer);
    m_loginAdvice = authAdvice(m_agent);
    if (m_agent.protocolVersion != ProtocolVersion) {
        m_startable = false;
        fail(QStringLiteral("%1 speaks version %2 of the Agent Client Protocol, and AgentMonitor only %3")
                 .arg(m_wish.agentName)
                 .arg(m_agent.protocolVersion)
                 .arg(ProtocolVersion));
        return;
    }
    openSession();
}

void AcpProtocol::openSession()
{
    m_state = State::Opening;
    QJsonObject params{
        {QStringLiteral("cwd"), m_wish.directory}, {QStringLiteral("mcpServers"), QJsonArray()}};
    if (!m_wish.sessionId.isEmpty()) {
        QJsonObject known = params;
        known.insert(QStringLiteral("sessionId"), m_wish.sessionId);
        m_sessionId = m_wish.sessionId;
        if (m_agent.loadsSessions) {
            m_historyComes = true;
            request({Purpose::LoadSession}, QStringLiteral("session/load"), known);
            return;
        }
        if (m_agent.resumesSessions) {
            request({Purpose::ResumeSession}, QStringLiteral("session/resume"), known);
            return;
        }
        m_wish.sessionId.clear();
        emitEvent(provider::NoticeRaised{NoticeLevel::Warning,
            QStringLiteral("%1 cannot go on with a session: a new one has begun, without what was said "
                           "before")
                .arg(m_wish.agentName)});
    }
    m_sessionId.clear();
    m_historyComes = false;
    request({Purpose::NewSession}, QStringLiteral("session/new"), params);
}

void AcpProtocol::onOpened(const QJsonObject &answer, Purpose purpose)
{
    if (const QString id = json::text(answer, "sessionId"); !id.isEmpty())
        m_sessionId = id;
    if (m_sessionId.isEmpty()) {
        fail(QStringLiteral("%1 began a session without naming it").arg(m_wish.agentName));
        return;
    }
    m_state = State::Ready;
    if (purpose != Purpose::NewSession)
        m_wish.instructions.clear(); // they were said in it long ago
    m_choices.read(answer);
    emitEvent(provider::SessionStarted{m_sessionId, m_wish.directory, m_choices.current(Setting::Model),
        m_choices.current(Setting::Mode), m_agent.version});
    emitEvent(m_choices.choices());
    if (const QString effort = m_choices.current(Setting::Effort); !effort.isEmpty()) {
        provider::SettingsReported settings;
        settings.effort = effort;
        emitEvent(settings);
    }
    applyWanted();
}

void AcpProtocol::onOpeningFailed(const jsonrpc::ErrorResponse &error, Purpose purpose)
{
    if (error.code == AuthRequired) {
        logIn(error);
        return;
    }
    const QString why = failureOf(error).words;
    if (purpose == Purpose::NewSession) {
        fail(QStringLiteral("%1 could not begin a session: %2")
                 .arg(m_wish.agentName, failureWithAdvice(error, m_loginAdvice).words));
        return;
    }
    emitEvent(provider::NoticeRaised{NoticeLevel::Warning,
        QStringLiteral("The session could not be resumed: %1 A new one has begun, without what was said "
                       "before.")
            .arg(why.endsWith(QLatin1Char('.')) ? why : why + QLatin1Char('.'))});
    m_wish.sessionId.clear();
    openSession();
}

void AcpProtocol::logIn(const jsonrpc::ErrorResponse &error)
{
    const QList<AuthMethod> methods = silentMethods(m_agent, m_wish.setVariables);
    for (const AuthMethod &method : methods) {
        if (m_triedLogins.contains(method.id))
            continue;
        m_triedLogins.append(method.id);
        request({Purpose::Login}, QStringLiteral("authenticate"), {{QStringLiteral("methodId"), method.id}});
        return;
    }
    QString words = QStringLiteral("%1 wants a login").arg(m_wish.agentName);
    if (const QString why = failureOf(error).words; !why.isEmpty())
        words += QStringLiteral(": ") + why;
    fail(words + QLatin1Char('\n') + m_loginAdvice);
}

void AcpProtocol::fail(const QString &words)
{
    m_state = State::Failed;
    m_triedLogins.clear(); // the next prompt tries again: a person may have logged in by then
    emitEvent(provider::NoticeRaised{NoticeLevel::Error, words});
    emitEvent(m_choices.choices()); // it has started, although there is nothing to choose
    emitEvents(m_prompts.drop(model::DeliveryState::Failed));
}

void AcpProtocol::applyWanted()
{
    for (const Setting setting : SettingOrder) {
        const QString value = m_wanted.take(setting);
        if (value.isEmpty() || value == m_choices.current(setting))
            continue;
        if (m_choices.knows(setting, value)) {
            requestSet(setting, value);
            return; // its answer goes on from here
        }
        const QStringList known = m_choices.values(setting);
        emitEvent(provider::RequestFailed{QStringLiteral("set_") + settingName(setting),
            known.isEmpty()
                ? QStringLiteral("%1 lets no %2 be chosen").arg(m_wish.agentName, settingName(setting))
                : QStringLiteral("there is no \"%1\"; there are %2")
                      .arg(value, known.join(QStringLiteral(", ")))});
    }
}

void AcpProtocol::requestSet(Setting setting, const QString &value)
{
    const SessionChoices::SetRequest set = m_choices.setRequest(setting, value);
    request({Purpose::Set, setting, value}, set.method, set.params);
}

void AcpProtocol::onSet(const Asked &asked, const QJsonObject &answer)
{
    const SessionChoices before = m_choices;
    m_choices.set(asked.setting, asked.value);
    m_choices.read(answer); // an agent may have chosen otherwise, or more
    reportChoices(before);
    applyWanted();
}

void AcpProtocol::reportChoices(const SessionChoices &before)
{
    if (!m_choices.offersSame(before))
        emitEvent(m_choices.choices());
    provider::SettingsReported settings;
    const auto changed = [&](Setting setting) -> std::optional<QString> {
        const QString now = m_choices.current(setting);
        return now.isEmpty() || now == before.current(setting) ? std::nullopt : std::optional(now);
    };
    settings.model = changed(Setting::Model);
    settings.mode = changed(Setting::Mode);
    settings.effort = changed(Setting::Effort);
    if (settings.model || settings.mode || settings.effort)
        emitEvent(settings);
}

} // namespace acp
