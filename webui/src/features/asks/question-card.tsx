import { useId, useReducer, useState } from 'react';
import type { MessageOf } from '@/shared/protocol/message';
import { useServices } from '@/shared/services';
import { Button } from '@/shared/ui/button';
import { answersOf, choiceOf, reduceChoices } from './answers';
import { DecisionStatus, isLocked } from './decision-status';
import { QuestionItem } from './question-item';
import { useDecision } from './use-decision';

interface QuestionCardProps {
  agentId: string;
  ask: MessageOf<'question'>;
}

export function QuestionCard({ agentId, ask }: QuestionCardProps) {
  const { decisions } = useServices();
  const decision = useDecision(agentId, ask);
  const { items } = ask.question;
  const [choices, change] = useReducer(reduceChoices, {});
  const [index, setIndex] = useState(0);
  const titleId = useId();
  const locked = isLocked(decision);
  const answers = answersOf(items, choices);
  const item = items[Math.min(index, items.length - 1)];
  if (item === undefined) return null;
  const isLast = index >= items.length - 1;
  const itemDone = answersOf([item], choices) !== undefined;

  return (
    <section aria-labelledby={titleId} data-testid="question-card" data-ask-id={ask.id} className="flex min-h-0 flex-col">
      <div className="mb-1 flex items-center gap-2">
        <h2 id={titleId} className="min-w-0 flex-1 font-medium text-amber">
          Asks you
        </h2>
        {items.length > 1 && (
          <span className="text-muted">
            {index + 1} of {items.length}
          </span>
        )}
      </div>
      <div className="min-h-0 overflow-y-auto overscroll-contain">
        <QuestionItem key={item.id} item={item} choice={choiceOf(choices, item)} disabled={locked} onChange={change} />
      </div>
      <div className="mt-2.5 flex flex-wrap items-center gap-2">
        <Button
          variant="ghost"
          disabled={locked}
          data-testid="question-skip"
          onClick={() => void decisions.answer(agentId, ask, { skip: true }, 'Skipped')}
        >
          Skip
        </Button>
        <span className="flex-1" />
        {index > 0 && (
          <Button disabled={locked} onClick={() => setIndex(index - 1)}>
            Back
          </Button>
        )}
        {isLast ? (
          <Button
            variant="primary"
            disabled={locked || answers === undefined}
            data-testid="question-answer"
            data-key="a"
            onClick={() => answers && void decisions.answer(agentId, ask, { answers }, 'Answer')}
          >
            Answer
          </Button>
        ) : (
          <Button variant="primary" disabled={locked || !itemDone} onClick={() => setIndex(index + 1)}>
            Next
          </Button>
        )}
      </div>
      <div className="mt-1.5 empty:hidden">
        <DecisionStatus decision={decision} />
      </div>
    </section>
  );
}
