import { describe, expect, it } from 'vitest';
import { agentJson, approvalJson, messageJson, stateJson } from '@tests/wire';
import { agentSchema, agentStateSchema } from './agent';
import { capabilitiesSchema } from './calls';
import { joinReplySchema } from './events';
import { unreadableDiff } from './file-diff';
import { messageSchema } from './message';
import { recordSchema } from './record';

describe('messages', () => {
  it.each<[string, object, string]>([
    ['prompt', { role: 'user', delivery: 'accepted', clientId: 'c1' }, 'prompt'],
    ['text', {}, 'text'],
    ['thought', { durationMs: 6000 }, 'thought'],
    ['tool', { toolName: 'Bash', toolInput: '{}', tool: { id: 't', kind: 'exec', title: 'make', status: 'ok' } }, 'tool'],
    ['notice', { level: 'error' }, 'notice'],
    ['plan', { entries: [{ text: 'Read', state: 'done' }] }, 'plan'],
    ['plan', { entries: 'many' }, 'unsupported'],
    ['hologram', {}, 'unsupported'],
    ['tool', { toolName: 'Bash' }, 'unsupported'],
    ['prompt', { delivery: 'teleported' }, 'unsupported'],
  ])('%s with %j is read as %3$s', (kind, fields, expected) => {
    const message = messageSchema.parse(messageJson({ kind, ...fields }));
    expect(message.kind).toBe(expected);
    expect(message.content).toBe('text');
  });

  it('takes a kind of tool that it does not know for another tool', () => {
    const tool = { id: 't', kind: 'teleport', title: 'x', status: 'ok' };
    const message = messageSchema.parse(messageJson({ kind: 'tool', toolName: 'T', toolInput: '{}', tool }));
    expect(message.kind === 'tool' && message.tool.kind).toBe('other');
  });

  it.each([['no id', { id: undefined }], ['no number', { seq: undefined }], ['a broken number', { seq: 1.5 }]])(
    'refuses a message with %s',
    (_name, fields) => {
      expect(messageSchema.safeParse(messageJson(fields)).success).toBe(false);
    },
  );

  it('keeps the place of a diff that it cannot read', () => {
    const good = { path: 'a.ts', added: 1, removed: 0, hunks: [] };
    const message = messageSchema.parse(approvalJson({ kind: 'edit', diffs: [good, { file: 7 }] }));
    expect(message.kind === 'approval' && message.approval.diffs).toEqual([good, unreadableDiff]);
  });

  it('knows what was left out', () => {
    const message = messageSchema.parse({ ...approvalJson(), clipped: { approval: true } });
    expect(message.clipped).toEqual({ approval: true });
  });
});

describe('agents', () => {
  it('reads empty texts and zero times as absent', () => {
    const state = agentStateSchema.parse(stateJson({ error: '', effort: '', turnStartedAt: 0, model: null }));
    expect(state).toMatchObject({ error: undefined, effort: undefined, turnStartedAt: undefined, model: undefined });
  });

  it('keeps only what waits in pending', () => {
    const agent = agentSchema.parse(agentJson({ pending: [approvalJson(), approvalJson({ id: 'p2', state: 'void' })] }));
    expect(agent.pending.map((message) => message.id)).toEqual(['p1']);
  });

  it.each([[{ rssBytes: 5, cpu: 0.25, processes: 3, sampledAt: 9 }], [undefined]])('reads resources %j', (resources) => {
    expect(agentSchema.parse(agentJson({ resources })).resources).toEqual(resources);
  });

  it('does without resources that it cannot read', () => {
    expect(agentSchema.parse(agentJson({ resources: { rss: 'much' } })).resources).toBeUndefined();
  });

  it('refuses a phase that it does not know', () => {
    expect(agentSchema.safeParse(agentJson({ phase: 'dancing' })).success).toBe(false);
  });
});

describe('records', () => {
  it.each<[string, object, string]>([
    ['a message', { type: 'message', message: messageJson() }, 'message'],
    ['an append', { type: 'append', id: 'm1', text: 'x' }, 'append'],
    ['a state', { type: 'state', state: stateJson() }, 'state'],
    ['a line of the CLI', { type: 'unknown', line: '{}' }, 'unknown'],
    ['a type of a newer server', { type: 'sparkle' }, 'unknown'],
    ['a message that cannot be read', { type: 'message', message: { id: 7 } }, 'unknown'],
  ])('%s keeps its number', (_name, body, type) => {
    expect(recordSchema.parse({ seq: 7, at: 1, ...body })).toMatchObject({ seq: 7, type });
  });

  it('refuses what has no number', () => {
    expect(recordSchema.safeParse({ type: 'append', id: 'm1', text: 'x' }).success).toBe(false);
  });
});

describe('the answer to a join', () => {
  it.each<[string, object, string]>([
    ['records', { ok: true, records: [], lastSeq: 4 }, 'records'],
    ['a snapshot', { ok: true, snapshot: agentJson(), lastSeq: 4 }, 'snapshot'],
    ['an error', { error: 'Agent not found' }, 'error'],
  ])('may be %s', (_name, reply, key) => {
    expect(joinReplySchema.parse(reply)).toHaveProperty(key);
  });
});

describe('capabilities', () => {
  const parse = (provider: object) => capabilitiesSchema.parse({ providers: { codex: { available: true, ...provider } } }).providers['codex'];

  it('reads what a CLI can', () => {
    const models = [{ id: 'm', name: 'M', description: '', efforts: ['low'] }];
    expect(parse({ name: 'Codex', version: '0.9', models, modes: ['auto'], reasoningEfforts: ['low'], interfaces: ['conversation', 'terminal'] }))
      .toEqual({ name: 'Codex', available: true, version: '0.9', hint: undefined, models, modes: ['auto'], reasoningEfforts: ['low'], interfaces: ['conversation', 'terminal'] });
  });

  it('takes what an older server says: no name, models by name alone, conversations only', () => {
    expect(parse({ models: ['m'] })).toMatchObject({
      models: [{ id: 'm', name: 'm', description: '', efforts: [] }], modes: [], interfaces: ['conversation'],
    });
  });
});
