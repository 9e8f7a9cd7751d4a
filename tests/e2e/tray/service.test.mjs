// The server as a service of its user: the real systemd and journal, the unit of packaging/, the tray in front of it.

import assert from 'node:assert/strict';
import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';

import { eventually } from '../harness/eventually.mjs';
import { paths } from '../harness/paths.mjs';
import { World } from '../harness/world.mjs';
import { colours, Desktop } from './desktop.mjs';
import { Tray } from './trayprogram.mjs';
import { UserSession } from './usersession.mjs';

const unit = 'agentmonitor-server.service';

let world;
let desktop;
let tray;
let session;

before(async () => {
  world = await World.create();
  desktop = await Desktop.start();
  tray = new Tray(world, desktop);
  // As the head of the unit says.
  const bin = join(world.home, '.local/bin');
  const units = join(world.home, '.config/systemd/user');
  for (const directory of [bin, units]) mkdirSync(directory, { recursive: true });
  for (const name of ['agentmonitor-server', 'agentmonitor-holder']) copyFileSync(join(dirname(paths.server), name), join(bin, name));
  copyFileSync(paths.serverUnit, join(units, unit));
  session = await UserSession.start(tray.environment);
  tray.wrap = session.wrap;
});
after(async () => {
  await session?.close();
  await desktop?.close();
  await world?.close();
});

const settings = (extra = {}) => ({ PORT: '0', CLAUDE_BIN: paths.claude, ...extra });
const property = async (name) => (await session.run('systemctl', '--user', 'show', '-P', name, unit)).text.trim();

test('Start server starts the service', async () => {
  tray.writeSettings(settings());
  tray.start();
  await desktop.panelShows(colours.stopped);
  await tray.choose('s');
  await desktop.panelShows(colours.local);
  assert.equal(await property('ActiveState'), 'active');
  assert.match((await tray.command('--status')).text, /^Server running/);
  assert.ok(!existsSync(join(tray.dataDirectory, 'server.log'))); // the journal has it
});

test('the log window follows the journal', async () => {
  await tray.choose('l');
  const window = await desktop.window('Server.s log – ');
  await desktop.shotWindow(window, 'window-log-of-a-service');
  desktop.key('alt+c'); // Copy
  await eventually(async () => /running on port \d+/.test((await session.run('xclip', '-selection', 'clipboard', '-o')).text), 'the copied log');
  desktop.key('Escape');
});

test('it crashes: shown, and started again by its service', async () => {
  const pid = await property('MainPID');
  await session.run('kill', '-KILL', pid);
  await desktop.panelShows(colours.trouble);
  await desktop.panelShows(colours.local);
  const next = await property('MainPID');
  assert.notEqual(next, pid);
  assert.notEqual(next, '0');
});

test('Stop server stops the service, and its agents go on', async () => {
  const api = await tray.api();
  await api.post('/agents', { name: 'long', directory: world.directory(), prompt: 'SLOW: never 50', provider: 'claude' });
  await eventually(async () => (await tray.command('--status')).text.includes('1 agent running'), 'the agent to run');
  await tray.choose('t');
  await desktop.panelShows(colours.stopped);
  await desktop.window('^AgentMonitor$');
  desktop.key('Return');
  await eventually(async () => (await property('ActiveState')) === 'inactive', 'the service to rest');
  assert.equal(world.claudeProcesses().length, 1);
  const { code } = await tray.command('--start');
  assert.equal(code, 0);
  assert.match((await tray.command('--status')).text, /1 agent running/);
  assert.equal(world.claudeProcesses().length, 1);
});

test('Restart by the menu is one of the service', async () => {
  const pid = await property('MainPID');
  await tray.choose('e');
  await eventually(async () => /^Server running/.test((await tray.command('--status')).text) && (await property('MainPID')) !== pid, 'the next server');
  assert.equal(await property('ActiveState'), 'active');
  assert.equal((await tray.command('--stop')).code, 0);
});

test('a wrong setting: what the service said is told, and it is not tried for ever', async () => {
  tray.writeSettings(settings({ PORT: 'many' }));
  const { code, text } = await tray.command('--start');
  assert.equal(code, 1);
  assert.match(text, /PORT/);
  await eventually(async () => /^(failed|inactive)$/.test(await property('ActiveState')), 'the service to rest');
});
