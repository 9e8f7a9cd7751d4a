import { clsx } from 'clsx';
import type { ProviderCapabilities } from '@/shared/protocol/calls';
import { providerState } from './provider-state';

interface FoundLinesProps {
  id: string;
  found: ProviderCapabilities;
}

/** What was found of a CLI, below its name. */
export function FoundLines({ id, found }: FoundLinesProps) {
  const { kind, words, hint } = providerState(id, found);
  return (
    <>
      <p className="text-muted" data-testid="found" data-kind={kind}>
        {words}
      </p>
      {hint !== undefined && <p className={clsx(kind === 'attention' ? 'text-amber' : 'text-muted')}>{hint}</p>}
      {found.detectedFrom !== undefined && (
        <p className="font-mono text-small text-muted">{found.detectedFrom}</p>
      )}
    </>
  );
}
