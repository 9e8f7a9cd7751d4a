#include "core/provider/acp/acpagent.h"

#include "core/provider/commandline.h"

namespace acp {

AcpAgent geminiAgent()
{
    return {QStringLiteral("gemini"), QStringLiteral("Gemini CLI"), QStringLiteral("gemini"),
        {QStringLiteral("--acp")}, {}, QStringLiteral("GEMINI_BIN"),
        QStringLiteral("install it with npm install -g @google/gemini-cli"), {}};
}

AcpAgent openCodeAgent()
{
    return {QStringLiteral("opencode"), QStringLiteral("OpenCode"), QStringLiteral("opencode"),
        {QStringLiteral("acp")}, {}, QStringLiteral("OPENCODE_BIN"),
        QStringLiteral("install it with npm install -g opencode-ai"), {}};
}

AcpAgent anyAgent()
{
    return {QStringLiteral("acp"), QStringLiteral("ACP agent"), {}, {}, {}, {}, {}, {}};
}

base::Result<QList<AcpAgent>> ownAgents(const QList<model::OwnAcpAgent> &agents)
{
    QList<AcpAgent> own;
    for (const model::OwnAcpAgent &agent : agents) {
        const auto line = provider::parseCommandLine(agent.command);
        if (!line) {
            return base::failure(line.error().code,
                QStringLiteral("acpAgents[%1].command %2").arg(own.size()).arg(line.error().message));
        }
        own.append({QLatin1String(OwnProviderPrefix) + agent.id, agent.name, line->program, line->arguments,
            agent.environment, {}, {}, agent.command});
    }
    return own;
}

} // namespace acp
