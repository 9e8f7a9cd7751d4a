// A machine to deploy to. Real: sshd with its own host key, port and configuration, a generated key, rsync, every file and mode below a root of its
// own, the relay that is started and its answers. Not real: systemd, which a test cannot count on. A program named systemctl takes its place: it
// notes what it is asked, and on "restart" it starts the installed relay with the installed relay.env, as the unit file says.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

import { ChildProcess } from '../harness/childprocess.mjs';
import { eventually } from '../harness/eventually.mjs';
import { freePort } from '../harness/ports.mjs';

const systemctl = (folder) => `#!/bin/bash
# Stands in for systemd's own; see targetmachine.mjs.
set -eu
echo "$*" >>${folder}/systemctl.log
root=${folder}/root
running() { [ -f ${folder}/relay.pid ] && kill -0 "$(cat ${folder}/relay.pid)" 2>/dev/null; }
case $1 in
restart)
    if running; then
        kill "$(cat ${folder}/relay.pid)"
        while running; do sleep 0.1; done
    fi
    set -a
    # relay.env is made to mean the same to systemd, to the relay and, but for $, to a shell; what the tests put there has no $.
    . "$root/etc/agentmonitor/relay.env"
    set +a
    HOME=/ setsid "$root/usr/local/bin/agentmonitor-relay" </dev/null >>${folder}/relay.log 2>&1 &
    echo $! >${folder}/relay.pid
    ;;
is-active) running ;;
is-failed) ! running ;;
status) cat ${folder}/relay.log ;;
esac
`;

export class TargetMachine {
  static async start() {
    if (process.getuid() === 0 && !existsSync('/run/sshd')) await TargetMachine.#checkNamespaces();
    const machine = new TargetMachine();
    machine.folder = realpathSync(mkdtempSync(join(tmpdir(), 'agentmonitor-target-')));
    for (const name of ['bin', 'home', 'root']) mkdirSync((machine[name] = join(machine.folder, name)));
    machine.restore('systemctl');
    machine.restore('id');
    for (const name of ['host', 'user']) execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(machine.folder, name)]);
    machine.userKey = join(machine.folder, 'user');
    machine.searchPath = [machine.bin, '/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'].join(':');
    for (let attempt = 1; ; ++attempt)
      if (await machine.#listen()) return machine;
      else if (attempt === 5) throw new Error(`sshd ended:\n${machine.sshd.lines.join('\n')}`);
  }

  static async #checkNamespaces() {
    const { code } = await new ChildProcess('unshare', ['-m', 'true']).ended();
    if (code !== 0) throw new Error('This test needs /run/sshd, or the right to make a mount namespace with one in it (CAP_SYS_ADMIN)');
  }

  // False if somebody else took the port in the meantime.
  async #listen() {
    this.port = await freePort();
    const configuration = join(this.folder, 'sshd_config');
    writeFileSync(configuration, `ListenAddress 127.0.0.1
Port ${this.port}
HostKey ${join(this.folder, 'host')}
AuthorizedKeysFile ${this.userKey}.pub
PidFile none
UsePAM no
StrictModes no
PasswordAuthentication no
PermitRootLogin yes
AllowUsers ${userInfo().username}
SetEnv HOME=${this.home} PATH=${this.searchPath}
`);
    const sshd = ['/usr/sbin/sshd', '-D', '-e', '-f', configuration];
    // For root sshd wants a folder that only its service makes: it gets one that nobody else sees.
    const wrap = process.getuid() === 0 && !existsSync('/run/sshd')
      ? ['unshare', '-m', 'sh', '-c', 'mount -t tmpfs -o mode=755 tmpfs /run && mkdir -m 755 /run/sshd && exec "$@"', 'sh'] : [];
    const [program, ...args] = [...wrap, ...sshd];
    this.sshd = new ChildProcess(program, args);
    const listening = this.sshd.line(/Server listening on/).then(() => true, () => false);
    if (!await listening) return false;
    const [type, key] = readFileSync(join(this.folder, 'host.pub'), 'utf8').split(' ');
    this.knownHosts = join(this.folder, 'known_hosts');
    writeFileSync(this.knownHosts, `[127.0.0.1]:${this.port} ${type} ${key}\n`);
    return true;
  }

  // Puts a program of the test in front of the system's own, and takes it away again.
  replace(name, script) { writeFileSync(join(this.bin, name), script, { mode: 0o755 }); }
  restore(name) {
    rmSync(join(this.bin, name), { force: true });
    if (name === 'systemctl') this.replace(name, systemctl(this.folder));
    // Everything is written below `root`, so that whoever runs the tests may play root there.
    if (name === 'id' && process.getuid() !== 0) this.replace(name, '#!/bin/sh\necho 0\n');
  }

  get address() { return `${userInfo().username}@127.0.0.1`; }
  get sshOptions() {
    const options = [`Port=${this.port}`, `IdentityFile=${this.userKey}`, 'IdentitiesOnly=yes', `UserKnownHostsFile=${this.knownHosts}`, 'StrictHostKeyChecking=yes', 'BatchMode=yes'];
    return options.flatMap((option) => ['--ssh-option', option]);
  }

  path(name) { return join(this.root, name); }
  read(name) { return readFileSync(join(this.folder, name), 'utf8'); }
  calls() { return existsSync(join(this.folder, 'systemctl.log')) ? this.read('systemctl.log').trim().split('\n') : []; }
  forgetCalls() { rmSync(join(this.folder, 'systemctl.log'), { force: true }); }

  relayPid() {
    try {
      const pid = Number(this.read('relay.pid'));
      process.kill(pid, 0);
      return pid;
    } catch {
      return undefined; // not started, or gone
    }
  }

  async stopRelay() {
    const pid = this.relayPid();
    if (!pid) return;
    process.kill(pid, 'SIGTERM');
    await eventually(() => !this.relayPid(), 'the relay does not end');
  }

  async close() {
    await this.stopRelay();
    await this.sshd.end();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
