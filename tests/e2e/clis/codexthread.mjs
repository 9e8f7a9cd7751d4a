// A thread of the real codex app-server, as a client would drive it.

import { cliEnvironment } from '../harness/clisettings.mjs';
import { paths } from '../harness/paths.mjs';
import { JsonLines } from './jsonlines.mjs';

export class CodexThread {
  // Starts a server of its own and a thread in it; `resume` is the id of an older one.
  static async start(world, { model, resume } = {}) {
    const thread = new CodexThread();
    thread.directory = world.directory();
    thread.server = new JsonLines(paths.codex, ['app-server'], {
      env: cliEnvironment(world.home, `http://127.0.0.1:${world.modelApiPort}`), cwd: thread.directory,
    });
    await thread.server.call('initialize', {
      clientInfo: { name: 'test', title: 'Test', version: '1' }, capabilities: { experimentalApi: true },
    });
    thread.server.notify('initialized');
    const settings = { cwd: thread.directory, approvalPolicy: 'untrusted', sandbox: 'workspace-write', model };
    const answer = resume
      ? await thread.server.call('thread/resume', { threadId: resume, excludeTurns: true })
      : await thread.server.call('thread/start', settings);
    thread.id = answer.thread.id;
    thread.model = answer.model;
    return thread;
  }

  // Begins a turn; what comes from now on belongs to it.
  async begin(text, more = {}) {
    this.from = this.server.messages.length;
    const { turn } = await this.server.call('turn/start', { threadId: this.id, input: [{ type: 'text', text }], ...more });
    this.turnId = turn.id;
  }

  // A turn from its beginning to its end.
  async turn(text, more) {
    await this.begin(text, more);
    return this.ended();
  }

  call(method, params) { return this.server.call(method, { threadId: this.id, ...params }); }
  next(method, fits = () => true) { return this.server.next((m) => m.method === method && fits(m.params), method, this.from); }
  async ended() { return (await this.next('turn/completed')).params.turn; }

  // The finished items of the turn, of one type.
  items(type) { return this.#of('item/completed').map(({ item }) => item).filter((item) => item.type === type); }
  texts() { return this.items('agentMessage').map((item) => item.text); }
  errors() { return this.#of('error'); }
  all(method) { return this.#of(method); }

  #of(method) { return this.server.messages.slice(this.from).filter((m) => m.method === method).map((m) => m.params); }

  // Waits for a request of the server and answers it; resolves to what was asked.
  async answer(method, result, fits) {
    const request = await this.next(method, fits);
    this.server.answer(this.server.messages.find((m) => m.method === method && m.params === request.params), result);
    return request.params;
  }

  end() { return this.server.end(); }
}
