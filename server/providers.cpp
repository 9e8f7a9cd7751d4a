#include "server/providers.h"

#include "core/process/environment.h"
#include "core/provider/claude/claudeprovider.h"
#include "core/provider/codex/codexprovider.h"
#include "core/provider/terminal/commandprovider.h"

#include <algorithm>
#include <utility>

namespace server {

Providers::Providers(const Options &options)
{
    // From the options: an env file may have named them, which is not in this process's environment.
    claude::ClaudeHost claudeHost = claude::thisHost();
    claudeHost.binary = options.claudeBinary;
    codex::CodexHost codexHost = codex::thisHost();
    codexHost.binary = options.codexBinary;

    m_known.push_back(std::make_shared<claude::ClaudeProvider>(std::move(claudeHost)));
    m_known.push_back(std::make_shared<codex::CodexProvider>(std::move(codexHost)));
    for (const acp::AcpAgent &agent : {acp::geminiAgent(), acp::openCodeAgent(), acp::anyAgent()})
        m_known.push_back(std::make_shared<acp::AcpProvider>(agent, process::cleanEnvironment()));
    m_known.push_back(std::make_shared<terminal::CommandProvider>(process::cleanEnvironment()));
}

void Providers::setOwn(const QList<acp::AcpAgent> &agents)
{
    const auto before = std::exchange(m_own, {});
    for (const acp::AcpAgent &agent : agents) {
        const auto same = std::find_if(before.begin(), before.end(),
            [&agent](const auto &provider) { return provider->agent() == agent; });
        m_own.push_back(same == before.end()
                ? std::make_shared<acp::AcpProvider>(agent, process::cleanEnvironment())
                : *same);
    }
}

agents::AgentRegistry::Providers Providers::all() const
{
    agents::AgentRegistry::Providers all = m_known;
    all.insert(all.end(), m_own.begin(), m_own.end());
    return all;
}

} // namespace server
