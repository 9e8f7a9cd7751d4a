import { describe, expect, it } from 'vitest';
import { agentSchema } from '@/shared/protocol/agent';
import { recordSchema, type JournalRecord } from '@/shared/protocol/record';
import { agentJson, approvalJson, messageJson, stateJson } from '@tests/wire';
import { applyRecords, applySnapshot, prependPage, timelineOf, type Timeline } from './timeline';

function timeline(messages: unknown[], lastSeq: number, more = 0): Timeline {
  const agent = agentSchema.parse(agentJson({ messages, lastSeq, messageCount: messages.length + more }));
  return timelineOf(agent, lastSeq);
}

function record(seq: number, body: object): JournalRecord {
  return recordSchema.parse({ seq, at: 1, ...body });
}

const said = (seq: number, content: string, extra: object = {}) =>
  record(seq, { type: 'message', message: messageJson({ id: `m${seq}`, seq, content, ...extra }) });
const append = (seq: number, id: string, text: string) => record(seq, { type: 'append', id, text });
const texts = (shown: Timeline) => shown.messages.map((message) => `${message.seq}:${message.content}`);

describe('applyRecords', () => {
  const start = timeline([messageJson({ id: 'm1', seq: 1, content: 'one' })], 1);

  it.each<[string, JournalRecord[], string[], number, boolean]>([
    ['nothing', [], ['1:one'], 1, false],
    ['a new message', [said(2, 'two')], ['1:one', '2:two'], 2, false],
    ['several in order', [said(2, 'two'), said(3, 'three')], ['1:one', '2:two', '3:three'], 3, false],
    ['one that is known already', [said(1, 'again')], ['1:one'], 1, false],
    ['known and new ones', [said(1, 'again'), said(2, 'two')], ['1:one', '2:two'], 2, false],
    ['the same one twice', [said(2, 'two'), said(2, 'other')], ['1:one', '2:two'], 2, false],
    ['a gap', [said(3, 'three')], ['1:one'], 1, true],
    ['a gap after a good one', [said(2, 'two'), said(4, 'four')], ['1:one', '2:two'], 2, true],
    ['an append', [append(2, 'm1', ' more')], ['1:one more'], 2, false],
    ['appends once each', [append(2, 'm1', 'a'), append(2, 'm1', 'a'), append(3, 'm1', 'b')], ['1:oneab'], 3, false],
    ['an append to a message that is not loaded', [append(2, 'm0', 'x')], ['1:one'], 2, false],
    ['a line that no one understands', [record(2, { type: 'unknown', line: 'x' })], ['1:one'], 2, false],
    ['a record of a newer server', [record(2, { type: 'sparkle' })], ['1:one'], 2, false],
    [
      'a replacement keeps its place',
      [said(2, 'two'), record(3, { type: 'message', message: messageJson({ id: 'm1', seq: 1, content: 'new' }) })],
      ['1:new', '2:two'],
      3,
      false,
    ],
  ])('%s', (_name, records, expected, lastSeq, gap) => {
    const applied = applyRecords(start, records);
    expect(texts(applied.timeline)).toEqual(expected);
    expect(applied.timeline.lastSeq).toBe(lastSeq);
    expect(applied.gap).toBe(gap);
  });

  it('changes nothing it was given', () => {
    const before = structuredClone(start);
    applyRecords(start, [append(2, 'm1', ' more'), said(3, 'three')]);
    expect(start).toEqual(before);
  });

  it('gives the same object back when there is nothing new', () => {
    expect(applyRecords(start, [said(1, 'again')]).timeline).toBe(start);
  });

  it('leaves a change of an older page to that page', () => {
    const tail = timeline([messageJson({ id: 'm9', seq: 9 })], 9, 8);
    const change = record(10, { type: 'message', message: messageJson({ id: 'm2', seq: 2, content: 'late' }) });
    const applied = applyRecords(tail, [change]).timeline;
    expect(applied.messages.map((message) => message.id)).toEqual(['m9']);
    expect(applied.lastSeq).toBe(10);
  });

  it('replaces the state', () => {
    const next = applyRecords(start, [record(2, { type: 'state', state: stateJson({ phase: 'working', model: '' }) })]);
    expect(next.timeline.agent.phase).toBe('working');
    expect(next.timeline.agent.model).toBeUndefined();
  });

  it('gives appended text to the output of a tool', () => {
    const call = { kind: 'tool', toolName: 'Bash', toolInput: '{}', tool: { id: 't', kind: 'exec', title: 'make', status: 'running' } };
    const running = timeline([messageJson({ id: 'm1', seq: 1, content: 'make', ...call })], 1);
    const next = applyRecords(running, [append(2, 'm1', 'one\n'), append(3, 'm1', 'two')]).timeline;
    expect(next.messages[0]).toMatchObject({ content: 'make', toolResult: 'one\ntwo' });
  });

  it.each([
    ['working', { rssBytes: 5, cpu: 0.1, processes: 2, sampledAt: 1 }],
    ['stopped', undefined],
    ['failed', undefined],
  ])('when the agent is %s, its resources are %j', (phase, resources) => {
    const agent = agentSchema.parse(agentJson({ resources: { rssBytes: 5, cpu: 0.1, processes: 2, sampledAt: 1 } }));
    const next = applyRecords(timelineOf(agent, 1), [record(2, { type: 'state', state: stateJson({ phase }) })]);
    expect(next.timeline.agent.resources).toEqual(resources);
  });

  it('keeps what waits for a person, oldest first, until it is decided', () => {
    const ask = (seq: number, id: string, state = 'waiting') =>
      record(seq, { type: 'message', message: approvalJson({ id, seq: id === 'a' ? 2 : 3, state }) });
    const asked = applyRecords(start, [ask(2, 'a'), ask(3, 'b')]).timeline;
    expect(asked.agent.pending.map((message) => message.id)).toEqual(['a', 'b']);
    const decided = applyRecords(asked, [ask(4, 'a', 'decided')]).timeline;
    expect(decided.agent.pending.map((message) => message.id)).toEqual(['b']);
    const gone = applyRecords(decided, [ask(5, 'b', 'withdrawn')]).timeline;
    expect(gone.agent.pending).toEqual([]);
  });
});

describe('prependPage', () => {
  it('puts older messages first and drops repeated ones', () => {
    const start = timeline([messageJson({ id: 'm5', seq: 5 })], 5, 4);
    const page = timeline([3, 4, 5].map((seq) => messageJson({ id: `m${seq}`, seq })), 5).messages;
    const next = prependPage(start, page, false);
    expect(next.messages.map((message) => message.seq)).toEqual([3, 4, 5]);
    expect(next.hasOlder).toBe(false);
    expect(start.hasOlder).toBe(true);
  });
});

describe('applySnapshot', () => {
  const start = timeline([messageJson({ id: 'm1', seq: 1 })], 3);
  it.each([
    ['an older snapshot', 2, 'idle'],
    ['a newer snapshot, whose records are still to come', 4, 'idle'],
    ['a snapshot of this very state', 3, 'working'],
  ])('%s renames, and takes the state only at the same number', (_name, lastSeq, phase) => {
    const snapshot = agentSchema.parse(agentJson({ lastSeq, name: 'renamed', phase: 'working', messages: [], resources: { rssBytes: 7, cpu: 0 } }));
    const next = applySnapshot(start, snapshot);
    expect(next.agent.name).toBe('renamed');
    expect(next.agent.phase).toBe(phase);
    expect(next.agent.resources?.rssBytes).toBe(7);
    expect(next.messages).toBe(start.messages);
  });
});
