// A session of the real opencode acp, as a client would drive it.

import { cliEnvironment } from '../harness/clisettings.mjs';
import { paths } from '../harness/paths.mjs';
import { JsonLines } from './jsonlines.mjs';

// The client keeps its hands off files: OpenCode shall read and write them itself.
const capabilities = { fs: { readTextFile: false, writeTextFile: false }, terminal: false };

export async function startOpenCode(world) {
  const agent = new JsonLines(paths.opencode, ['acp'], {
    frame: { jsonrpc: '2.0' }, env: cliEnvironment(world.home, `http://127.0.0.1:${world.modelApiPort}`), cwd: world.directory(),
  });
  agent.capabilities = (await agent.call('initialize', { protocolVersion: 1, clientCapabilities: capabilities })).agentCapabilities;
  return agent;
}

export class OpenCodeSession {
  // A new session, or the loaded one of that id.
  static async open(agent, directory, id) {
    const session = new OpenCodeSession();
    session.agent = agent;
    session.from = agent.messages.length;
    const answer = await agent.call(id ? 'session/load' : 'session/new', { cwd: directory, mcpServers: [], ...(id && { sessionId: id }) });
    session.id = id ?? answer.sessionId;
    session.options = answer.configOptions;
    return session;
  }

  // Resolves with the result when the turn is over.
  prompt(text) { return this.agent.call('session/prompt', { sessionId: this.id, prompt: [{ type: 'text', text }] }); }
  cancel() { this.agent.notify('session/cancel', { sessionId: this.id }); }

  #ours(method) {
    return this.agent.messages.slice(this.from).filter((m) => m.method === method && m.params.sessionId === this.id);
  }

  updates(kind) { return this.#ours('session/update').map((m) => m.params.update).filter((update) => update.sessionUpdate === kind); }

  // What the agent has said in this session, all pieces together.
  said(kind = 'agent_message_chunk') { return this.updates(kind).map((update) => update.content.text).join(''); }

  // Waits until the agent has said something that ends with `text`.
  saying(text) { return this.agent.next(() => this.said().endsWith(text), `a text with ${text}`); }

  // The newest state of each tool call.
  tools() {
    const calls = new Map();
    for (const { toolCallId, ...fields } of [...this.updates('tool_call'), ...this.updates('tool_call_update')])
      calls.set(toolCallId, { ...calls.get(toolCallId), ...fields });
    return [...calls.values()];
  }

  // The nth request for permission (from 0).
  async permission(n = 0) {
    await this.agent.next(() => this.#ours('session/request_permission').length > n, `permission request ${n}`);
    return this.#ours('session/request_permission')[n];
  }

  decide(request, kind) {
    const { optionId } = request.params.options.find((option) => option.kind === kind);
    this.agent.answer(request, { outcome: { outcome: 'selected', optionId } });
  }
}
