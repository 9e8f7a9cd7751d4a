import { describe, expect, it } from 'vitest';
import { agentSchema } from '@/shared/protocol/agent';
import { approvalSchema, questionSchema } from '@/shared/protocol/ask';
import { agentJson, approvalJson, approvalOptions } from '@tests/wire';
import { endWords, groupAgents, stateLine } from './agent-words';
import { approvalOutcome, questionOutcome, wasAllowed } from './decision-words';

const now = new Date(2026, 10, 22, 12, 30).getTime();
const at = new Date(2026, 10, 22, 12, 4).getTime();

function approval(fields: object) {
  return approvalSchema.parse({
    id: 'p', toolName: 'Bash', kind: 'exec', title: 'Run make', input: {}, state: 'decided', options: approvalOptions, ...fields,
  });
}
const decision = (optionId: string, from = '') => ({ optionId, label: '', by: 'you', from, at });

describe('the outcome of an approval', () => {
  it.each<[string, object, string, boolean]>([
    ['allowed', { decision: decision('yes') }, 'Allowed by you 12:04', true],
    ['allowed from elsewhere', { decision: decision('yes', 'phone') }, 'Allowed by you 12:04 from phone', true],
    ['always', { decision: decision('always') }, 'Always allowed by you 12:04', true],
    ['denied', { decision: decision('no', 'phone') }, 'Denied by you 12:04 from phone', false],
    ['denied and stopped', { decision: decision('stop') }, 'Denied by you 12:04', false],
    ['an option that is not listed is no permission', { decision: decision('what') }, 'Denied by you 12:04', false],
    ['waiting', { state: 'waiting' }, 'Waits for you', false],
    ['withdrawn', { state: 'withdrawn' }, 'Withdrawn by the agent', false],
    ['void', { state: 'void' }, 'Void: the agent ended before an answer', false],
  ])('%s', (_name, fields, words, allowed) => {
    expect(approvalOutcome(approval(fields), now)).toBe(words);
    expect(wasAllowed(approval(fields))).toBe(allowed);
  });
});

describe('the outcome of a question', () => {
  it.each<[object, string]>([
    [{ state: 'decided', decision: decision('answer') }, 'Answered by you 12:04'],
    [{ state: 'decided', decision: decision('skip') }, 'Skipped by you 12:04'],
    [{ state: 'waiting' }, 'Waits for you'],
    [{ state: 'void' }, 'Void: the agent ended before an answer'],
  ])('%j', (fields, words) => {
    expect(questionOutcome(questionSchema.parse({ id: 'q', items: [], ...fields }), now)).toBe(words);
  });
});

describe('the list', () => {
  const agent = (id: string, fields: object) => agentSchema.parse(agentJson({ id, ...fields }));
  const ids = (agents: ReturnType<typeof agent>[]) => agents.map(({ id }) => id);

  it('groups by who needs a person, what runs, and the rest', () => {
    const groups = groupAgents([
      agent('failed', { phase: 'failed' }),
      agent('late', { phase: 'asking', pending: [approvalJson({ id: 'x', seq: 1, timestamp: 20 })], lastActivity: 1 }),
      agent('works-and-asks', { phase: 'working', pending: [{ ...approvalJson(), timestamp: 10 }] }),
      agent('retries', { phase: 'retrying', createdAt: 1 }),
      agent('starts', { phase: 'starting', createdAt: 2 }),
      agent('idle', { phase: 'idle' }),
      agent('old', { phase: 'stopped', lastActivity: 1 }),
      agent('recent', { phase: 'stopped', lastActivity: 2 }),
    ]);
    expect(ids(groups['needs-you'])).toEqual(['late', 'works-and-asks', 'failed']);
    expect(ids(groups.running)).toEqual(['starts', 'retries']);
    expect(ids(groups.idle)).toEqual(['idle']);
    expect(ids(groups.done)).toEqual(['recent', 'old']);
  });

  it.each<[object, string]>([
    [{ phase: 'working', activity: 'Write out.txt' }, 'Write out.txt'],
    [{ phase: 'working' }, 'Working'],
    [{ phase: 'idle', activity: 'stale' }, 'Idle'],
    [{ phase: 'failed', error: 'exit code 1' }, 'exit code 1'],
    [{ phase: 'failed' }, 'Failed'],
    [{ phase: 'working', problem: 'No space left on the disk: waiting to go on' }, 'No space left on the disk: waiting to go on'],
  ])('an agent with %j does: %s', (fields, line) => {
    expect(stateLine(agent('a', fields))).toBe(line);
  });

  const terminal = { provider: 'command', directory: '/srv', prompt: 'htop', flags: {} };
  it.each<[object, ReturnType<typeof endWords>]>([
    [{ phase: 'stopped' }, undefined],
    [{ phase: 'idle', error: 'old' }, undefined],
    [{ phase: 'failed' }, { level: 'error', words: 'Failed.', next: 'Send a message to try again.' }],
    [{ phase: 'failed', error: 'exit code 1 ' }, { level: 'error', words: 'exit code 1.', next: 'Send a message to try again.' }],
    [
      { phase: 'failed', error: 'Interrupted: the machine was restarted' },
      { level: 'warning', words: 'Interrupted: the machine was restarted.', next: 'Send a message to go on.' },
    ],
    [
      { phase: 'failed', error: 'Interrupted: the machine was restarted', config: terminal },
      { level: 'error', words: 'Interrupted: the machine was restarted.', next: 'Resume starts it again.' },
    ],
  ])('an agent with %j ended so: %j', (fields, words) => expect(endWords(agent('a', fields))).toEqual(words));
});
