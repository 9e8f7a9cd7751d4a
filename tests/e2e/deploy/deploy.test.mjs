// relay/scripts/deploy.sh against a real sshd on loopback; targetmachine.mjs says what of the target is real.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { after, before, describe, test } from 'node:test';

import { ChildProcess } from '../harness/childprocess.mjs';
import { paths } from '../harness/paths.mjs';
import { exchange } from '../harness/restclient.mjs';
import { Machine } from '../harness/relay.mjs';
import { freePort } from '../harness/ports.mjs';
import { TargetMachine } from './targetmachine.mjs';

const script = fileURLToPath(new URL('../../../relay/scripts/deploy.sh', import.meta.url));
const token = 'a token with "quotes" and a \\ for deploy.sh';
const password = "it's open \\ \"sesame\" #1";
const mode = (path) => (statSync(path).mode & 0o777).toString(8);

// {code, text} of the script with these arguments.
async function deploy(args, env = {}) {
  const child = new ChildProcess('bash', [script, ...args], { env: { PATH: process.env.PATH, HOME: '/nonexistent', LANG: 'C.UTF-8', ...env } });
  const { code } = await child.ended(180_000);
  return { code, text: child.lines.join('\n') };
}

// The arguments of every process of this system, looked at again and again until `work` is done.
async function argumentsDuring(work) {
  const seen = new Set();
  let isDone = false;
  const done = work.finally(() => { isDone = true; });
  while (!isDone) {
    for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
      try {
        seen.add(readFileSync(`/proc/${pid}/cmdline`, 'utf8'));
      } catch {
        // gone
      }
    }
    await new Promise((resolve) => { setImmediate(resolve); });
  }
  return [await done, [...seen]];
}

describe('what it refuses, before it does anything', () => {
  const rows = [
    ['nothing at all', [], /usage:/],
    ['an empty token', ['', 'password', 'host'], /token is empty/],
    ['an empty password', ['a token', '', 'host'], /password is empty.*--open/],
    ['no password', ['a token'], /password is empty.*--open/],
    ['no host', ['a token', 'password'], /DEPLOY_HOST/],
    ['a password beside --open', ['--open', 'a token', 'password', 'host'], /exclude each other/],
    ['too many arguments', ['a', 'b', 'c', 'd'], /usage:/],
    ['an unknown option', ['--opne', 'a token', 'host'], /unknown option: --opne/],
    ['a port that is none', ['--port', '70000', 'a token', 'password', 'host'], /not a port: 70000/],
    ['an option without its value', ['--domain'], /--domain needs a value/],
    ['a host that is an option of ssh', ['a token', 'password', '--', '-oProxyCommand=false'], /not a host/],
    ['a line break in a secret', ['a token\nRELAY_PASSWORD=x', 'password', 'host'], /line breaks/],
    ['a relay that is not there', ['--binary', '/nonexistent', 'a token', 'password', 'host'], /no program: \/nonexistent/],
  ];
  for (const [name, args, pattern] of rows)
    test(name, async () => {
      const { code, text } = await deploy(args);
      assert.notEqual(code, 0);
      assert.match(text, pattern);
      assert.doesNotMatch(text, /Connecting to|Configuring/);
    });
});

describe('to a machine', () => {
  let target;
  let port;
  before(async () => {
    target = await TargetMachine.start();
    port = await freePort();
  });
  after(() => target?.close());

  const run = (args, env) => deploy([...target.sshOptions, '--root', target.root, '--binary', paths.relay, ...args], env);
  const status = async () => (await exchange(`http://127.0.0.1:${port}`, 'GET', '/api/relay/status')).body;
  const login = async (given) => (await exchange(`http://127.0.0.1:${port}`, 'POST', '/api/auth/login', { body: { password: given } })).status;
  const settings = () => readFileSync(target.path('etc/agentmonitor/relay.env'), 'utf8');

  test('installs, starts and checks the relay; its secrets are in no arguments', async () => {
    const [{ code, text }, processes] = await argumentsDuring(
      run(['--port', String(port), '--listen', '127.0.0.1', '-', '-', target.address], { RELAY_TOKEN: token, RELAY_PASSWORD: password }));
    assert.equal(code, 0, text);
    assert.deepEqual(target.calls().slice(0, 3), ['daemon-reload', 'enable --quiet agentmonitor-relay', 'restart agentmonitor-relay']);

    assert.ok(processes.some((line) => line.includes('install.sh')), 'the processes were looked at while it worked');
    for (const secret of [token, password]) assert.deepEqual(processes.filter((line) => line.includes(secret)), []);
    for (const secret of [token, password]) assert.ok(!text.includes(secret), text);

    assert.equal(mode(target.path('etc/agentmonitor/relay.env')), '600');
    assert.equal(mode(target.path('usr/local/bin/agentmonitor-relay')), '755');
    assert.equal(mode(target.path('etc/systemd/system/agentmonitor-relay.service')), '644');
    assert.deepEqual(readFileSync(target.path('usr/local/bin/agentmonitor-relay')), readFileSync(paths.relay));
    assert.equal(mode(join(target.home, '.cache/agentmonitor-deploy')), '700');
    assert.ok(!existsSync(join(target.home, '.cache/agentmonitor-deploy/settings')), 'nothing secret stays where it was sent to');

    assert.match(text, new RegExp(`Dashboard +http://127.0.0.1:${port}$`, 'm'));
    assert.match(text, new RegExp(`RELAY_URL=ws://127.0.0.1:${port}/tunnel$`, 'm'));
    assert.doesNotMatch(text, /does not answer from here/);
    assert.equal((await status()).passwordRequired, true);
    assert.equal(await login('wrong'), 401);
    assert.equal(await login(password), 200);
  });

  // systemd's reader of such files, in the shape of the one program that shows what it has read: quoted again, by the same rules.
  test('systemd reads the settings as they were given', () => {
    const folder = join(target.folder, 'environment.d');
    mkdirSync(folder);
    copyFileSync(target.path('etc/agentmonitor/relay.env'), join(folder, 'relay.conf'));
    const shown = execFileSync('/usr/lib/systemd/user-environment-generators/30-systemd-environment-d-generator',
      { encoding: 'utf8', env: { HOME: target.home, XDG_CONFIG_HOME: target.folder } }).split('\n');
    const quoted = (text) => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
    assert.ok(shown.includes(`RELAY_TOKEN=${quoted(token)}`), shown.join('\n'));
    assert.ok(shown.includes(`RELAY_PASSWORD=${quoted(password)}`), shown.join('\n'));
    assert.ok(shown.includes(`RELAY_PORT=${port}`), shown.join('\n'));
  });

  test('the agent machine gets in with that token', async () => {
    const relay = { tunnelUrl: `ws://127.0.0.1:${port}/tunnel` };
    const machine = await Machine.start(relay, 9, { secret: token });
    assert.equal((await status()).tunnelConnected, true);
    await machine.stop();
  });

  test('run again with another token and password: both change, everything else stays, and what was running is replaced', async () => {
    writeFileSync(target.path('etc/agentmonitor/relay.env'), `${settings()}# by hand\nRELAY_DOMAIN=monitor.example.com\n`);
    const before = target.relayPid();
    target.forgetCalls();
    const { code, text } = await run(['another token for deploy', 'another password', target.address]);
    assert.equal(code, 0, text);
    assert.notEqual(target.relayPid(), before);
    assert.ok(target.calls().includes('restart agentmonitor-relay'));
    assert.match(settings(), /# by hand\nRELAY_DOMAIN=monitor\.example\.com\n/);
    assert.equal(settings().match(/^RELAY_TOKEN=/gm).length, 1);
    assert.equal(settings().match(/^RELAY_PORT=/gm).length, 1);
    assert.match(text, /Dashboard +https:\/\/monitor\.example\.com$/m);
    assert.match(text, /RELAY_URL=wss:\/\/monitor\.example\.com\/tunnel$/m);
    assert.equal(await login(password), 401);
    assert.equal(await login('another password'), 200);
    const relay = { tunnelUrl: `ws://127.0.0.1:${port}/tunnel` };
    const refused = new Machine(relay, 9, { secret: token });
    await refused.line(/Invalid token/);
    await refused.stop();
    await (await Machine.start(relay, 9, { secret: 'another token for deploy' })).stop();
  });

  test('--open takes the password away, and says what that means', async () => {
    const { code, text } = await run(['--open', 'another token for deploy'], { DEPLOY_HOST: target.address });
    assert.equal(code, 0, text);
    assert.match(text, /ANYONE/);
    assert.doesNotMatch(settings(), /RELAY_PASSWORD/);
    assert.equal((await status()).passwordRequired, false);
  });

  test('a port below 1024 gets its capability, and another one loses it', async () => {
    const dropIn = target.path('etc/systemd/system/agentmonitor-relay.service.d/low-port.conf');
    const low = await run(['--port', '1', 'another token for deploy', 'password', target.address]);
    assert.match(readFileSync(dropIn, 'utf8'), /CapabilityBoundingSet=CAP_NET_BIND_SERVICE/, low.text);
    const { code, text } = await run(['--port', String(port), 'another token for deploy', 'password', target.address]);
    assert.equal(code, 0, text);
    assert.ok(!existsSync(dropIn));
  });

  test('a relay that does not start is an error with its reason', async () => {
    const { code, text } = await run(['--domain', 'not a domain', 'another token for deploy', 'password', target.address]);
    assert.notEqual(code, 0);
    assert.match(text, /RELAY_DOMAIN=not a domain.*must be a host name/);
    assert.match(text, /does not answer/);
    writeFileSync(target.path('etc/agentmonitor/relay.env'), settings().replace(/^RELAY_DOMAIN=.*\n/m, ''));
    assert.equal((await run(['another token for deploy', 'password', target.address])).code, 0);
  });

  test('another program that has the port is not taken for the relay', async () => {
    target.replace('curl', '#!/bin/sh\necho \'{"tunnelConnected":true,"uptime":3600}\'\n');
    const { code, text } = await run(['another token for deploy', 'password', target.address]);
    assert.notEqual(code, 0);
    assert.match(text, /does not answer/);
    target.restore('curl');
  });

  test('a machine of another kind is told so, and nothing is sent', async () => {
    target.replace('uname', '#!/bin/sh\necho riscv64\n');
    target.forgetCalls();
    const { code, text } = await run(['another token for deploy', 'password', target.address]);
    assert.notEqual(code, 0);
    assert.match(text, /this machine is riscv64, the relay was built for/);
    assert.deepEqual(target.calls(), []);
    target.restore('uname');
  });

  // Not real: dpkg-query, which denies one package, and apt-get, which notes what it is asked for.
  test('a package that is missing is installed, and that is said', async () => {
    target.replace('dpkg-query', '#!/bin/sh\ncase "$*" in *libqt6websockets6*) exit 1 ;; esac\nexec /usr/bin/dpkg-query "$@"\n');
    target.replace('apt-get', `#!/bin/sh\necho "$*" >>${target.folder}/apt.log\n`);
    const { code, text } = await run(['another token for deploy', 'password', target.address]);
    assert.equal(code, 0, text);
    assert.match(text, /Installing packages: libqt6websockets6$/m);
    assert.match(target.read('apt.log'), /install .*--no-install-recommends libqt6websockets6\n/);
    target.restore('dpkg-query');
    target.restore('apt-get');
  });

  // Not real: the user. A program named id says 1000 until sudo, not a real one either, has been asked.
  test('a user who is not root goes through sudo, and without a way to ask for a password says so', async () => {
    target.replace('id', '#!/bin/sh\n[ -n "$IS_ROOT" ] && echo 0 || echo 1000\n');
    target.replace('sudo', `#!/bin/sh\necho "$*" >>${target.folder}/sudo.log\n[ "$1" = -n ] && shift\nIS_ROOT=yes exec "$@"\n`);
    const { code, text } = await run(['another token for deploy', 'password', target.address]);
    assert.equal(code, 0, text);
    assert.match(target.read('sudo.log'), /^-n bash \S+install\.sh prepare /m);
    assert.match(target.read('sudo.log'), /^-n bash \S+install\.sh install /m);
    target.replace('sudo', '#!/bin/sh\nexit 1\n');
    const refused = await run(['another token for deploy', 'password', target.address]);
    assert.notEqual(refused.code, 0);
    assert.match(refused.text, /sudo asks for a password, and there is no terminal/);
    target.restore('id');
  });

  test('a host that cannot be reached is an error', async () => {
    const { code, text } = await deploy([...target.sshOptions, '--binary', paths.relay, 'another token for deploy', 'password', `${userInfo().username}-x@127.0.0.1`]);
    assert.notEqual(code, 0);
    assert.match(text, /no connection to/);
  });

  test('nothing of the connections is left behind', () => {
    const masters = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(target.userKey);
      } catch {
        return false; // gone
      }
    });
    assert.deepEqual(masters, []);
  });
});
