// The same tray on a desktop whose panel shows icons over D-Bus (KDE, GNOME's AppIndicator extension, waybar), and a server with a password.

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { eventually } from '../harness/eventually.mjs';
import { World } from '../harness/world.mjs';
import { colours, Desktop } from './desktop.mjs';
import { Tray } from './trayprogram.mjs';


let world;
let desktop;
let panel;
let tray;

before(async () => {
  world = await World.create();
  desktop = await Desktop.start({ panel: 'statusnotifier' });
  panel = desktop.statusNotifier;
  tray = new Tray(world, desktop);
});
after(async () => {
  if (tray?.process?.running) await tray.process.end();
  if (tray?.serverRuns) process.kill(tray.serverPid, 'SIGTERM');
  await desktop?.close();
  await world?.close();
});

test('its icon comes in the sizes of panels', async () => {
  tray.writeSettings({ PORT: '0', DASHBOARD_PASSWORD: 'open sesame' });
  tray.start();
  await panel.tooltip(/Server stopped/);
  const sizes = panel.item.icons.map(({ width }) => width);
  for (const size of [16, 22, 24, 32, 48, 64]) assert.ok(sizes.includes(size), `${size} px in ${sizes}`);
  await panel.iconShows(colours.stopped);
});

test('Start server, by the menu in the panel; its password keeps others out', async () => {
  await panel.choose('Start server');
  await panel.tooltip(/Server running/);
  await panel.iconShows(colours.local);
  const api = await tray.api();
  const answer = await fetch(`${api.base}/api/agents`);
  assert.equal(answer.status, 401);
  assert.deepEqual(await api.get('/agents'), []); // by the token file, as the tray
});

test('an approval: nothing moves in an open menu, and Allow allows', async () => {
  const api = await tray.api();
  const file = join(world.directory(), 'out.txt');
  const open = await panel.menu();
  await api.post('/agents', { name: 'fix-ci', directory: world.directory(), prompt: `WRITE: ${file}|hello`, provider: 'claude' });
  await eventually(() => panel.iconHas(colours.badge) > 20, 'the badge');
  await panel.tooltip(/1 agent waiting for you/);
  const seen = open.map(({ id }) => id);
  assert.deepEqual((await panel.menuAsItIs()).map(({ id }) => id), seen);
  panel.close();
  await panel.choose('fix-ci: ', 'Allow once');
  await eventually(() => existsSync(file) && readFileSync(file, 'utf8').startsWith('hello'), 'the file that was allowed');
  await eventually(() => panel.iconHas(colours.badge) === 0, 'no badge');
});

test('a click on the icon shows the menu, and so does a second start', async () => {
  panel.click();
  await desktop.menu();
  desktop.key('Escape');
  await eventually(() => !desktop.menuIsOpen, 'the menu to close');
  assert.equal((await tray.command()).code, 0);
  await desktop.menu();
  desktop.key('Escape');
});

test('Stop server', async () => {
  await panel.choose('Stop server');
  await panel.tooltip(/Server stopped/);
  await desktop.window('^AgentMonitor$');
  desktop.key('Return');
  assert.deepEqual(panel.errors, []);
});

test('a panel that comes after the tray, as at a login, gets its icon', async () => {
  await tray.process.end();
  const late = await Desktop.start({ panel: 'none' });
  const other = new Tray(world, late);
  const { pid } = other.start();
  try {
    await late.window('^AgentMonitor$'); // a window stands in
    await late.startStatusNotifier();
    await late.statusNotifier.tooltip(/Server stopped/);
    assert.equal(late.windows('^AgentMonitor$').length, 0);
    assert.equal(other.process.pid, pid);
    assert.ok(other.process.running);
  } finally {
    await other.process.end();
    await late.close();
  }
});
