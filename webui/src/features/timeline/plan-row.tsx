import { planProgress } from '@/shared/lib/plan-progress';
import type { MessageOf } from '@/shared/protocol/message';
import { PlanList } from '@/shared/ui/plan-list';
import { FoldLine } from '@/shared/ui/fold-line';

interface PlanRowProps {
  message: MessageOf<'plan'>;
  open: boolean;
  onToggle: () => void;
}

/** What the agent means to do: unfolded while it changes, one line once it is settled. */
export function PlanRow({ message, open, onToggle }: PlanRowProps) {
  const { done, total } = planProgress(message.entries);
  // A tap turns round what it is by itself.
  const shown = message.open ? !open : open;
  return (
    <>
      <FoldLine open={shown} onToggle={onToggle} testId="plan-line">
        <span className="text-text">Plan</span>
        <span className="text-small">{total === 0 ? 'empty' : `${done} of ${total} done`}</span>
      </FoldLine>
      {shown && (
        <div className="mb-2 ml-1 border-l border-line py-1 pl-4">
          <PlanList entries={message.entries} />
        </div>
      )}
    </>
  );
}
