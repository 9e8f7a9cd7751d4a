import { clsx } from 'clsx';
import { Plus } from 'lucide-react';
import { useId } from 'react';
import { hintOf, isOwnAcpAgent } from '@/shared/lib/providers';
import { Button } from '@/shared/ui/button';
import { Icon } from '@/shared/ui/icon';
import { InlineNotice } from '@/shared/ui/inline-notice';
import { ProviderIcon } from '@/shared/ui/provider-icon';
import type { ProviderChoice } from './provider-choice';

interface ProviderFieldProps {
  choices: readonly ProviderChoice[];
  chosen: ProviderChoice;
  error: string | undefined;
  looking: boolean;
  onChange: (id: string) => void;
  onLookAgain: () => void;
  onAddAgent: () => void;
}

/** Its version, or that it is missing; nothing for what has none. */
function note({ id, found }: ProviderChoice): string {
  if (found === undefined) return '';
  if (found.available) return found.version ?? '';
  return isOwnAcpAgent(id) ? 'Cannot be started' : 'Not installed';
}

function Tile({ choice, group, checked, onChange }: { choice: ProviderChoice; group: string; checked: boolean; onChange: () => void }) {
  const missing = choice.found?.available === false;
  const words = note(choice);
  return (
    <label
      title={missing ? choice.found?.hint : undefined}
      data-testid="provider"
      data-provider={choice.id}
      data-available={!missing}
      className={clsx(
        'flex min-h-row cursor-pointer items-center gap-2.5 rounded-md border px-2.5 py-1.5 has-focus-visible:outline-2 has-focus-visible:outline-offset-1 has-focus-visible:outline-accent',
        checked ? 'border-accent bg-selected' : 'border-line-strong bg-surface hover:bg-hover',
        missing && 'border-dashed',
      )}
    >
      <input type="radio" name={group} value={choice.id} checked={checked} onChange={onChange} className="sr-only" />
      <span className={checked ? 'text-accent' : 'text-muted'}>
        <ProviderIcon provider={choice.id} size={18} />
      </span>
      <span className="min-w-0">
        <span className={clsx('block truncate', missing && 'text-muted')}>{choice.name}</span>
        {words !== '' && <span className="block truncate text-small text-muted">{words}</span>}
      </span>
    </label>
  );
}

/** Which CLI does the work. One that is missing can be chosen too, to see what it needs. */
export function ProviderField({ choices, chosen, error, looking, onChange, onLookAgain, onAddAgent }: ProviderFieldProps) {
  const group = useId();
  const { id, found, name } = chosen;
  const missing = found?.available === false;
  const hint = found?.hint;
  return (
    <div>
      <div className="mb-1 flex items-baseline gap-3">
        <p id={group} className="font-medium">
          Agent
        </p>
        <p role="status" className="min-w-0 truncate text-small text-muted">
          {looking && 'Looking for what is installed'}
        </p>
      </div>
      <div
        role="radiogroup"
        aria-labelledby={group}
        aria-invalid={error !== undefined}
        tabIndex={-1}
        className="grid grid-cols-2 gap-2 outline-none sm:grid-cols-3"
      >
        {choices.map((choice) => (
          <Tile
            key={choice.id}
            choice={choice}
            group={group}
            checked={choice.id === chosen.id}
            onChange={() => onChange(choice.id)}
          />
        ))}
      </div>
      <Button variant="ghost" data-testid="add-acp-agent" className="-ml-3 mt-1" onClick={onAddAgent}>
        <Icon of={Plus} />
        Add an ACP agent…
      </Button>
      {(missing || hint !== undefined) && (
        <div className="mt-2 flex items-start gap-2" data-testid="provider-hint">
          <InlineNotice level={missing && error !== undefined ? 'error' : 'warning'} className="flex-1">
            {missing && !isOwnAcpAgent(id) && `${name} was not found on that machine. `}
            {hint === undefined ? missing && 'Install it, then look again.' : hintOf(id, hint)}
          </InlineNotice>
          <Button variant="ghost" disabled={looking} data-testid="look-again" onClick={onLookAgain}>
            {looking ? 'Looking' : 'Look again'}
          </Button>
        </div>
      )}
      {error !== undefined && !missing && <p className="mt-1 text-red">{error}</p>}
    </div>
  );
}
