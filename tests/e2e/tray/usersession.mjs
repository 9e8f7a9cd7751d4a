// A login with systemd: the real manager of a user's services and a journal, apart from those of this machine.

import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { ChildProcess } from '../harness/childprocess.mjs';
import { eventually } from '../harness/eventually.mjs';

const script = fileURLToPath(new URL('usersession.sh', import.meta.url));
const hierarchies = ['/sys/fs/cgroup/systemd', '/sys/fs/cgroup/unified', '/sys/fs/cgroup'];

function removeGroup(directory) {
  for (const entry of readdirSync(directory, { withFileTypes: true })) if (entry.isDirectory()) removeGroup(join(directory, entry.name));
  rmdirSync(directory);
}

export class UserSession {
  #process;
  #group = `agentmonitor-test-${process.pid}`;

  // `environment` is what the manager gives to its services.
  static async start(environment) {
    const session = new UserSession();
    session.environment = environment;
    session.#process = new ChildProcess('unshare',
      ['--mount', '--propagation', 'private', '--pid', '--fork', '--kill-child', '--mount-proc', '/bin/bash', script, session.#group],
      { env: environment, cwd: environment.HOME });
    await session.#process.line(/^ready$/);
    const { pid } = session.#process;
    const [first] = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
    session.wrap = ['nsenter', '--target', first, '--mount', '--pid', '--'];
    return session;
  }

  // {code, text} of a program that runs in this login.
  run(program, ...args) {
    const [nsenter, ...before] = this.wrap;
    return new Promise((resolve) => {
      execFile(nsenter, [...before, program, ...args], { env: this.environment, encoding: 'utf8' }, (error, stdout, stderr) =>
        resolve({ code: error ? error.code : 0, text: stdout + stderr }));
    });
  }

  // Everything in it ends with its first process.
  async close() {
    await this.#process.end('SIGKILL');
    for (const hierarchy of hierarchies) {
      const directory = join(hierarchy, this.#group);
      if (!existsSync(directory)) continue;
      await eventually(() => { // its processes are still on their way out
        try {
          removeGroup(directory);
          return true;
        } catch (error) {
          if (error.code !== 'EBUSY') throw error;
          return false;
        }
      }, `${directory} to be removed`);
    }
  }
}
