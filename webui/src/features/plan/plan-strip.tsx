import { clsx } from 'clsx';
import { ChevronDown } from 'lucide-react';
import { useId, useState } from 'react';
import { planProgress } from '@/shared/lib/plan-progress';
import type { MessageOf } from '@/shared/protocol/message';
import { Icon } from '@/shared/ui/icon';
import { PlanList } from '@/shared/ui/plan-list';

function Progress({ done, total }: { done: number; total: number }) {
  return (
    <span
      role="progressbar"
      aria-label="Plan"
      aria-valuemin={0}
      aria-valuemax={total}
      aria-valuenow={done}
      className="absolute inset-x-0 -bottom-px h-0.5"
    >
      <span
        className="block h-full bg-accent transition-[width] duration-150"
        style={{ width: `${(done / total) * 100}%` }}
      />
    </span>
  );
}

/** The plan that is under way, in one line above the timeline: what is done now, and how much is left. */
export function PlanStrip({ plan }: { plan: MessageOf<'plan'> }) {
  const [open, setOpen] = useState(false);
  const listId = useId();
  const { done, total, current } = planProgress(plan.entries);
  return (
    <section aria-label="Plan" data-testid="plan-strip" className="relative border-b border-line bg-bg">
      <button
        type="button"
        aria-expanded={open}
        aria-controls={listId}
        onClick={() => setOpen(!open)}
        className="block w-full hover:bg-hover"
      >
        <span className="column flex min-h-row items-center gap-2 text-left">
          <span className="text-muted">
            Plan <span className="whitespace-nowrap" data-testid="plan-count">{`${done}/${total}`}</span>
          </span>
          <span className="min-w-0 flex-1 truncate">{open ? '' : current?.text}</span>
          <Icon of={ChevronDown} size={14} className={clsx('shrink-0 text-muted', open && 'rotate-180')} />
        </span>
      </button>
      {open && (
        <div id={listId} className="max-h-[40dvh] overflow-y-auto pt-1 pb-3">
          <div className="column">
            <PlanList entries={plan.entries} />
          </div>
        </div>
      )}
      <Progress done={done} total={total} />
    </section>
  );
}
