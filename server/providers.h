#pragma once

#include "core/agents/agentregistry.h"
#include "core/provider/acp/acpprovider.h"
#include "server/config/options.h"

namespace server {

//! Every provider of this server: those that it knows, and the ACP agents of the settings.
class Providers
{
public:
    explicit Providers(const Options &options);

    //! One that is as it was stays the same object, and what it was asked holds.
    void setOwn(const QList<acp::AcpAgent> &agents);
    agents::AgentRegistry::Providers all() const;

private:
    agents::AgentRegistry::Providers m_known;
    std::vector<std::shared_ptr<const acp::AcpProvider>> m_own;
};

} // namespace server
