// The systemd units, judged by systemd's own tools: no systemd has to run for that.

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { paths } from '../harness/paths.mjs';
import { Relay } from '../harness/relay.mjs';
import { exchange } from '../harness/restclient.mjs';

const units = fileURLToPath(new URL('../../../packaging/systemd/', import.meta.url));
// Of 10; a service without any protection has 9.6.
const mostExposure = 1.5;

let folder;
before(() => { folder = realpathSync(mkdtempSync(join(tmpdir(), 'agentmonitor-units-'))); });
after(() => rmSync(folder, { recursive: true, force: true }));

// What systemd-analyze has to say about the unit `name`, in which the program is where it was built.
function verify(name, installed, program, ...options) {
  const text = readFileSync(join(units, name), 'utf8');
  assert.ok(text.includes(`ExecStart=${installed}\n`), `${name} starts ${installed}`);
  const copy = join(folder, name);
  writeFileSync(copy, text.replace(installed, program));
  const { status, stdout, stderr } = spawnSync('systemd-analyze', [...options, 'verify', '--man=no', copy],
    { encoding: 'utf8', env: { PATH: process.env.PATH, HOME: folder, XDG_RUNTIME_DIR: folder } });
  return { status, said: stdout + stderr };
}

test('the unit of the relay is well formed', () => {
  assert.deepEqual(verify('agentmonitor-relay.service', '/usr/local/bin/agentmonitor-relay', paths.relay), { status: 0, said: '' });
});

test('the unit of the server is well formed', () => {
  assert.deepEqual(verify('agentmonitor-server.service', '%h/.local/bin/agentmonitor-server', paths.server, '--user'), { status: 0, said: '' });
});

test('a unit that is not well formed is noticed', () => {
  const { said } = verify('agentmonitor-relay.service', '/usr/local/bin/agentmonitor-relay', '/nonexistent');
  assert.match(said, /\/nonexistent/);
});

test(`the relay is exposed to less than ${mostExposure} of 10`, () => {
  const text = execFileSync('systemd-analyze', ['security', '--offline=true', join(units, 'agentmonitor-relay.service')], { encoding: 'utf8' });
  const [, exposure] = /Overall exposure level for agentmonitor-relay\.service: ([\d.]+)/.exec(text);
  assert.ok(Number(exposure) < mostExposure, text);
});

// The kernel's own refusal of memory that is writable and executable (Linux 6.3), or of nothing where it does not know that: a pattern compiler that
// wants such memory must live without.
test('the relay starts and answers without memory that is writable and executable', async (t) => {
  // prctl(PR_SET_MDWE, PR_MDWE_REFUSE_EXEC_GAIN), and then the program
  const start = `my %prctl = (x64 => 157, arm64 => 167);
exit 77 if syscall($prctl{'${process.arch}'} // -1, 65, 1, 0, 0, 0) != 0;
exec { $ARGV[0] } @ARGV;`;
  const relay = new Relay({ wrap: ['perl', '-e', start] });
  try {
    await relay.listening();
  } catch (error) {
    const { code } = await relay.ended();
    if (code !== 77) throw error;
    t.diagnostic('this kernel cannot refuse such memory: not looked at');
    return;
  }
  assert.equal((await exchange(relay.base, 'GET', '/api/relay/status')).status, 200);
  assert.equal((await exchange(relay.base, 'GET', '/')).status, 200);
  await relay.stop();
});
