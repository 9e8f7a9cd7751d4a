// @vitest-environment node
import { describe, expect, it } from 'vitest';
import type { AcpAgent } from '@/shared/protocol/calls';
import { acpErrorOf, checkAcpForm, emptyAcpForm, idFor, toAcpAgent, toAcpForm, type AcpErrors, type AcpForm } from './acp-form';
import { putAcpAgent, removeAcpAgent } from './acp-list';

const form: AcpForm = { name: ' My agent ', command: ' my-agent --acp ', environment: 'KEY=a=b\n# remark\nEMPTY=' };
const agent = (id: string, fields: Partial<AcpAgent> = {}): AcpAgent => ({ id, name: id, command: id, env: {}, ...fields });

describe('an ACP agent of one’s own', () => {
  it.each<[string, string[], string]>([
    ['My agent (beta)', [], 'my-agent-beta'],
    [' Übersetzer ', [], 'ubersetzer'],
    ['Goose', ['goose', 'goose-2'], 'goose-3'],
    ['作業', [], 'agent'],
    ['作業', ['agent'], 'agent-2'],
    ['a'.repeat(80), [], 'a'.repeat(32)],
    ['a'.repeat(80), ['a'.repeat(32)], `${'a'.repeat(30)}-2`],
    [`${'a'.repeat(31)} b`, [], 'a'.repeat(31)],
  ])('named %s beside %j gets the id %s', (name, taken, id) => {
    expect(idFor(name, new Set(taken))).toBe(id);
    expect(id).toMatch(/^[a-z0-9-]{1,32}$/);
  });

  it('is what the form says', () => {
    expect(toAcpAgent(form, 'mine')).toEqual({ id: 'mine', name: 'My agent', command: 'my-agent --acp', env: { KEY: 'a=b', EMPTY: '' } });
  });

  it('comes back into the form as it was saved, and keeps what no line can say', () => {
    const saved = agent('goose', { env: { A: '1', CERT: 'one\ntwo' } });
    expect(toAcpForm(saved).environment).toBe('A=1');
    expect(toAcpAgent(toAcpForm(saved), 'goose', saved)).toEqual(saved);
    expect(toAcpAgent({ ...toAcpForm(saved), environment: 'CERT=x' }, 'goose', saved).env).toEqual({ CERT: 'x' });
  });

  it.each<[string, Partial<AcpForm>, (keyof AcpErrors)[]]>([
    ['all told', {}, []],
    ['nothing told', emptyAcpForm, ['name', 'command']],
    ['a name of 80 characters', { name: ` ${'x'.repeat(80)} ` }, []],
    ['a name of 81 characters', { name: 'x'.repeat(81) }, ['name']],
    // The server counts UTF-16 units.
    ['a name of 41 characters of two units each', { name: '😀'.repeat(41) }, ['name']],
    ['an environment that is none', { environment: 'KEY' }, ['environment']],
  ])('%s', (_name, fields, wrong) => expect(Object.keys(checkAcpForm({ ...form, ...fields }))).toEqual(wrong));

  it.each<[string, AcpErrors | undefined]>([
    ['acpAgents[1].command has a quote that is not closed', { command: 'Has a quote that is not closed' }],
    ['acpAgents[1].name must have 1 to 80 characters', { name: 'Must have 1 to 80 characters' }],
    ['acpAgents[1].env has "1A", which is no name of a variable', { environment: 'Has "1A", which is no name of a variable' }],
    ['acpAgents[1].id is there twice: goose', { name: 'Is there twice: goose' }],
    ['acpAgents[0].command has a quote that is not closed', undefined],
    ['acpAgents[1].colour is unknown', undefined],
    ['acpAgents must be a list', undefined],
    ['The server cannot be reached', undefined],
  ])('shows “%s” at its field', (message, errors) => expect(acpErrorOf(message, 1)).toEqual(errors));
});

describe('the list', () => {
  const list = [agent('goose'), agent('my-agent')];
  it('gets a new one at its end, by an id that nobody has', () => {
    expect(putAcpAgent(list, form, undefined)).toMatchObject({ index: 2, agent: { id: 'my-agent-2' }, list: [...list, { id: 'my-agent-2', name: 'My agent' }] });
  });

  it('keeps the place and the id of an edited one, whatever it is called now', () => {
    const changed = putAcpAgent(list, form, 'goose');
    expect(changed).toMatchObject({ index: 0, agent: { id: 'goose', name: 'My agent' } });
    expect(changed.list.map(({ id }) => id)).toEqual(['goose', 'my-agent']);
  });

  it('takes back an edited one that was removed in the meantime', () => {
    expect(putAcpAgent(list, form, 'gone')).toMatchObject({ index: 2, agent: { id: 'gone' } });
  });

  it('loses only the removed one', () => {
    expect(removeAcpAgent(list, 'goose')).toEqual([list[1]]);
    expect(removeAcpAgent(list, 'gone')).toEqual(list);
  });
});
