import { structuredPatch } from 'diff';
import type { Approval } from '@/shared/protocol/ask';
import type { FileDiff } from '@/shared/protocol/file-diff';
import { pathOf } from './options';

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function patch(path: string, before: string, after: string): FileDiff {
  const { hunks } = structuredPatch(path, path, before, after, undefined, undefined, { context: 3 });
  const lines = hunks.flatMap((hunk) => hunk.lines);
  return {
    path,
    added: lines.filter((line) => line.startsWith('+')).length,
    removed: lines.filter((line) => line.startsWith('-')).length,
    hunks,
  };
}

function replacements(input: Record<string, unknown>): [string, string][] {
  const edits: unknown[] = Array.isArray(input['edits']) ? input['edits'] : [input];
  return edits.flatMap((edit): [string, string][] => {
    if (typeof edit !== 'object' || edit === null) return [];
    const before = 'old_string' in edit ? text(edit.old_string) : undefined;
    const after = 'new_string' in edit ? text(edit.new_string) : undefined;
    return before === undefined || after === undefined ? [] : [[before, after]];
  });
}

/** What an edit would change, as far as its input tells: replaced pieces, or the whole of a written file. */
export function diffOfInput(approval: Approval): FileDiff | undefined {
  const path = pathOf(approval);
  if (approval.kind !== 'edit' || path === undefined) return undefined;
  const content = text(approval.input['content']);
  if (content !== undefined) return patch(path, '', content);
  const diffs = replacements(approval.input).map(([before, after]) => patch(path, before, after));
  if (diffs.length === 0) return undefined;
  return {
    path,
    added: diffs.reduce((sum, diff) => sum + diff.added, 0),
    removed: diffs.reduce((sum, diff) => sum + diff.removed, 0),
    hunks: diffs.flatMap((diff) => diff.hunks),
  };
}
