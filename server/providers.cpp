#include "server/providers.h"

#include "core/process/environment.h"
#include "core/provider/acp/acpprovider.h"
#include "core/provider/claude/claudeprovider.h"
#include "core/provider/codex/codexprovider.h"

namespace server {

std::vector<std::unique_ptr<provider::Provider>> makeProviders(const Options &options)
{
    // From the options: an env file may have named them, which is not in this process's environment.
    claude::ClaudeHost claudeHost = claude::thisHost();
    claudeHost.binary = options.claudeBinary;
    codex::CodexHost codexHost = codex::thisHost();
    codexHost.binary = options.codexBinary;

    std::vector<std::unique_ptr<provider::Provider>> providers;
    providers.push_back(std::make_unique<claude::ClaudeProvider>(std::move(claudeHost)));
    providers.push_back(std::make_unique<codex::CodexProvider>(std::move(codexHost)));
    for (const acp::AcpAgent &agent : {acp::geminiAgent(), acp::openCodeAgent(), acp::anyAgent()})
        providers.push_back(std::make_unique<acp::AcpProvider>(agent, process::cleanEnvironment()));
    return providers;
}

} // namespace server
