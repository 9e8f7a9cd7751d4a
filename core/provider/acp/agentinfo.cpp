#include "core/provider/acp/agentinfo.h"

#include "core/provider/jsonfields.h"

#include <algorithm>

namespace acp {

namespace json = provider::json;

namespace {

AuthMethod authMethod(const QJsonObject &method)
{
    AuthMethod result{
        json::text(method, "id"), json::text(method, "name"), json::text(method, "description"), {}, true};
    const QJsonArray variables = json::array(method, "vars");
    for (const QJsonValue &variable : variables) {
        if (!json::flag(variable.toObject(), "optional"))
            result.variables.append(json::text(variable.toObject(), "name"));
    }
    const bool byVariables
        = json::text(method, "type") == QLatin1StringView("env_var") && !result.variables.isEmpty();
    // gemini marks the method that reads a key from its environment only so.
    const bool byKey = json::object(method, "_meta").contains(QLatin1StringView("api-key"));
    result.needsPerson = !byVariables && !byKey;
    return result;
}

} // namespace

AgentInfo agentInfo(const QJsonObject &answer)
{
    const QJsonObject capabilities = json::object(answer, "agentCapabilities");
    AgentInfo info;
    info.protocolVersion = json::smallCount(answer, "protocolVersion");
    info.version = json::text(json::object(answer, "agentInfo"), "version");
    info.loadsSessions = json::flag(capabilities, "loadSession");
    info.resumesSessions
        = json::object(capabilities, "sessionCapabilities").value(QLatin1StringView("resume")).isObject();
    info.takesImages = json::flag(json::object(capabilities, "promptCapabilities"), "image");
    const QJsonArray methods = json::array(answer, "authMethods");
    for (const QJsonValue &method : methods) {
        if (const AuthMethod known = authMethod(method.toObject()); !known.id.isEmpty())
            info.authMethods.append(known);
    }
    return info;
}

QList<AuthMethod> silentMethods(const AgentInfo &info, const QSet<QString> &setVariables)
{
    QList<AuthMethod> methods;
    for (const AuthMethod &method : info.authMethods) {
        const bool ready = std::all_of(method.variables.begin(), method.variables.end(),
            [&](const QString &variable) { return setVariables.contains(variable); });
        if (!method.needsPerson && ready)
            methods.append(method);
    }
    return methods;
}

QString authAdvice(const AgentInfo &info)
{
    QStringList ways;
    for (const AuthMethod &method : info.authMethods) {
        const QString name = method.name.isEmpty() ? method.id : method.name;
        ways.append(method.description.isEmpty() ? name : name + QStringLiteral(": ") + method.description);
    }
    if (ways.isEmpty())
        return QStringLiteral("Log in with the agent's own program in a terminal on this machine.");
    return QStringLiteral("Ways to log in:\n") + ways.join(QLatin1Char('\n'));
}

} // namespace acp
