import { clsx } from 'clsx';
import { isOwnAcpAgent, knownProviders, providerName } from '@/shared/lib/providers';
import type { Capabilities, ProviderCapabilities } from '@/shared/protocol/calls';
import { ProviderIcon } from '@/shared/ui/provider-icon';
import { FoundLines } from './found-lines';

interface RowProps {
  id: string;
  /** Undefined: not known yet. */
  found: ProviderCapabilities | undefined;
}

function Row({ id, found }: RowProps) {
  return (
    <li data-testid="settings-provider" data-provider={id} className="flex items-start gap-3 py-2.5">
      <span className="flex h-(--ui-line) items-center text-muted">
        <ProviderIcon provider={id} />
      </span>
      <div className="min-w-0 flex-1">
        <p className={clsx('font-medium', found?.available === false && 'text-muted')}>
          {knownProviders.includes(id) ? providerName(id) : (found?.name ?? id)}
          {found?.version !== undefined && <span className="ml-2 font-normal text-muted">{found.version}</span>}
        </p>
        {found === undefined ? <div className="my-1 skeleton h-3 w-32" /> : <FoundLines id={id} found={found} />}
      </div>
    </li>
  );
}

/** Our order, then what only the server knows. One's own ACP agents have their own list. */
function idsOf({ providers }: Capabilities): string[] {
  const ids = Object.keys(providers).filter((id) => !isOwnAcpAgent(id));
  return [...knownProviders.filter((id) => ids.includes(id)), ...ids.filter((id) => !knownProviders.includes(id))];
}

/** Each CLI that the server knows, and what it found of it. */
export function ProviderList({ capabilities }: { capabilities: Capabilities | undefined }) {
  const ids = capabilities === undefined ? knownProviders : idsOf(capabilities);
  return (
    <ul className="divide-y divide-line">
      {ids.map((id) => (
        <Row key={id} id={id} found={capabilities?.providers[id]} />
      ))}
    </ul>
  );
}
