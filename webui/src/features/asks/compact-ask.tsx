import { Link } from '@tanstack/react-router';
import { askTitle, wantsTo } from '@/shared/lib/agent-words';
import type { Approval, ApprovalOption } from '@/shared/protocol/ask';
import type { AskMessage } from '@/shared/protocol/message';
import { useServices } from '@/shared/services';
import { Button } from '@/shared/ui/button';
import { CommandText } from '@/shared/ui/command-text';
import { AllowMenu } from './allow-menu';
import { DecisionStatus, isLocked } from './decision-status';
import { needsReview } from './diff-folds';
import { commandOf, optionsByRole, pathOf } from './options';
import { useDecision } from './use-decision';

/** What fits into the narrowest list without being cut. */
const shownLines = 6;
const shownCharacters = 200;

interface CompactAskProps {
  agentId: string;
  ask: AskMessage;
  /** How many more wait behind it. */
  more: number;
}

function filesOf({ diffs }: Approval): string | undefined {
  return diffs.length === 0 ? undefined : diffs.map(({ path }) => path).join('\n');
}

function Subject({ approval }: { approval: Approval }) {
  const exact = commandOf(approval) ?? pathOf(approval) ?? filesOf(approval);
  if (exact !== undefined) {
    return (
      <code className="line-clamp-6 font-mono text-dense whitespace-pre-wrap">
        <CommandText text={exact} />
      </code>
    );
  }
  return <span className="line-clamp-3">{approval.title}</span>;
}

/** More than the list can show: nobody should allow what they have not seen. */
function mustBeReadFirst({ approval, clipped }: AskMessage & { kind: 'approval' }): boolean {
  if (approval.kind === 'plan' || clipped !== undefined || needsReview(approval.diffs, shownLines)) return true;
  const command = commandOf(approval) ?? '';
  return command.length > shownCharacters || command.split('\n').length > shownLines;
}

function CompactApproval({ agentId, ask }: { agentId: string; ask: AskMessage & { kind: 'approval' } }) {
  const { decisions } = useServices();
  const decision = useDecision(agentId, ask);
  const { approval } = ask;
  const { allow, otherAllows, always, deny } = optionsByRole(approval);
  const locked = isLocked(decision);
  const choose = (option: ApprovalOption) =>
    void decisions.decide(agentId, ask, { optionId: option.id }, option.label);
  const review = mustBeReadFirst(ask);
  return (
    <>
      <p className="text-amber">{wantsTo(approval)}</p>
      <Subject approval={approval} />
      <div className="mt-2 flex items-center justify-end gap-2">
        {deny !== undefined && (
          <Button disabled={locked} data-testid="list-deny" onClick={() => choose(deny)} className="flex-1 lg:flex-none">
            Deny
          </Button>
        )}
        {review ? (
          <ReviewLink agentId={agentId} words="Review" />
        ) : (
          <div className="flex-1 lg:flex-none [&>button]:w-full">
            <AllowMenu
              label="Allow"
              testId="list-allow"
              disabled={locked}
              options={[...(allow === undefined ? [] : [allow]), ...otherAllows, ...always]}
              onChoose={choose}
            />
          </div>
        )}
      </div>
      <DecisionStatus decision={decision} />
    </>
  );
}

function ReviewLink({ agentId, words }: { agentId: string; words: string }) {
  return (
    <Link
      to="/agents/$agentId"
      params={{ agentId }}
      className="inline-flex min-h-row flex-1 items-center justify-center rounded-md border border-line-strong bg-surface px-3 hover:bg-hover lg:flex-none"
    >
      {words}
    </Link>
  );
}

/** What an agent asks, in the list: exactly what, and the quick answers. */
export function CompactAsk({ agentId, ask, more }: CompactAskProps) {
  return (
    <div data-testid="compact-ask" data-ask-id={ask.id}>
      {ask.kind === 'approval' ? (
        <CompactApproval agentId={agentId} ask={ask} />
      ) : (
        <>
          <p className="text-amber">Asks</p>
          <p className="line-clamp-3">{askTitle(ask)}</p>
          <div className="mt-2 flex justify-end">
            <ReviewLink agentId={agentId} words="Answer" />
          </div>
        </>
      )}
      {more > 0 && <p className="mt-2 text-small text-muted">and {more} more</p>}
    </div>
  );
}
