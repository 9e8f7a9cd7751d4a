import { Pencil } from 'lucide-react';
import { useId, useState } from 'react';
import type { ApprovalOption } from '@/shared/protocol/ask';
import type { FileDiff } from '@/shared/protocol/file-diff';
import type { MessageOf } from '@/shared/protocol/message';
import { wantsTo } from '@/shared/lib/agent-words';
import { useServices } from '@/shared/services';
import { Button } from '@/shared/ui/button';
import { Icon } from '@/shared/ui/icon';
import { AllowMenu } from './allow-menu';
import { ApprovalSubject } from './approval-subject';
import { DecisionStatus, isLocked } from './decision-status';
import { DenyForm } from './deny-form';
import { editableText, readEdited } from './edited-input';
import { commandOf, optionsByRole } from './options';
import { useDecision } from './use-decision';

interface ApprovalCardProps {
  agentId: string;
  ask: MessageOf<'approval'>;
  toolDiff?: FileDiff | undefined;
  /** False while parts of a long ask are still being fetched. */
  isWhole?: boolean;
}

type Mode = 'read' | 'edit' | 'deny';

export function ApprovalCard({ agentId, ask, toolDiff, isWhole = true }: ApprovalCardProps) {
  const { decisions } = useServices();
  const decision = useDecision(agentId, ask);
  const { approval } = ask;
  const options = optionsByRole(approval);
  const [mode, setMode] = useState<Mode>('read');
  const [text, setText] = useState<string>();
  const titleId = useId();
  const edited = text === undefined ? ({ kind: 'unchanged' } as const) : readEdited(approval, text);
  const locked = isLocked(decision);
  const reason = approval.kind === 'plan' ? undefined : approval.detail;

  const allow = (option: ApprovalOption) => {
    if (edited.kind === 'invalid') return;
    const updatedInput = edited.kind === 'changed' ? edited.input : undefined;
    void decisions.decide(agentId, ask, { optionId: option.id, updatedInput }, option.label);
  };
  const deny = (optionId: string, label: string, message: string) => {
    setMode('read');
    void decisions.decide(agentId, ask, { optionId, ...(message === '' ? {} : { message }) }, label);
  };

  return (
    <section aria-labelledby={titleId} data-testid="approval-card" data-ask-id={ask.id} className="flex min-h-0 flex-col">
      <div className="flex items-center gap-2">
        <h2 id={titleId} className="min-w-0 flex-1 truncate font-medium text-amber">
          {wantsTo(approval)}
        </h2>
        {mode === 'edit' && (
          <Button
            variant="ghost"
            onClick={() => {
              setText(undefined);
              setMode('read');
            }}
          >
            Undo changes
          </Button>
        )}
        {approval.inputEditable && isWhole && mode === 'read' && !locked && (
          <Button
            variant="ghost"
            data-testid="approval-edit"
            onClick={() => {
              setText(text ?? editableText(approval));
              setMode('edit');
            }}
          >
            <Icon of={Pencil} size={14} />
            Edit
          </Button>
        )}
      </div>
      {reason !== undefined && <p className="mb-1.5 text-muted">{reason}</p>}

      <div className="min-h-0 overflow-y-auto overscroll-contain">
        {mode === 'edit' && text !== undefined ? (
          <textarea
            aria-label={commandOf(approval) === undefined ? 'Input as JSON' : 'Command'}
            aria-invalid={edited.kind === 'invalid'}
            data-testid="approval-input"
            value={text}
            rows={Math.min(12, Math.max(2, text.split('\n').length + 1))}
            spellCheck={false}
            autoFocus
            onChange={(event) => setText(event.target.value)}
            className="field resize-none font-mono"
          />
        ) : (
          <ApprovalSubject
            approval={edited.kind === 'changed' ? { ...approval, input: edited.input, diffs: [] } : approval}
            toolDiff={edited.kind === 'changed' ? undefined : toolDiff}
          />
        )}
      </div>
      {!isWhole && <p className="mt-1 text-muted">Shortened; the whole of it is loading</p>}
      {edited.kind === 'invalid' && <p className="mt-1 text-red">{edited.message}</p>}
      {edited.kind === 'changed' && <p className="mt-1 text-muted">Changed by you: this is what will run</p>}

      <div className="mt-2.5">
        {mode === 'deny' ? (
          <DenyForm options={options} onDeny={deny} onCancel={() => setMode('read')} />
        ) : (
          <div className="flex flex-wrap items-center gap-2">
            {(options.deny ?? options.denyAndStop) !== undefined && (
              <Button disabled={locked} data-testid="approval-deny" data-key="d" onClick={() => setMode('deny')}>
                {(options.deny ?? options.denyAndStop)?.label}…
              </Button>
            )}
            <span className="hidden flex-1 lg:block" />
            {options.always.length > 0 && (
              <AllowMenu
                label="Always"
                testId="approval-always"
                disabled={locked || edited.kind === 'invalid'}
                options={options.always}
                onChoose={allow}
              />
            )}
            {options.otherAllows.map((option) => (
              <Button key={option.id} disabled={locked} title={option.detail} onClick={() => allow(option)}>
                {option.label}
              </Button>
            ))}
            {options.allow !== undefined && (
              <Button
                variant="primary"
                className="flex-1 lg:flex-none"
                disabled={locked || edited.kind === 'invalid'}
                title={options.allow.detail}
                data-testid="approval-allow"
                data-key="a"
                onClick={() => options.allow && allow(options.allow)}
              >
                {options.allow.label}
              </Button>
            )}
          </div>
        )}
      </div>
      <div className="mt-1.5 empty:hidden">
        <DecisionStatus decision={decision} />
      </div>
    </section>
  );
}
