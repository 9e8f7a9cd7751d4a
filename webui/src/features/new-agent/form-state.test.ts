import { describe, expect, it } from 'vitest';
import { capabilitiesSchema } from '@/shared/protocol/calls';
import {
  changeProvider,
  checkForm,
  emptyForm,
  fieldOfError,
  suggestName,
  toNewAgent,
  type FieldName,
  type FormState,
} from './form-state';
import { mergePaths, readPaths, rememberPath } from './path-history';
import type { ProviderChoice } from './provider-choice';

describe('the form', () => {
  it.each<[string, string[], string]>([
    ['/home/me/api', [], 'api'],
    ['/home/me/api/', ['api'], 'api 2'],
    ['/home/me/api', ['api', 'api 2'], 'api 3'],
    ['/', [], ''],
    ['', [], ''],
  ])('suggests for %s beside %j: %s', (directory, taken, name) => {
    expect(suggestName(directory, new Set(taken))).toBe(name);
  });

  const told = { ...emptyForm, directory: ' /srv/api ', prompt: ' Do it ' };
  const sent = (form: Partial<FormState>, provider = 'claude') => toNewAgent({ ...told, ...form }, provider, 'api', 'c1');

  it('sends only what was chosen', () => {
    expect(sent({})).toEqual({
      name: 'api', provider: 'claude', directory: '/srv/api', prompt: 'Do it', clientId: 'c1', flags: { permissionMode: 'default' },
    });
  });

  it.each<[string, string, Partial<FormState>, object]>([
    // A mode beside skipped permissions would contradict them.
    [
      'everything of claude', 'claude',
      { mode: 'plan', model: ' opus ', effort: 'high', resume: ' s1 ', skipPermissions: true, terminal: true },
      { model: 'opus', reasoningEffort: 'high', resume: 's1', dangerouslySkipPermissions: true, terminal: true },
    ],
    ['a mode of claude', 'claude', { mode: 'plan' }, { permissionMode: 'plan' }],
    ['nothing of codex: its own settings count', 'codex', {}, {}],
    ['a mode of codex', 'codex', { mode: 'read-only', skipPermissions: true }, { permissionMode: 'read-only' }],
    ['a command that another provider would not take', 'gemini', { command: 'x', environment: 'A=1' }, {}],
    ['an ACP agent', 'acp', { command: ' my-agent --acp ', environment: 'A=1\nB=x=y', model: 'm' }, { command: 'my-agent --acp', env: { A: '1', B: 'x=y' }, model: 'm' }],
    ['an ACP agent without variables', 'acp', { command: 'my-agent', environment: '\n# none\n' }, { command: 'my-agent' }],
    ['a command', 'command', { command: 'htop', model: 'm', mode: 'plan', effort: 'low', resume: 's' }, { command: 'htop' }],
  ])('%s', (_name, provider, form, flags) => {
    expect(sent(form, provider)).toMatchObject({ provider });
    expect(sent(form, provider).flags).toEqual(flags);
  });

  it.each<[string, string, string]>([
    ['claude', '', ''],
    ['acp', '', ''],
    ['command', ' ', 'htop -d 5'],
    ['command', 'Watch the load', 'Watch the load'],
  ])('the prompt of %s, told %j, is %j', (provider, prompt, expected) => {
    expect(sent({ command: ' htop -d 5 ', prompt }, provider).prompt).toBe(expected);
  });

  it('sends a name and instructions, these not to a program that has none', () => {
    expect(sent({ name: ' mine ', instructions: ' Be brief ' })).toMatchObject({ name: 'mine', claudeMd: 'Be brief' });
    expect(sent({ instructions: 'Be brief', command: 'htop' }, 'command')).not.toHaveProperty('claudeMd');
  });

  it('forgets with another provider what only the one before has', () => {
    const before = { ...told, mode: 'plan', model: 'opus', effort: 'max', resume: 's', skipPermissions: true, terminal: true, instructions: 'Be brief' };
    expect({ ...before, ...changeProvider('codex') }).toEqual({ ...told, provider: 'codex', instructions: 'Be brief' });
  });

  const choice = (id: string, available?: boolean): ProviderChoice => ({
    id,
    name: id,
    found:
      available === undefined
        ? undefined
        : capabilitiesSchema.parse({ providers: { it: { available } } }).providers['it'],
  });

  it.each<[string, Partial<FormState>, ProviderChoice, string, string[]]>([
    ['nothing told', { directory: '', prompt: '' }, choice('claude'), '', ['directory', 'prompt', 'name']],
    ['all told', {}, choice('claude', true), 'api', []],
    ['a CLI that is not there', {}, choice('codex', false), 'api', ['provider']],
    ['an ACP agent without a command', {}, choice('acp', true), 'api', ['command']],
    ['an environment that is none', { command: 'x', environment: 'A' }, choice('acp', true), 'api', ['environment']],
    ['an environment that is not asked for', { environment: 'A' }, choice('gemini', true), 'api', []],
    ['a command without a prompt', { command: 'htop', prompt: '' }, choice('command'), 'api', []],
    ['a command without one', { prompt: 'Do it' }, choice('command'), 'api', ['command']],
  ])('finds without the server, with %s: %j', (_name, form, provider, suggested, fields) => {
    expect(Object.keys(checkForm({ ...told, ...form }, provider, suggested))).toEqual(fields);
  });

  it('wants the whole path', () => {
    expect(checkForm({ ...told, directory: 'code/api' }, choice('claude'), 'api').directory).toMatch(/whole path/);
  });

  it.each<[string, FieldName | undefined]>([
    ['directory: /missing does not exist', 'directory'],
    ['name, directory, and prompt are required', 'name'],
    ['prompt must be text', 'prompt'],
    ['flags.permissionMode: no such mode', 'mode'],
    ['flags.model must be text', 'model'],
    ['reasoningEffort must be one of low, medium, high', 'effort'],
    ['flags.resume: no such session', 'resume'],
    ['claudeMd is too long', 'instructions'],
    ['flags.command must not be empty', 'command'],
    ['command: a quote is open', 'command'],
    ['env has "1A", which is no name of a variable', 'environment'],
    ['provider: there is no "x"', 'provider'],
    ['The server cannot be reached', undefined],
    ['renamed filename', undefined],
  ])('shows “%s” at %s', (message, field) => expect(fieldOfError(message)).toBe(field));
});

describe('paths used before', () => {
  it('keeps the latest first, each once', () => {
    for (const path of ['/a', '/b', '/a']) rememberPath(path);
    expect(readPaths()).toEqual(['/a', '/b']);
  });
  it('survives what it cannot read', () => {
    localStorage.setItem('agentmonitor.paths', '{');
    expect(readPaths()).toEqual([]);
  });
  it('adds those that the server knows', () => {
    expect(mergePaths(['/a'], { studio: ['/b', '/a'], laptop: ['/c'] })).toEqual(['/a', '/b', '/c']);
  });
});
