import { useProviderName } from '@/shared/api/use-provider-name';
import { isOwnAcpAgent, providerName } from '@/shared/lib/providers';
import { ProviderIcon } from './provider-icon';

interface AgentIconProps {
  provider: string;
  size?: number;
}

function OwnAgentIcon({ provider, size }: AgentIconProps) {
  return <ProviderIcon provider={provider} size={size} name={useProviderName(provider)} />;
}

/** Which CLI an agent is made of, where only the icon says it. */
export function AgentIcon({ provider, size }: AgentIconProps) {
  // A list of many agents asks about none of the others.
  if (isOwnAcpAgent(provider)) return <OwnAgentIcon provider={provider} size={size} />;
  return <ProviderIcon provider={provider} size={size} name={providerName(provider)} />;
}
