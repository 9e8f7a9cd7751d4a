// The settings of the fixture server, and what it finds of the ACP agents in them.
import { capabilities, ownAgent } from './capabilities.mjs';

const policies = ['ask', 'keep', 'purge'];
const variable = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** What the real server would say of one entry; undefined if nothing is wrong. */
function wrongWith({ id, name, command, env = {} }, others) {
  if (typeof id !== 'string' || !/^[a-z0-9-]{1,32}$/.test(id)) return 'id must be 1 to 32 small letters, digits or dashes';
  if (others.some((other) => other.id === id)) return `id is there twice: ${id}`;
  if (typeof name !== 'string' || name.trim() === '' || name.length > 80) return 'name must have 1 to 80 characters';
  if (typeof command !== 'string' || command.trim() === '' || command.length > 4096) return 'command must have 1 to 4096 characters';
  if ((command.split('"').length - 1) % 2 === 1) return `command has a quote at character ${command.lastIndexOf('"') + 1} that is not closed`;
  const bad = Object.keys(env).find((each) => !variable.test(each));
  return bad === undefined ? undefined : `env has "${bad}", which is no name of a variable`;
}

function errorOf({ agentRetentionMs, deleteSessionFilesPolicy, acpAgents }) {
  if (agentRetentionMs !== undefined && !(agentRetentionMs >= 0)) return 'agentRetentionMs must be a non-negative number';
  if (deleteSessionFilesPolicy !== undefined && !policies.includes(deleteSessionFilesPolicy)) {
    return 'deleteSessionFilesPolicy must be one of ask, keep, purge';
  }
  if (acpAgents === undefined) return undefined;
  if (!Array.isArray(acpAgents)) return 'acpAgents must be a list';
  if (acpAgents.length > 32) return 'acpAgents must not have more than 32 entries';
  for (const [index, agent] of acpAgents.entries()) {
    const wrong = wrongWith(agent, acpAgents.slice(0, index));
    if (wrong !== undefined) return `acpAgents[${index}].${wrong}`;
  }
  return undefined;
}

export class FixtureSettings {
  /** How long the server asks the CLIs, in milliseconds. */
  slowMs = 0;
  values = {
    agentRetentionMs: 0,
    deleteSessionFilesPolicy: 'ask',
    promptSuggestions: [],
    pathHistory: { studio: ['/home/ada/code/api-server', '/home/ada/code/docs'] },
    acpAgents: [],
  };

  async answer(method, sub, body) {
    if (sub === undefined) return method === 'PUT' ? this.#put(body) : [200, this.values];
    await new Promise((resolve) => setTimeout(resolve, this.slowMs));
    const own = this.values.acpAgents.map((agent) => [`acp:${agent.id}`, ownAgent(agent)]);
    return [200, { ...capabilities, providers: { ...capabilities.providers, ...Object.fromEntries(own) } }];
  }

  #put(changes) {
    const unknown = Object.keys(changes).find((name) => !(name in this.values));
    const error = unknown === undefined ? errorOf(changes) : `${unknown} is no setting`;
    if (error !== undefined) return [400, { error }];
    Object.assign(this.values, changes);
    return [200, this.values];
  }
}
