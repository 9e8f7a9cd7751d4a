import { describe, expect, it } from 'vitest';
import { checkForm, emptyForm, fieldOfError, suggestName, toNewAgent, type FieldName } from './form-state';
import { mergePaths, readPaths, rememberPath } from './path-history';

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

  it('sends only what was chosen', () => {
    const form = { ...emptyForm, directory: ' /srv/api ', prompt: ' Do it ' };
    expect(toNewAgent(form, 'api', 'c1')).toEqual({
      name: 'api', provider: 'claude', directory: '/srv/api', prompt: 'Do it', clientId: 'c1', flags: { permissionMode: 'default' },
    });
  });

  it('sends everything that was chosen', () => {
    const form = {
      directory: '/srv/api', prompt: 'Do it', name: 'mine', mode: 'plan', model: 'opus', effort: 'high',
      instructions: 'Be brief', resume: 's1', skipPermissions: true,
    };
    const agent = toNewAgent(form, 'api', 'c1');
    expect(agent).toMatchObject({ name: 'mine', claudeMd: 'Be brief' });
    // A mode beside skipped permissions would contradict them.
    expect(agent.flags).toEqual({ model: 'opus', reasoningEffort: 'high', resume: 's1', dangerouslySkipPermissions: true });
  });

  it('finds what is missing without the server', () => {
    expect(Object.keys(checkForm(emptyForm, ''))).toEqual(['directory', 'prompt', 'name']);
    expect(checkForm({ ...emptyForm, directory: 'code/api', prompt: 'x' }, 'api').directory).toMatch(/whole path/);
    expect(checkForm({ ...emptyForm, directory: '/code/api', prompt: 'x' }, 'api')).toEqual({});
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
