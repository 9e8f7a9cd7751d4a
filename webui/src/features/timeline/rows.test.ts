import { describe, expect, it } from 'vitest';
import { messageSchema, type Message } from '@/shared/protocol/message';
import type { OutboxEntry } from '@/shared/store/outbox';
import { messageJson } from '@tests/wire';
import { countAfter, lastSeqOf, rowsOf } from './rows';

const text = (seq: number, fields: object = {}) => messageSchema.parse(messageJson({ id: `m${seq}`, seq, content: `text ${seq}`, ...fields }));
const task = (seq: number, id: string, fields: object = {}) =>
  messageSchema.parse(
    messageJson({
      id: `m${seq}`, seq, kind: 'tool', toolName: 'Task', toolInput: '{}',
      tool: { id, kind: 'agent', title: `task ${id}`, status: 'running' }, ...fields,
    }),
  );
const entry = (clientId: string): OutboxEntry => ({ clientId, agentId: 'a', text: 'x', createdAt: 1, state: 'waiting', kept: true });

function shape(messages: Message[], unfolded: string[] = [], outbox: OutboxEntry[] = []) {
  return rowsOf(messages, new Set(unfolded), outbox).map((row) =>
    row.kind === 'outbox' ? row.key : `${'>'.repeat(row.depth)}${row.key}${row.childCount > 0 ? ` (${row.childCount})` : ''}`,
  );
}

describe('rowsOf', () => {
  const messages = [
    text(1),
    task(2, 't1'),
    text(3, { parentId: 't1' }),
    text(4),
    task(5, 't2', { parentId: 't1' }),
    text(6, { parentId: 't2' }),
  ];

  it.each<[string, string[], string[]]>([
    ['folded', [], ['m1', 'm2 (2)', 'm4']],
    ['unfolded', ['m2'], ['m1', 'm2 (2)', '>m3', '>m5 (1)', 'm4']],
    ['unfolded twice', ['m2', 'm5'], ['m1', 'm2 (2)', '>m3', '>m5 (1)', '>>m6', 'm4']],
    ['the inner one alone shows nothing', ['m5'], ['m1', 'm2 (2)', 'm4']],
  ])('%s', (_name, unfolded, expected) => expect(shape(messages, unfolded)).toEqual(expected));

  it('shows what belongs to a call that is not loaded where it stands', () => {
    expect(shape([text(1, { parentId: 'gone' }), text(2)])).toEqual(['>m1', 'm2']);
  });

  it('tells what a folded subagent does now', () => {
    const row = rowsOf([task(1, 't1'), text(2, { parentId: 't1', content: 'looking\nat it' })], new Set(), [])[0];
    expect(row).toMatchObject({ childCount: 1, lastChild: 'looking' });
  });

  it('puts the outbox last, without what the timeline shows already', () => {
    const prompt = text(3, { kind: 'prompt', delivery: 'accepted', clientId: 'c1' });
    expect(shape([prompt], [], [entry('c1'), entry('c2')])).toEqual(['m3', 'outbox.c2']);
  });
});

describe('unread rows', () => {
  const rows = rowsOf([text(1), text(2), text(5)], new Set(), [entry('c1')]);
  it.each([[0, 3], [1, 2], [4, 1], [5, 0]])('after %d there are %d', (seq, count) => {
    expect(countAfter(rows, seq)).toBe(count);
  });
  it('knows the last number', () => expect(lastSeqOf(rows)).toBe(5));
});
