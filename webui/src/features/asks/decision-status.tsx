import { approvalOutcome, questionOutcome } from '@/shared/lib/decision-words';
import { useNow } from '@/shared/lib/use-now';
import type { DecisionState } from '@/shared/store/decisions';
import { InlineNotice } from '@/shared/ui/inline-notice';

/** How far the answer has come; never more than is known. */
export function DecisionStatus({ decision }: { decision: DecisionState | undefined }) {
  const now = useNow(30_000);
  if (decision === undefined) return null;
  switch (decision.kind) {
    case 'sending':
      return (
        <p role="status" className="text-muted">
          {decision.label}: sending
        </p>
      );
    case 'arrived':
      return (
        <p role="status" className="text-muted">
          {decision.label}: at the machine
        </p>
      );
    case 'failed':
      return <InlineNotice level="error">Not sent: {decision.message}. It still waits for you.</InlineNotice>;
    case 'conflict': {
      const { ask } = decision;
      const outcome =
        ask.kind === 'approval' ? approvalOutcome(ask.approval, now) : questionOutcome(ask.question, now);
      return <InlineNotice level="warning">Your answer came too late. {outcome}</InlineNotice>;
    }
  }
}

export function isLocked(decision: DecisionState | undefined): boolean {
  return decision !== undefined && decision.kind !== 'failed';
}
