// The real tray as a user's session starts it, in a home of its own.

import { execFile } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { ChildProcess } from '../harness/childprocess.mjs';
import { cliEnvironment } from '../harness/clisettings.mjs';
import { eventually } from '../harness/eventually.mjs';
import { paths } from '../harness/paths.mjs';
import { RestClient } from '../harness/restclient.mjs';

export const trayProgram = process.env.AGENTMONITOR_TRAY ?? join(dirname(paths.server), 'agentmonitor-tray');

export class Tray {
  #home;
  #desktop;
  #process;
  wrap = []; // what the tray is started by: into a user session

  constructor(world, desktop) {
    this.#home = world.home;
    this.#desktop = desktop;
    this.dataDirectory = join(this.#home, '.local/share/agentmonitor');
    this.settingsFile = join(this.#home, '.config/agentmonitor/server.env');
    this.opened = join(world.root, 'opened');
    this.runtime = join(world.root, 'run');
    const bin = join(world.root, 'bin');
    for (const directory of [bin, this.runtime, dirname(this.settingsFile)]) mkdirSync(directory, { recursive: true, mode: 0o700 });
    writeFileSync(join(bin, 'xdg-open'), `#!/bin/sh\necho "$1" >> ${this.opened}\n`);
    chmodSync(join(bin, 'xdg-open'), 0o755);
    const cli = cliEnvironment(this.#home, `http://127.0.0.1:${world.modelApiPort}`);
    this.environment = {
      ...cli, ...desktop.environment, HOME: this.#home, XDG_RUNTIME_DIR: this.runtime, XDG_CURRENT_DESKTOP: 'X-Test',
      PATH: `${bin}:${dirname(paths.server)}:${process.env.PATH}`, PORT: '',
    };
  }

  start() {
    const [program, ...args] = [...this.wrap, trayProgram];
    this.#process = new ChildProcess(program, args, { env: this.environment, cwd: this.#home });
    return this.#process;
  }

  get process() { return this.#process; }

  // {code, text} of a command such as --status.
  command(...args) {
    return new Promise((resolve) => {
      const [program, ...before] = [...this.wrap, trayProgram];
      execFile(program, [...before, ...args], { env: this.environment, cwd: this.#home, encoding: 'utf8' }, (error, stdout, stderr) =>
        resolve({ code: error ? error.code : 0, text: stdout + stderr }));
    });
  }

  writeSettings(settings) {
    writeFileSync(this.settingsFile, Object.entries(settings).map(([name, value]) => `${name}='${value}'\n`).join(''), { mode: 0o600 });
  }

  #read(name) {
    const path = join(this.dataDirectory, name);
    return existsSync(path) ? readFileSync(path, 'utf8').trim() : '';
  }

  get log() { return this.#read('server.log'); }
  get openedUrls() { return existsSync(this.opened) ? readFileSync(this.opened, 'utf8').trim().split('\n') : []; }
  get serverPid() { return Number(this.#read('lock')); }

  // The API of the server that runs now, by the token file.
  async api() {
    await eventually(() => this.#read('server.port') && this.#read('api.token'), 'the server to run');
    return new RestClient(`http://127.0.0.1:${this.#read('server.port')}`, { authorization: `Bearer ${this.#read('api.token')}` });
  }

  get serverRuns() {
    const pid = this.serverPid;
    try {
      return pid > 0 && this.#read('server.port') !== '' && process.kill(pid, 0);
    } catch {
      return false;
    }
  }

  async choose(...keys) {
    await this.#desktop.clickIcon();
    this.#desktop.key(...keys);
  }
}
