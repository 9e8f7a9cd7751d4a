import { clsx } from 'clsx';
import { useState } from 'react';
import type { DiffHunk, FileDiff } from '@/shared/protocol/file-diff';

/** Rows shown before a person asks for the rest. */
const firstRows = 80;

interface Row {
  key: string;
  kind: 'add' | 'remove' | 'same' | 'gap';
  oldLine?: number;
  newLine?: number;
  text: string;
}

export function rowsOf(hunks: readonly DiffHunk[]): Row[] {
  const rows: Row[] = [];
  hunks.forEach((hunk, hunkIndex) => {
    let { oldStart: oldLine, newStart: newLine } = hunk;
    if (hunkIndex > 0) rows.push({ key: `g${hunkIndex}`, kind: 'gap', text: '' });
    hunk.lines.forEach((line, index) => {
      const key = `${hunkIndex}.${index}`;
      const text = line.slice(1);
      if (line.startsWith('+')) rows.push({ key, kind: 'add', newLine: newLine++, text });
      else if (line.startsWith('-')) rows.push({ key, kind: 'remove', oldLine: oldLine++, text });
      else if (!line.startsWith('\\')) rows.push({ key, kind: 'same', oldLine: oldLine++, newLine: newLine++, text });
    });
  });
  return rows;
}

const marks = { add: '+', remove: '−', same: ' ', gap: '⋯' };
const said = { add: 'added: ', remove: 'removed: ', same: '', gap: '' };

function DiffRow({ row }: { row: Row }) {
  if (row.kind === 'gap') {
    return (
      <div aria-hidden className="bg-sunken pl-12 text-muted">
        ⋯
      </div>
    );
  }
  return (
    <div
      className={clsx('flex', row.kind === 'add' && 'bg-diff-add', row.kind === 'remove' && 'bg-diff-remove')}
    >
      <span aria-hidden className="w-10 shrink-0 pr-2 text-right text-muted select-none">
        {row.newLine ?? row.oldLine}
      </span>
      <span aria-hidden className="w-4 shrink-0 text-muted select-none">
        {marks[row.kind]}
      </span>
      <span className="sr-only">{said[row.kind]}</span>
      <span className="pr-3 whitespace-pre">{row.text === '' ? ' ' : row.text}</span>
    </div>
  );
}

export function DiffView({ diff }: { diff: Pick<FileDiff, 'path' | 'hunks'> }) {
  const [all, setAll] = useState(false);
  const rows = rowsOf(diff.hunks);
  const shown = all ? rows : rows.slice(0, firstRows);
  return (
    <figure aria-label={`Changes in ${diff.path}`} className="overflow-hidden rounded-md border border-line">
      {/* A wide diff scrolls; the keyboard must reach it. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div tabIndex={0} className="overflow-x-auto bg-surface py-1 font-mono text-small leading-5">
        <div className="w-max min-w-full">
          {shown.map((row) => (
            <DiffRow key={row.key} row={row} />
          ))}
        </div>
      </div>
      {rows.length > shown.length && (
        <button
          type="button"
          className="min-h-row w-full border-t border-line text-ui text-muted hover:bg-hover hover:text-text"
          onClick={() => setAll(true)}
        >
          Show all {rows.length} lines
        </button>
      )}
    </figure>
  );
}

export function DiffCounts({ added, removed }: { added: number; removed: number }) {
  return (
    <span className="font-mono text-small whitespace-nowrap" aria-label={`${added} added, ${removed} removed`}>
      <span className="text-green">+{added}</span> <span className="text-red">−{removed}</span>
    </span>
  );
}
