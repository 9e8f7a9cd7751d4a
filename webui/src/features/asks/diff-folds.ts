import type { FileDiff } from '@/shared/protocol/file-diff';

/** A file's change with more lines than this is a title until a person opens it, unless it is the only one. */
const longFile = 24;
/** With more lines than this unfolded, the titles that follow would not be seen. */
const longList = 48;

function linesOf(diff: FileDiff): number {
  return diff.hunks.reduce((sum, hunk) => sum + hunk.lines.length, 0);
}

/** Which files' changes are unfolded at first: the short ones, as long as the whole stays short. */
export function unfoldedAtFirst(diffs: readonly FileDiff[]): boolean[] {
  let shown = 0;
  return diffs.map((diff) => {
    const lines = linesOf(diff);
    const unfolded = diffs.length === 1 || (lines <= longFile && shown + lines <= longList);
    if (unfolded) shown += lines;
    return unfolded;
  });
}

/** Whether all of it fits into a line of the list of agents: one file and no more than a few lines. */
export function needsReview(diffs: readonly FileDiff[], fewLines: number): boolean {
  return diffs.length > 1 || diffs.some((diff) => diff.path === '' || linesOf(diff) > fewLines || linesOf(diff) === 0);
}
