// Everything one test file needs, in one temporary place, and gone afterwards.

import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { io } from 'socket.io-client';

import { ModelApi } from '../../modelapi/server.mjs';
import { AgentView } from './agentview.mjs';
import { writeCliSettings } from './clisettings.mjs';
import { deadline, patience } from './deadline.mjs';
import { eventually } from './eventually.mjs';
import { paths } from './paths.mjs';
import { RestClient } from './restclient.mjs';
import { Server } from './server.mjs';

function commandOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return ''; // gone
  }
}

function kill(pid) {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (error.code !== 'ESRCH') throw error; // it has ended by itself
  }
}

// A tool call that never ends by itself. (The CLI refuses a plain sleep.)
export const endlessTool = 'BASH: tail -f /dev/null';

export class World {
  modelApi = new ModelApi();
  #sockets = [];
  #servers = [];
  #clients = 0;

  static async create(serverOptions = {}) {
    const world = new World();
    world.root = realpathSync(mkdtempSync(join(tmpdir(), 'agentmonitor-e2e-')));
    for (const name of ['home', 'data']) mkdirSync((world[name] = join(world.root, name)));
    world.modelApiPort = await world.modelApi.listen();
    writeCliSettings(world.home, `http://127.0.0.1:${world.modelApiPort}`);
    world.serverOptions = serverOptions;
    return world;
  }

  // Starts the server (again); the data directory stays.
  async start(options = {}) {
    this.server = await this.startAnother(options);
    this.api = new RestClient(this.server.base);
    return this.server;
  }

  async startAnother(options = {}) {
    const server = new Server({
      home: this.home, dataDir: this.data, modelApiPort: this.modelApiPort, ...this.serverOptions, ...options,
    });
    this.#servers.push(server);
    await server.listening(options.patience);
    return server;
  }

  directory(name = 'project') {
    const path = join(this.root, name);
    mkdirSync(path, { recursive: true });
    return path;
  }

  // A connected Socket.IO client.
  async connect(options = {}) {
    const socket = io(this.server.base, { transports: ['websocket'], reconnection: false, forceNew: true, ...options });
    this.#sockets.push(socket);
    await deadline(
      new Promise((resolve, reject) => { socket.once('connect', resolve).once('connect_error', reject); }), patience, () => 'Socket.IO');
    return socket;
  }

  // A new agent, followed from its first record on.
  async agent(prompt, { directory = this.directory(), ...rest } = {}) {
    const name = `agent ${++this.#clients}`;
    const { id } = await this.api.post('/agents', { name, directory, prompt, provider: 'claude', ...rest });
    return this.follow(id);
  }

  async follow(id) {
    const view = new AgentView(id);
    view.socket = await this.connect();
    return view.join(view.socket);
  }

  send(view, text, clientId) { return this.api.post(`/agents/${view.id}/message`, { text, clientId }); }

  decide(view, message, kind = 'allow_once') {
    const option = message.approval.options.find((each) => each.kind === kind);
    return this.api.post(`/agents/${view.id}/approvals/${message.approval.id}`, { optionId: option.id });
  }

  // Files of a session of claude. The CLI writes them in its own time, after it has said what they hold.
  sessionFiles(sessionId) {
    const projects = join(this.home, '.claude', 'projects');
    return existsSync(projects) ? readdirSync(projects, { recursive: true }).filter((name) => name.includes(sessionId)) : [];
  }

  // Processes of the CLI that were started in this world, wherever they were re-parented to.
  cliProcesses() {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number).filter((pid) => {
      try {
        return pid !== process.pid && !this.#servers.some((server) => server.pid === pid)
          && readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(`HOME=${this.home}`);
      } catch {
        return false; // gone, or not ours
      }
    });
  }

  // Of them, those that are an agent's.
  claudeProcesses() {
    return this.cliProcesses().filter((pid) => commandOf(pid).startsWith(`${paths.claude}\0`));
  }

  // They hold the CLIs, and outlive the server.
  holders() {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number)
      .filter((pid) => commandOf(pid).startsWith(`${paths.holder}\0${this.root}/`));
  }

  // Those of them that run an endless tool.
  toolProcesses() {
    return this.cliProcesses().filter((pid) => commandOf(pid).startsWith('tail\0'));
  }

  async close() {
    for (const socket of this.#sockets) socket.disconnect();
    for (const server of this.#servers) if (server.running) await server.stop().catch(() => server.kill());
    // The holders first: they would see to it that their CLIs end in good order. Again and again, since what is killed late may have started others.
    await eventually(() => {
      const left = [...this.holders(), ...this.cliProcesses()];
      left.forEach(kill);
      return left.length === 0;
    }, 'what was started in this world to end');
    await this.modelApi.close();
    rmSync(this.root, { recursive: true, force: true, maxRetries: 5 });
  }

  // What a person needs to understand a failure.
  keepLogs(name) {
    mkdirSync(paths.screenshots, { recursive: true });
    writeFileSync(join(paths.screenshots, `${name}.log`), this.#servers.flatMap((server) => server.log).join('\n'));
  }
}
