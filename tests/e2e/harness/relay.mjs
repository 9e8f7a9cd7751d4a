// The real relay on a free port of loopback, with nothing of the developer's settings.

import { ChildProcess } from './childprocess.mjs';
import { paths } from './paths.mjs';

export const token = 'a token that only this test knows';

export class Relay {
  #process;

  constructor({ port = 0, password = '', env = {}, cwd = '/', wrap = [] } = {}) {
    const [program, ...before] = [...wrap, paths.relay];
    this.#process = new ChildProcess(program, before, {
      cwd,
      env: {
        HOME: cwd, PATH: process.env.PATH, LANG: 'C.UTF-8',
        RELAY_TOKEN: token, RELAY_PASSWORD: password, RELAY_HOST: '127.0.0.1', RELAY_PORT: String(port), ...env,
      },
    });
    this.scheme = env.RELAY_TLS_CERT ? 'https' : 'http';
  }

  static async start(options) {
    const relay = new Relay(options);
    await relay.listening();
    return relay;
  }

  async listening() {
    const [, port] = await this.#process.line(/relay running on port (\d+)/);
    this.port = Number(port);
    this.base = `${this.scheme}://127.0.0.1:${port}`;
    this.tunnelUrl = `${this.scheme === 'https' ? 'wss' : 'ws'}://127.0.0.1:${port}/tunnel`;
  }

  get pid() { return this.#process.pid; }
  get log() { return this.#process.lines; }
  get running() { return this.#process.running; }

  line(pattern, milliseconds) { return this.#process.line(pattern, milliseconds); }
  ended(milliseconds) { return this.#process.ended(milliseconds); }
  stop() { return this.#process.end('SIGTERM'); }
  kill() { return this.#process.end('SIGKILL'); }
}

// An agent machine with `port` behind its tunnel instead of an AgentMonitor server.
export class Machine {
  #process;

  constructor(relay, port, { name = 'default', secret = token, wrap = [], url = relay.tunnelUrl } = {}) {
    const [program, ...before] = [...wrap, paths.tunnelMachine];
    this.#process = new ChildProcess(program, [...before, url, secret, name, String(port)], {
      env: { PATH: process.env.PATH, HOME: '/', LANG: 'C.UTF-8' },
    });
  }

  static async start(relay, port, options) {
    const machine = new Machine(relay, port, options);
    await machine.line(/Authenticated successfully/);
    return machine;
  }

  get pid() { return this.#process.pid; }
  get log() { return this.#process.lines; }
  get running() { return this.#process.running; }
  line(pattern, milliseconds) { return this.#process.line(pattern, milliseconds); }
  ended(milliseconds) { return this.#process.ended(milliseconds); }
  stop() { return this.#process.end('SIGTERM'); }
  kill() { return this.#process.end('SIGKILL'); }
}
