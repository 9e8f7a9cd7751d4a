import { describe, expect, it } from 'vitest';
import { agentSchema } from '@/shared/protocol/agent';
import { agentJson } from '@tests/wire';
import { agentSearchSchema, tabSearch, viewOf, viewsOf, type AgentView } from './agent-search';

const config = { directory: '/srv', prompt: '', flags: {} };
const chat = agentSchema.parse(agentJson());
const program = agentSchema.parse(agentJson({ config: { ...config, provider: 'command', flags: { command: 'htop' } } }));

describe("an agent's address", () => {
  it.each<[object, AgentView, AgentView]>([
    [{}, 'messages', 'screen'],
    [{ view: 'messages' }, 'messages', 'messages'],
    [{ view: 'terminal' }, 'terminal', 'terminal'],
    [{ view: 'files' }, 'messages', 'screen'],
  ])('%j shows of a conversation %s, of a program %s', (search, ofChat, ofProgram) => {
    expect(viewOf(agentSearchSchema.parse(search), chat)).toBe(ofChat);
    expect(viewOf(agentSearchSchema.parse(search), program)).toBe(ofProgram);
  });

  it('offers the views by name, each with the address that shows it', () => {
    for (const agent of [chat, program]) {
      for (const { view, search } of viewsOf(agent)) expect(viewOf(search, agent)).toBe(view);
    }
    expect(viewsOf(chat).map(({ label }) => label)).toEqual(['Chat', 'Terminal']);
    expect(viewsOf(program).map(({ label }) => label)).toEqual(['Screen', 'Messages', 'Terminal']);
  });

  it.each([['2', 2], ['build', 'build'], ['007', '007'], [undefined, undefined]])('names tab %j as %j', (id, tab) => {
    expect(tabSearch(id).tab).toBe(tab);
  });
});
