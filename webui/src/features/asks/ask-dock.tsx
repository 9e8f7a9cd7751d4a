import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { FileDiff } from '@/shared/protocol/file-diff';
import type { AskMessage } from '@/shared/protocol/message';
import { IconButton } from '@/shared/ui/button';
import { Icon } from '@/shared/ui/icon';
import { ApprovalCard } from './approval-card';
import { QuestionCard } from './question-card';
import { useWholeAsk } from './use-whole-ask';

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

function AskCard({ agentId, ask: asked, toolDiffOf }: Omit<AskDockProps, 'asks'> & { ask: AskMessage }) {
  const { ask, isWhole } = useWholeAsk(agentId, asked);
  if (ask.kind === 'question') return <QuestionCard agentId={agentId} ask={ask} />;
  const toolDiff = toolDiffOf(ask.approval.toolId);
  return <ApprovalCard agentId={agentId} ask={ask} toolDiff={toolDiff} isWhole={isWhole} />;
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
    <div
      className="flex max-h-[calc(var(--app-height)*0.52)] flex-col border-t-2 border-amber-mark bg-amber-bg py-3"
      data-testid="ask-dock"
    >
      {asks.length > 1 && (
        <div className="column -mt-1.5 mb-1 flex items-center justify-end text-small text-muted">
          {index + 1} of {asks.length} wait
          <IconButton label="Previous" disabled={index === 0} onClick={() => go(-1)}>
            <Icon of={ChevronLeft} />
          </IconButton>
          <IconButton label="Next" disabled={index === asks.length - 1} onClick={() => go(1)}>
            <Icon of={ChevronRight} />
          </IconButton>
        </div>
      )}
      <div inert={!settled} className="column flex min-h-0 flex-col">
        <AskCard key={ask.id} agentId={agentId} ask={ask} toolDiffOf={toolDiffOf} />
      </div>
    </div>
  );
}
