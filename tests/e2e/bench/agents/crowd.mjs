// A server with many agents that live and do nothing.

import { execFile } from 'node:child_process';
import { readdirSync, readlinkSync } from 'node:fs';
import { promisify } from 'node:util';

import { cliEnvironment } from '../../harness/clisettings.mjs';
import { AgentView } from '../../harness/agentview.mjs';
import { deadline } from '../../harness/deadline.mjs';
import { paths } from '../../harness/paths.mjs';
import { World } from '../../harness/world.mjs';
import { monotonic, programs } from './programs.mjs';

const PollMs = 2;
const Patience = 60_000;
const run = promisify(execFile);

function outputsReadBy(pid) {
  return readdirSync(`/proc/${pid}/fd`).filter((fd) => {
    try {
      return /\/holders\/[^/]+\/output$/.test(readlinkSync(`/proc/${pid}/fd/${fd}`));
    } catch {
      return false; // closed meanwhile
    }
  }).length;
}

export class Crowd {
  #world;
  #socket;
  #views = [];
  #prompts = 0;

  static async create(count) {
    const crowd = new Crowd();
    crowd.#world = await World.create({ claude: programs.claude });
    await crowd.start();
    crowd.#socket = await crowd.#world.connect();
    for (let i = 0; i < count; ++i) {
      const { id } = await crowd.#world.api.post('/agents',
        { name: `agent ${i}`, directory: crowd.#world.directory(), prompt: 'hello', provider: 'claude' });
      crowd.#views.push(await new AgentView(id).join(crowd.#socket));
    }
    await Promise.all(crowd.#views.map((view) => view.phase('idle')));
    return crowd;
  }

  get server() { return this.#world.server; }
  get holders() { return this.#world.holders(); }

  // The time from its start to the line that says that it listens.
  async start() {
    const begun = monotonic();
    await this.#world.start();
    return monotonic() - begun;
  }

  kill() { return this.server.kill(); }

  // Resolves when the server has heard from every holder how its child is. (Then it opens that holder's output, and not before; all that the API
  // says of an agent is known before, too.)
  attached() {
    const look = (resolve) => {
      if (outputsReadBy(this.server.pid) === this.#views.length) resolve();
      else setTimeout(look, PollMs, resolve);
    };
    return deadline(new Promise(look), Patience, () => `${outputsReadBy(this.server.pid)} of ${this.#views.length} agents are attached`);
  }

  // A browser that knows them all comes (back).
  async visit() {
    this.#socket.disconnect();
    this.#socket = await this.#world.connect();
    await Promise.all(this.#views.map((view) => view.join(this.#socket, view.lastSeq)));
  }

  // Says something to all at once; resolves when the answer of every one is there.
  async ask() {
    const text = `question ${++this.#prompts}`;
    const answered = this.#views.map((view) => view.text(`heard ${text}`));
    for (const view of this.#views) this.#socket.emit('agent:send', { agentId: view.id, text });
    await Promise.all(answered);
    await Promise.all(this.#views.map((view) => view.phase('idle')));
  }

  async close() {
    await this.server.kill();
    await run(paths.server, ['--data-dir', this.#world.data, '--stop-agents'], { env: cliEnvironment(this.#world.home, 'http://127.0.0.1:1') });
    const left = this.holders.length;
    await this.#world.close();
    if (left > 0) throw new Error(`${left} holders are there after --stop-agents`);
  }
}
