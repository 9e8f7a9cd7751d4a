import { describe, expect, it } from 'vitest';
import { messageSchema, type PlanEntry } from '@/shared/protocol/message';
import { messageJson } from '@tests/wire';
import { livePlan, planProgress } from './plan-progress';

const entries = (states: string): PlanEntry[] =>
  Array.from(states).map((letter, index) => ({
    text: `step ${index + 1}`,
    state: letter === 'd' ? 'done' : letter === 'a' ? 'active' : 'pending',
  }));

describe('the progress of a plan', () => {
  it.each<[string, number, number, string | undefined]>([
    ['', 0, 0, undefined],
    ['ppp', 0, 3, 'step 1'],
    ['dap', 1, 3, 'step 2'],
    ['dpa', 1, 3, 'step 3'],
    ['ddp', 2, 3, 'step 3'],
    ['ddd', 3, 3, undefined],
  ])('%s', (states, done, total, current) => {
    const progress = planProgress(entries(states));
    expect([progress.done, progress.total, progress.current?.text]).toEqual([done, total, current]);
  });
});

describe('the live plan', () => {
  const plan = (seq: number, states: string, fields: object = {}) =>
    messageSchema.parse(messageJson({ id: `m${seq}`, seq, kind: 'plan', entries: entries(states), ...fields }));
  const text = messageSchema.parse(messageJson({ id: 'm9', seq: 9 }));

  it.each<[string, ReturnType<typeof plan>[], string | undefined]>([
    ['none', [text], undefined],
    ['the newest', [plan(1, 'dd'), plan(2, 'dap'), text], 'm2'],
    ['none that is done, not an older one instead', [plan(1, 'dap'), plan(2, 'dd')], undefined],
    ['none of a subagent', [plan(1, 'dap'), plan(2, 'ppp', { parentId: 't1' })], 'm1'],
    ['none without entries', [plan(1, '')], undefined],
  ])('is %s', (_name, messages, id) => expect(livePlan(messages)?.id).toBe(id));
});
