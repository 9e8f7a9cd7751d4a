// Other ways to reach a server, to measure ours beside: HAProxy in front of it on one thread, and ssh -R to a real sshd.

import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

import { eventually } from '../../harness/eventually.mjs';
import { answers, freePort } from '../../harness/ports.mjs';

async function up(port, what, processes) {
  await eventually(async () => {
    const ended = processes.find((process) => process.exitCode !== null);
    if (ended) throw new Error(`${what} has ended by itself (exit ${ended.exitCode})`);
    return answers(port);
  }, `${what} does not listen`);
  return port;
}

export class Contenders {
  #folder = mkdtempSync(join(tmpdir(), 'agentmonitor-bench-'));
  #processes = [];

  #start(program, args) {
    const child = spawn(program, args, { stdio: 'ignore' });
    this.#processes.push(child);
    return child;
  }

  // A port on which HAProxy passes requests on to `port`.
  async haproxy(port) {
    const front = await freePort();
    const file = join(this.#folder, `haproxy-${front}.cfg`);
    writeFileSync(file, `global
  nbthread 1
defaults
  mode http
  timeout connect 5s
  timeout client 60s
  timeout server 60s
frontend front
  bind 127.0.0.1:${front}
  default_backend back
backend back
  http-reuse always
  server server 127.0.0.1:${port}
`);
    return up(front, 'HAProxy', [this.#start('/usr/sbin/haproxy', ['-db', '-f', file])]);
  }

  // A port of a real sshd's machine (this one) that ssh -R forwards to `port`.
  async sshR(port) {
    const [front, sshPort] = [await freePort(), await freePort()];
    const file = (name) => join(this.#folder, name);
    const key = (name) => execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file(name)]);
    key('host');
    key('client');
    writeFileSync(file('sshd.conf'), `Port ${sshPort}
ListenAddress 127.0.0.1
HostKey ${file('host')}
AuthorizedKeysFile ${file('client.pub')}
PidFile none
StrictModes no
UsePAM no
PermitRootLogin yes
AllowTcpForwarding yes
`);
    if (process.getuid() === 0) mkdirSync('/run/sshd', { recursive: true }); // where it locks itself in; Debian's unit makes it
    const sshd = this.#start('/usr/sbin/sshd', ['-D', '-f', file('sshd.conf')]);
    await up(sshPort, 'sshd', [sshd]);
    const ssh = this.#start('ssh', ['-N', '-F', 'none', '-i', file('client'), '-p', String(sshPort), '-o', 'StrictHostKeyChecking=no',
      '-o', `UserKnownHostsFile=${file('known')}`, '-o', 'ExitOnForwardFailure=yes', '-o', 'BatchMode=yes',
      '-R', `127.0.0.1:${front}:127.0.0.1:${port}`, `${userInfo().username}@127.0.0.1`]);
    return up(front, 'ssh -R', [sshd, ssh]);
  }

  // A port on which nginx serves a file of so many bytes at /file.
  async fileServer(bytes) {
    const port = await freePort();
    const file = (name) => join(this.#folder, name);
    execFileSync('dd', ['if=/dev/urandom', `of=${file('file')}`, 'bs=1M', `count=${bytes / 1024 / 1024}`, 'status=none']);
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path ${this.#folder}/${kind};`).join('\n');
    writeFileSync(file('nginx.conf'), `daemon off;
${process.getuid() === 0 ? 'user root;' : ''}
pid ${file('nginx.pid')};
events { }
http { access_log off; sendfile on; ${temporary}
  server { listen 127.0.0.1:${port}; root ${this.#folder}; } }
`);
    return up(port, 'nginx', [this.#start('/usr/sbin/nginx', ['-e', 'stderr', '-p', this.#folder, '-c', file('nginx.conf')])]);
  }

  async close() {
    for (const child of this.#processes.reverse()) {
      if (child.exitCode !== null) continue;
      child.kill('SIGTERM');
      await new Promise((resolve) => { child.once('exit', resolve); });
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
