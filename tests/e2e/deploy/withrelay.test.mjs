// packaging/run.sh --with-relay: both programs start and end together.

import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { ChildProcess } from '../harness/childprocess.mjs';
import { eventually } from '../harness/eventually.mjs';
import { paths } from '../harness/paths.mjs';
import { exchange } from '../harness/restclient.mjs';

const script = fileURLToPath(new URL('../../../packaging/run.sh', import.meta.url));

let home;
let data;
before(() => {
  home = realpathSync(mkdtempSync(join(tmpdir(), 'agentmonitor-run-')));
  data = join(home, 'data of mine');
});
after(() => {
  for (const pid of programs()) process.kill(pid, 'SIGKILL'); // only if a test has failed
  rmSync(home, { recursive: true, force: true });
});

// Relay and server of this test.
function programs() {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number).filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(`HOME=${home}`)
        && /agentmonitor-(relay|server)\0/.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8'));
    } catch {
      return false; // gone
    }
  });
}

async function start(env = {}) {
  const child = new ChildProcess('bash', [script, '--no-build', '--with-relay', '--', '--data-dir', data], {
    cwd: home,
    env: { HOME: home, PATH: process.env.PATH, LANG: 'C.UTF-8', PORT: '0', RELAY_PORT: '0', AGENTMONITOR_BIN: dirname(paths.relay), ...env },
  });
  const [, local] = await child.line(/On this machine +(http:\S+)/);
  const [, remote] = await child.line(/Through the relay +(http:\S+)/);
  const [, password] = await child.line(/Password +(\S+)/);
  await child.line(/\[Tunnel\] Authenticated successfully/);
  return { child, local, remote, password };
}

async function listing({ remote }, password) {
  const login = await exchange(remote, 'POST', '/api/auth/login', { body: { password } });
  if (login.status !== 200) return login.status;
  const cookie = login.headers['set-cookie'][0].split(';')[0];
  return (await exchange(remote, 'GET', '/api/agents', { headers: { cookie } })).body;
}

const bothEnd = () => eventually(() => programs().length === 0, 'a program is left');

let password;

test('shows the same agents at both addresses, at the second one with a password', async () => {
  const run = await start();
  ({ password } = run);
  assert.deepEqual((await exchange(run.local, 'GET', '/api/agents')).body, []);
  assert.equal((await exchange(run.remote, 'GET', '/api/agents')).status, 401);
  assert.equal(await listing(run, 'a guess'), 401);
  assert.deepEqual(await listing(run, password), []);
  assert.equal(statSync(join(data, 'relay-trial.env')).mode & 0o777, 0o600);

  assert.equal(programs().length, 2);
  await run.child.end('SIGINT');
  assert.match(run.child.lines.join('\n'), /\[Server\] Stopped/, 'both could finish');
  assert.match(run.child.lines.join('\n'), /\[Relay\] Stopped/);
  assert.deepEqual(programs(), []);
});

test('keeps its password for the next start', async () => {
  const run = await start();
  assert.equal(run.password, password);
  await run.child.end('SIGTERM');
  assert.deepEqual(programs(), []);
});

test('takes the password of the environment', async () => {
  const run = await start({ RELAY_PASSWORD: 'mine' });
  assert.deepEqual(await listing(run, 'mine'), []);
  await run.child.end('SIGINT');
});

test('when one of them ends, the other one ends', async () => {
  const run = await start();
  process.kill(programs()[0], 'SIGKILL');
  const { code } = await run.child.ended();
  assert.notEqual(code, 0);
  assert.deepEqual(programs(), []);
});

test('when the script itself is killed, both end', async () => {
  const run = await start();
  await run.child.end('SIGKILL');
  await bothEnd();
});

test('a port that is taken is an error', async () => {
  const run = await start();
  const { port } = new URL(run.remote);
  await assert.rejects(start({ RELAY_PORT: port }), /the relay did not start/);
  await run.child.end('SIGINT');
  await bothEnd();
});
