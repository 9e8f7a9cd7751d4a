import { useMemo } from 'react';
import type { Approval } from '@/shared/protocol/ask';
import type { FileDiff } from '@/shared/protocol/file-diff';
import { CommandText } from '@/shared/ui/command-text';
import { DiffCounts, DiffView } from '@/shared/ui/diff/diff-view';
import { Markdown } from '@/shared/ui/markdown/markdown';
import { DiffList } from './diff-list';
import { diffOfInput } from './diff-of-input';
import { commandOf, pathOf, planOf } from './options';

interface ApprovalSubjectProps {
  approval: Approval;
  /** Of the tool call it is about, if the agent sent one. */
  toolDiff: FileDiff | undefined;
}

function EditSubject({ path, diff }: { path: string; diff: FileDiff }) {
  return (
    <>
      <p className="mb-1.5 flex items-baseline gap-2">
        <span className="min-w-0 truncate font-mono text-dense" title={path}>
          {path}
        </span>
        <DiffCounts added={diff.added} removed={diff.removed} />
      </p>
      <DiffView diff={diff} />
    </>
  );
}

/** Exactly what is asked for: the command, the change, the plan, or the input. */
export function ApprovalSubject({ approval, toolDiff }: ApprovalSubjectProps) {
  const diff = useMemo(() => toolDiff ?? diffOfInput(approval), [approval, toolDiff]);
  const plan = planOf(approval);
  if (plan !== undefined) return <Markdown text={plan} />;
  const command = commandOf(approval);
  if (command !== undefined) {
    return (
      <>
        <pre data-testid="approval-command" className="code-block whitespace-pre-wrap">
          <span aria-hidden className="text-muted select-none">
            ${' '}
          </span>
          <CommandText text={command} />
        </pre>
        {approval.diffs.length > 0 && (
          <div className="mt-2">
            <DiffList diffs={approval.diffs} />
          </div>
        )}
      </>
    );
  }
  if (approval.diffs.length > 0) return <DiffList diffs={approval.diffs} />;
  if (diff !== undefined) return <EditSubject path={pathOf(approval) ?? diff.path} diff={diff} />;
  return (
    <>
      <p className="mb-1.5">{approval.title}</p>
      {Object.keys(approval.input).length > 0 && (
        <pre className="code-block whitespace-pre-wrap">{JSON.stringify(approval.input, null, 2)}</pre>
      )}
    </>
  );
}
