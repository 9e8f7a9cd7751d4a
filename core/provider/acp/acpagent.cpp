#include "core/provider/acp/acpagent.h"

namespace acp {

AcpAgent geminiAgent()
{
    return {QStringLiteral("gemini"), QStringLiteral("Gemini CLI"), QStringLiteral("gemini"),
        {QStringLiteral("--acp")}, {}, QStringLiteral("GEMINI_BIN"),
        QStringLiteral("install it with npm install -g @google/gemini-cli")};
}

AcpAgent openCodeAgent()
{
    return {QStringLiteral("opencode"), QStringLiteral("OpenCode"), QStringLiteral("opencode"),
        {QStringLiteral("acp")}, {}, QStringLiteral("OPENCODE_BIN"),
        QStringLiteral("install it with npm install -g opencode-ai")};
}

AcpAgent anyAgent()
{
    return {QStringLiteral("acp"), QStringLiteral("ACP agent"), {}, {}, {}, {}, {}};
}

} // namespace acp
