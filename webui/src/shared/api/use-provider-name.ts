import { useQuery } from '@tanstack/react-query';
import { isOwnAcpAgent, ownAcpAgentId, providerName } from '@/shared/lib/providers';
import { capabilitiesQuery } from './use-capabilities';
import { settingsQuery } from './use-settings';

/** The name that a person gave it, for the ids that only the server knows. Lets nobody ask the CLIs for it. */
export function useProviderName(id: string): string {
  const capabilities = useQuery({ ...capabilitiesQuery, enabled: false });
  const settings = useQuery({ ...settingsQuery, enabled: isOwnAcpAgent(id) });
  if (!isOwnAcpAgent(id)) return providerName(id);
  const own = settings.data?.acpAgents.find((agent) => agent.id === ownAcpAgentId(id));
  return capabilities.data?.providers[id]?.name ?? own?.name ?? providerName(id);
}
