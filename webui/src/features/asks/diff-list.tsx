import { useState } from 'react';
import type { FileDiff } from '@/shared/protocol/file-diff';
import { DiffCounts, DiffView } from '@/shared/ui/diff/diff-view';
import { FoldLine } from '@/shared/ui/fold-line';
import { InlineNotice } from '@/shared/ui/inline-notice';
import { unfoldedAtFirst } from './diff-folds';

/** The end of a path says more than its beginning: that is what is cut. */
function PathEnd({ path }: { path: string }) {
  return (
    <span className="min-w-0 flex-1 truncate text-left font-mono text-dense text-text [direction:rtl]" title={path}>
      <bdi>{path}</bdi>
    </span>
  );
}

function Change({ diff }: { diff: FileDiff }) {
  if (diff.hunks.length > 0) return <DiffView diff={diff} />;
  return <p className="text-muted">No lines of it are there to show</p>;
}

/** What would change, file by file; long ones are folded. */
export function DiffList({ diffs }: { diffs: readonly FileDiff[] }) {
  const [turned, setTurned] = useState<ReadonlySet<number>>(new Set());
  const unfolded = unfoldedAtFirst(diffs);
  const added = diffs.reduce((sum, diff) => sum + diff.added, 0);
  const removed = diffs.reduce((sum, diff) => sum + diff.removed, 0);
  const toggle = (index: number) => {
    const next = new Set(turned);
    if (!next.delete(index)) next.add(index);
    setTurned(next);
  };
  return (
    <div data-testid="diff-list">
      {diffs.length > 1 && (
        <p className="mb-1 flex items-baseline gap-2 text-muted">
          {diffs.length} files <DiffCounts added={added} removed={removed} />
        </p>
      )}
      <ul className="pl-1.5">
        {diffs.map((diff, index) => {
          if (diff.path === '') {
            return (
              <li key={index}>
                <InlineNotice level="warning">This version cannot show one of the changes. Look at it in the CLI’s own way first</InlineNotice>
              </li>
            );
          }
          const open = unfolded[index] !== turned.has(index);
          return (
            <li key={index} data-testid="diff-file" data-open={open}>
              <FoldLine open={open} onToggle={() => toggle(index)} testId="diff-line">
                <PathEnd path={diff.path} />
                <DiffCounts added={diff.added} removed={diff.removed} />
              </FoldLine>
              {open && (
                <div className="mb-1.5">
                  <Change diff={diff} />
                </div>
              )}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
