import { clsx } from 'clsx';
import type { Phase } from '@/shared/protocol/agent';
import { phaseLabel } from '@/shared/lib/agent-words';

const looks: Record<Phase, string> = {
  starting: 'border-accent border-2',
  working: 'bg-accent',
  retrying: 'border-amber-mark border-2',
  asking: 'bg-amber-mark',
  idle: 'border-line-strong border-2',
  stopped: 'bg-green-mark scale-75',
  failed: 'bg-red-mark',
};

export function PhaseMark({ phase, className }: { phase: Phase; className?: string }) {
  return (
    <span
      role="img"
      aria-label={phaseLabel(phase)}
      title={phaseLabel(phase)}
      className={clsx('inline-block size-2 shrink-0 rounded-full', looks[phase], className)}
    />
  );
}
