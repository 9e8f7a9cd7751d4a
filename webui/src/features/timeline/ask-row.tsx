import { Check, CircleHelp, Hourglass, X } from 'lucide-react';
import { askTitle } from '@/shared/lib/agent-words';
import { approvalOutcome, questionOutcome, wasAllowed } from '@/shared/lib/decision-words';
import { formatExact } from '@/shared/lib/format';
import type { Question } from '@/shared/protocol/ask';
import { askState, type AskMessage } from '@/shared/protocol/message';
import { Icon } from '@/shared/ui/icon';

function answerText(question: Question, itemId: string): string {
  const answer = question.answers?.[itemId];
  if (answer === undefined) return '–';
  return typeof answer === 'string' ? answer : answer.join(', ');
}

function glyph(ask: AskMessage) {
  if (askState(ask) === 'waiting') return Hourglass;
  if (ask.kind === 'question') return CircleHelp;
  return wasAllowed(ask.approval) ? Check : X;
}

/** What was asked and how it was decided. While it waits, its buttons stand in the dock. */
export function AskRow({ ask, now }: { ask: AskMessage; now: number }) {
  const decision = ask.kind === 'approval' ? ask.approval.decision : ask.question.decision;
  const waiting = askState(ask) === 'waiting';
  const outcome =
    ask.kind === 'approval' ? approvalOutcome(ask.approval, now) : questionOutcome(ask.question, now);
  return (
    <div className="flex items-start gap-2 py-1.5 text-muted" data-testid="ask-row" data-state={askState(ask)}>
      <span className="flex h-(--ui-line) items-center">
        <Icon of={glyph(ask)} size={15} />
      </span>
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-baseline gap-x-2">
          <span
            className={waiting ? 'text-amber' : 'text-text'}
            data-testid="ask-outcome"
            title={decision === undefined ? undefined : formatExact(decision.at)}
          >
            {outcome}
          </span>
          <span className="min-w-0 truncate">{askTitle(ask)}</span>
        </p>
        {decision?.message !== undefined && <p className="whitespace-pre-wrap">“{decision.message}”</p>}
        {ask.kind === 'question' && ask.question.answers !== undefined && (
          <dl>
            {ask.question.items.map((item) => (
              <div key={item.id} className="flex flex-wrap gap-x-2">
                {ask.question.items.length > 1 && <dt>{item.text}</dt>}
                <dd className="text-text">{answerText(ask.question, item.id)}</dd>
              </div>
            ))}
          </dl>
        )}
      </div>
    </div>
  );
}
