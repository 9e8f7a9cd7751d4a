import { Pencil, Trash2 } from 'lucide-react';
import { providerOfAcpAgent } from '@/shared/lib/providers';
import type { AcpAgent, ProviderCapabilities } from '@/shared/protocol/calls';
import { IconButton } from '@/shared/ui/button';
import { Icon } from '@/shared/ui/icon';
import { ProviderIcon } from '@/shared/ui/provider-icon';
import { FoundLines } from './found-lines';

interface AcpAgentRowProps {
  agent: AcpAgent;
  found: ProviderCapabilities | undefined;
  looking: boolean;
  onEdit: () => void;
  onRemove: () => void;
}

export function AcpAgentRow({ agent, found, looking, onEdit, onRemove }: AcpAgentRowProps) {
  const provider = providerOfAcpAgent(agent.id);
  const variables = Object.keys(agent.env);
  return (
    <div className="flex items-start gap-3 py-2.5" data-testid="acp-agent" data-id={agent.id}>
      <span className="flex h-(--ui-line) items-center text-muted">
        <ProviderIcon provider={provider} />
      </span>
      <div className="min-w-0 flex-1">
        <p className="font-medium">
          {agent.name}
          {found?.version !== undefined && <span className="ml-2 font-normal text-muted">{found.version}</span>}
        </p>
        <p className="font-mono text-small text-muted">{agent.command}</p>
        {variables.length > 0 && <p className="text-muted">With {variables.join(', ')}</p>}
        <div role="status">
          {found !== undefined && <FoundLines id={provider} found={found} />}
          {found === undefined && looking && <p className="text-muted">Asking what it can do</p>}
        </div>
      </div>
      <div className="-my-1 flex shrink-0">
        <IconButton label={`Edit ${agent.name}`} data-testid="acp-edit" onClick={onEdit}>
          <Icon of={Pencil} />
        </IconButton>
        <IconButton label={`Remove ${agent.name}`} data-testid="acp-remove" onClick={onRemove}>
          <Icon of={Trash2} />
        </IconButton>
      </div>
    </div>
  );
}
