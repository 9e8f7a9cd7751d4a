import { clsx } from 'clsx';
import { Check, Circle, CircleDot } from 'lucide-react';
import type { PlanEntry } from '@/shared/protocol/message';
import { Icon } from './icon';

const looks: Record<PlanEntry['state'], { icon: typeof Check; colour: string; said: string }> = {
  done: { icon: Check, colour: 'text-green', said: 'done: ' },
  active: { icon: CircleDot, colour: 'text-accent', said: 'now: ' },
  pending: { icon: Circle, colour: 'text-muted', said: '' },
};

/** The steps of a plan, each with how far it is. */
export function PlanList({ entries }: { entries: readonly PlanEntry[] }) {
  return (
    <ol className="space-y-1" data-testid="plan-list">
      {entries.map((entry, index) => {
        const { icon, colour, said } = looks[entry.state];
        return (
          <li key={index} data-state={entry.state} className="flex items-start gap-2">
            <span className={clsx('flex h-(--ui-line) items-center', colour)}>
              <Icon of={icon} size={14} />
            </span>
            <span className={clsx('min-w-0 flex-1', entry.state !== 'active' && 'text-muted', entry.state === 'active' && 'font-medium')}>
              <span className="sr-only">{said}</span>
              {entry.text}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
