// cmake --install into a prefix of one's own: what is there works by itself.

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';

import { paths } from '../harness/paths.mjs';

let folder;
let prefix;
before(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'agentmonitor-install-')));
  prefix = join(folder, 'prefix');
  execFileSync('cmake', ['--install', dirname(dirname(paths.server)), '--prefix', prefix], { stdio: ['ignore', 'ignore', 'inherit'] });
});
after(() => rmSync(folder, { recursive: true, force: true }));

const tray = (...args) => spawnSync(join(prefix, 'bin/agentmonitor-tray'), args, {
  encoding: 'utf8', env: { HOME: folder, PATH: '/usr/bin:/bin', PORT: '0' },
});

test('every program is there', () => {
  assert.deepEqual(readdirSync(join(prefix, 'bin')).sort(), ['agentmonitor-holder', 'agentmonitor-relay', 'agentmonitor-server', 'agentmonitor-tray']);
});

test('the desktop entries are valid', () => {
  for (const name of ['applications/agentmonitor-tray.desktop', 'agentmonitor/agentmonitor-tray-autostart.desktop']) {
    const { status, stdout } = spawnSync('desktop-file-validate', [join(prefix, 'share', name)], { encoding: 'utf8' });
    assert.deepEqual({ status, stdout }, { status: 0, stdout: '' });
  }
});

test('the installed tray starts the installed server, and stops it', () => {
  const started = tray('--start');
  assert.equal(started.status, 0, started.stderr);
  const [, port] = /localhost:(\d+)/.exec(started.stdout);
  const pages = execFileSync('curl', ['--silent', '--fail', `http://localhost:${port}/`], { encoding: 'utf8' });
  assert.match(pages, /<div id="root">/);
  assert.equal(tray('--status').status, 0);
  assert.deepEqual({ ...tray('--stop') }.stdout, 'Server stopped.\n');
  assert.equal(tray('--status').status, 3);
});
