import { useProviderName } from '@/shared/api/use-provider-name';
import { formatBytes, formatCores, formatCount } from '@/shared/lib/format';
import type { Agent } from '@/shared/protocol/agent';

/** What is not worth a place in the header, by name. `provider`: the name of its CLI. */
export function detailsOf(agent: Agent, provider: string): [string, string][] {
  const { config, cliVersion, resources, tokenUsage } = agent;
  const details: [string, string][] = [
    ['Agent', cliVersion === undefined ? provider : `${provider} ${cliVersion}`],
  ];
  const { command } = config.flags;
  if (typeof command === 'string') details.push(['Command line', command]);
  details.push(['Directory', config.directory]);
  if (tokenUsage !== undefined && tokenUsage.input + tokenUsage.output > 0) {
    details.push(['Tokens', `${formatCount(tokenUsage.input)} in, ${formatCount(tokenUsage.output)} out`]);
  }
  if (resources !== undefined) {
    const { processes } = resources;
    const of = processes > 0 ? ` in ${processes} ${processes === 1 ? 'process' : 'processes'}` : '';
    details.push(['Memory', `${formatBytes(resources.rssBytes)}${of}`], ['CPU', formatCores(resources.cpu)]);
  }
  return details;
}

export function AgentDetails({ agent }: { agent: Agent }) {
  const provider = useProviderName(agent.config.provider);
  return (
    <dl data-testid="agent-details" className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-0.5 px-2.5 py-1.5 text-small">
      {detailsOf(agent, provider).map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-muted">{name}</dt>
          <dd className="min-w-0">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
