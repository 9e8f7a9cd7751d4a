import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { AskMessage, FileDiff } from '@/shared/protocol/message';
import { IconButton } from '@/shared/ui/button';
import { Icon } from '@/shared/ui/icon';
import { ApprovalCard } from './approval-card';
import { QuestionCard } from './question-card';

interface AskDockProps {
  agentId: string;
  asks: readonly AskMessage[];
  toolDiffOf: (toolId: string | undefined) => FileDiff | undefined;
}

/** A second tap meant for the ask before must not decide this one. */
const settleMs = 400;

/** False for a moment after another ask has taken the place of the first. */
function useSettled(id: string | undefined): boolean {
  const [settledId, setSettledId] = useState(id);
  useEffect(() => {
    const timer = setTimeout(() => setSettledId(id), settleMs);
    return () => clearTimeout(timer);
  }, [id]);
  return settledId === id;
}

/** What waits for a person, above the composer, whatever the timeline shows. */
export function AskDock({ agentId, asks, toolDiffOf }: AskDockProps) {
  const [chosenId, setChosenId] = useState<string>();
  const chosen = asks.findIndex((ask) => ask.id === chosenId);
  const index = Math.max(0, chosen);
  const ask = asks[index];
  const settled = useSettled(ask?.id);
  if (ask === undefined) return null;
  const go = (step: number) => setChosenId(asks[index + step]?.id);
  return (
    <div className="flex max-h-[52dvh] flex-col border-t-2 border-amber-mark bg-amber-bg px-4 py-3" data-testid="ask-dock">
      {asks.length > 1 && (
        <div className="-mt-1.5 mb-1 flex items-center justify-end text-small text-muted">
          {index + 1} of {asks.length} wait
          <IconButton label="Previous" disabled={index === 0} onClick={() => go(-1)}>
            <Icon of={ChevronLeft} />
          </IconButton>
          <IconButton label="Next" disabled={index === asks.length - 1} onClick={() => go(1)}>
            <Icon of={ChevronRight} />
          </IconButton>
        </div>
      )}
      <div inert={!settled} className="mx-auto flex min-h-0 w-full max-w-3xl flex-col">
        {ask.kind === 'approval' ? (
          <ApprovalCard key={ask.id} agentId={agentId} ask={ask} toolDiff={toolDiffOf(ask.approval.toolId)} />
        ) : (
          <QuestionCard key={ask.id} agentId={agentId} ask={ask} />
        )}
      </div>
    </div>
  );
}
