import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { unreadableDiff, type FileDiff } from '@/shared/protocol/file-diff';
import { needsReview, unfoldedAtFirst } from './diff-folds';
import { DiffList } from './diff-list';

function diff(lines: number, path = `file${lines}.ts`): FileDiff {
  const texts = Array.from({ length: lines }, (_, line) => `+line ${line + 1}`);
  const hunks = lines === 0 ? [] : [{ oldStart: 0, oldLines: 0, newStart: 1, newLines: lines, lines: texts }];
  return { path, added: lines, removed: 0, hunks };
}

describe('unfolded at first', () => {
  it.each<[number[], boolean[]]>([
    [[], []],
    [[500], [true]],
    [[3, 4], [true, true]],
    [[25, 4], [false, true]],
    [[24, 24, 1], [true, true, false]],
    [[24, 25, 24], [true, false, true]],
  ])('of files with %j lines: %j', (lines, expected) => {
    expect(unfoldedAtFirst(lines.map((count) => diff(count)))).toEqual(expected);
  });
});

describe('a review is needed', () => {
  it.each<[string, FileDiff[], boolean]>([
    ['of nothing', [], false],
    ['of a few lines', [diff(6)], false],
    ['of more lines', [diff(7)], true],
    ['of two files', [diff(1), diff(1)], true],
    ['of what has no lines to show', [diff(0)], true],
    ['of what cannot be read', [unreadableDiff], true],
  ])('%s: %j %s', (_name, diffs, expected) => expect(needsReview(diffs, 6)).toBe(expected));
});

describe('the changes of several files', () => {
  it('are listed, and long ones wait for a tap', async () => {
    render(<DiffList diffs={[diff(2, 'src/a.ts'), diff(60, 'src/b.ts')]} />);
    expect(screen.getByText(/2 files/)).toHaveTextContent('2 files +62 −0');
    expect(screen.getByRole('figure', { name: 'Changes in src/a.ts' })).toHaveTextContent('line 2');
    expect(screen.queryByRole('figure', { name: 'Changes in src/b.ts' })).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: /src\/b\.ts/, expanded: false }));
    expect(screen.getByRole('figure', { name: 'Changes in src/b.ts' })).toHaveTextContent('line 60');
    await userEvent.click(screen.getByRole('button', { name: /src\/a\.ts/, expanded: true }));
    expect(screen.queryByRole('figure', { name: 'Changes in src/a.ts' })).toBeNull();
  });

  it('never pass over one that cannot be shown', () => {
    render(<DiffList diffs={[diff(2, 'src/a.ts'), unreadableDiff, diff(0, 'logo.png')]} />);
    expect(screen.getByText(/cannot show one of the changes/)).toBeInTheDocument();
    expect(screen.getByText('No lines of it are there to show')).toBeInTheDocument();
  });
});
