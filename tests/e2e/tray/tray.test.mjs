// A desktop user's day: the real tray in a real panel, the real server, relay and claude.

import assert from 'node:assert/strict';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { Browser } from '../harness/browser.mjs';
import { eventually } from '../harness/eventually.mjs';
import { Relay, token } from '../harness/relay.mjs';
import { World } from '../harness/world.mjs';
import { colours, Desktop } from './desktop.mjs';
import { Tray, trayProgram } from './trayprogram.mjs';


let world;
let desktop;
let tray;
let relay;
let agent;

before(async () => {
  world = await World.create();
  desktop = await Desktop.start();
  tray = new Tray(world, desktop);
  relay = await Relay.start({ password: 'open sesame' });
});
after(async () => {
  if (tray?.process?.running) await tray.process.end();
  if (tray?.serverRuns) process.kill(tray.serverPid, 'SIGTERM');
  if (relay?.running) await relay.stop();
  await desktop?.close();
  await world?.close();
});

const settings = (extra = {}) => ({ PORT: '0', RELAY_URL: relay.tunnelUrl, RELAY_TOKEN: token, RELAY_MACHINE: 'desk', ...extra });

test('it appears in the panel, and says that nothing runs', async () => {
  tray.writeSettings(settings());
  tray.start();
  await desktop.panelShows(colours.stopped);
  const status = await tray.command('--status');
  assert.deepEqual(status, { code: 3, text: 'Server stopped\n' });
});

test('Start server, by the menu: the tunnel comes up', async () => {
  await desktop.clickIcon();
  desktop.shot('menu-stopped', '420x400+860+0');
  desktop.key('s');
  await desktop.panelShows(colours.up);
  const status = await tray.command('--status');
  assert.equal(status.code, 0);
  assert.match(status.text, /Tunnel up for .*\nRelay 127\.0\.0\.1:\d+ as desk\nNo agent runs/);
  assert.ok((statSync(join(tray.dataDirectory, 'server.log')).mode & 0o077) === 0);
});

test('a second start shows the menu of the first', async () => {
  const { code } = await tray.command();
  assert.equal(code, 0);
  await desktop.menu();
  desktop.key('Escape');
});

test('an agent asks: badge, notification, Allow in the menu', async () => {
  const api = await tray.api();
  const file = join(world.directory(), 'out.txt');
  agent = await api.post('/agents', { name: 'fix-ci', directory: world.directory(), prompt: `WRITE: ${file}|hello\nSAY: Written.`, provider: 'claude' });
  const notice = await desktop.notice(/fix-ci waits for you/, 60_000);
  await eventually(() => desktop.panelHas(colours.badge) > 20, 'the badge');
  desktop.shot('panel-waiting', '200x40+1080+0');
  await desktop.clickIcon();
  desktop.shot('menu-waiting', '460x460+820+0');
  desktop.key('Down', 'Down', 'Down', 'Down', 'Right'); // past the three lines that tell the state
  desktop.shot('menu-approval', '700x460+580+0');
  assert.ok(!existsSync(file));
  desktop.key('a');
  await eventually(() => existsSync(file) && readFileSync(file, 'utf8').startsWith('hello'), 'the file that was allowed');
  await desktop.notice(/fix-ci has finished/);
  await eventually(() => desktop.panelHas(colours.badge) === 0, 'no badge');
  assert.equal(desktop.notices.filter(({ title }) => /waits/.test(title)).length, 1);
  desktop.clickNotice(notice.id);
  await eventually(() => tray.openedUrls.some((url) => url.endsWith(`/agents/${agent.id}`)), 'the dashboard at the agent');
});

test('Open dashboard, and through the relay', async () => {
  await tray.choose('d');
  await eventually(() => tray.openedUrls.some((url) => /^http:\/\/localhost:\d+\/$/.test(url)), 'the dashboard');
  await tray.choose('r');
  await eventually(() => tray.openedUrls.includes(`${relay.base}/`), 'the relay');
  assert.equal((await tray.command('--open')).code, 0);
});

test('nothing is told of an agent that the dashboard shows', async () => {
  const api = await tray.api();
  const browser = await Browser.launch();
  try {
    const page = await browser.open('desktop', `${api.base}/agents/${agent.id}`);
    const shown = join(world.directory(), 'shown.txt');
    await page.getByRole('textbox', { name: /message/i }).fill(`WRITE: ${shown}|hello`);
    await page.keyboard.press('Enter');
    await eventually(() => desktop.panelHas(colours.badge) > 20, 'the badge of the agent that is shown');
    // Notifications keep their order: had there been one of the first agent, it would be there by now.
    const file = join(world.directory(), 'elsewhere.txt');
    await api.post('/agents', { name: 'elsewhere', directory: world.directory(), prompt: `WRITE: ${file}|hello`, provider: 'claude' });
    await desktop.notice(/elsewhere waits for you/);
    assert.equal(desktop.notices.filter(({ title }) => /fix-ci waits/.test(title)).length, 1); // of the test before
    assert.deepEqual(page.faults, []);
  } finally {
    await browser.close();
  }
});

test('Stop all agents asks first', async () => {
  await tray.choose('a');
  const window = await desktop.window('^AgentMonitor$');
  await desktop.shotWindow(window, 'window-stop-all');
  desktop.key('Escape');
  await eventually(() => desktop.windows('^AgentMonitor$').length === 0, 'the question to close');
  assert.ok(world.claudeProcesses().length >= 2);
  await tray.choose('a');
  await desktop.window('^AgentMonitor$');
  desktop.key('alt+s');
  await eventually(() => world.claudeProcesses().length === 0, 'all agents to stop');
  await eventually(async () => (await tray.command('--status')).text.includes('No agent runs'), 'no agent to run');
});

test('Start at login', async () => {
  const entry = join(world.home, '.config/autostart/agentmonitor-tray.desktop');
  await tray.choose('o');
  await eventually(() => existsSync(entry), 'the autostart entry');
  assert.match(readFileSync(entry, 'utf8'), new RegExp(`^Exec="${trayProgram}"$`, 'm'));
  await tray.choose('o');
  await eventually(() => !existsSync(entry), 'no autostart entry');
});

test('settings that need a restart offer it', async () => {
  const pid = tray.serverPid;
  await tray.choose('g');
  await desktop.window('Settings – ');
  desktop.key('alt+m', 'ctrl+a');
  desktop.type('desk-two');
  desktop.key('Return');
  const window = await desktop.window('^AgentMonitor$');
  await desktop.shotWindow(window, 'window-restart');
  desktop.key('Return');
  await eventually(async () => /as desk-two/.test((await tray.command('--status')).text), 'the tunnel of the new name');
  assert.notEqual(tray.serverPid, pid);
  assert.equal(statSync(tray.settingsFile).mode & 0o777, 0o600);
  await desktop.panelShows(colours.up);
});

test('every window opens', async () => {
  for (const [key, title, name] of [['u', 'Tunnel – ', 'window-tunnel'], ['g', 'Settings – ', 'window-settings'], ['l', 'Server.s log – ', 'window-log'], ['b', '^AgentMonitor$', 'window-about']]) {
    await tray.choose(key);
    const window = await desktop.window(title);
    await desktop.shotWindow(window, name);
    desktop.key('Escape');
    await eventually(() => desktop.windows(title).length === 0, `${title} to close`);
  }
});

test('the relay is killed and comes back', async () => {
  const { port } = relay;
  await relay.kill();
  await desktop.panelShows(colours.local);
  await tray.choose('u');
  const window = await desktop.window('Tunnel – ');
  await desktop.shotWindow(window, 'window-tunnel-down');
  relay = await Relay.start({ password: 'open sesame', port });
  desktop.key('alt+r'); // Reconnect now
  await desktop.panelShows(colours.up);
  desktop.key('Escape');
});

test('Disconnect and connect the tunnel', async () => {
  await tray.choose('i');
  await desktop.panelShows(colours.local);
  await tray.choose('n');
  await desktop.panelShows(colours.up);
});

test('a wrong token: refused, and the test connection says so', async () => {
  tray.writeSettings(settings({ RELAY_TOKEN: 'wrong' }));
  await tray.choose('e'); // Restart server
  await desktop.panelShows(colours.trouble);
  const status = await tray.command('--status');
  assert.match(status.text, /Tunnel refused/);
  await tray.choose('g');
  const window = await desktop.window('Settings – ');
  const refusals = () => relay.log.filter((line) => /was refused/.test(line)).length;
  const before = refusals();
  desktop.key('alt+t');
  await eventually(() => refusals() > before, 'the relay to refuse the test connection');
  await desktop.shotWindow(window, 'window-settings-wrong-token');
  desktop.key('Escape');
  tray.writeSettings(settings());
  await tray.choose('e');
  await desktop.panelShows(colours.up);
});

test('the server crashes: it is seen and started again', async () => {
  const pid = tray.serverPid;
  process.kill(pid, 'SIGKILL');
  await desktop.panelShows(colours.trouble);
  await desktop.panelShows(colours.up);
  assert.notEqual(tray.serverPid, pid);
});

test('Stop server says how many agents keep working', async () => {
  const api = await tray.api();
  await api.post('/agents', { name: 'long', directory: world.directory(), prompt: 'SLOW: never 50', provider: 'claude' });
  await eventually(async () => (await tray.command('--status')).text.includes('1 agent running'), 'the agent to run');
  await tray.choose('t');
  await desktop.panelShows(colours.stopped);
  const window = await desktop.window('^AgentMonitor$');
  await desktop.shotWindow(window, 'window-stopped');
  desktop.key('Return');
  assert.ok(world.claudeProcesses().length > 0);
  assert.ok(!tray.serverRuns);
});

test('Quit asks once, and leaves the server running', async () => {
  assert.equal((await tray.command('--start')).code, 0);
  await desktop.panelShows(colours.up);
  await tray.choose('q');
  const window = await desktop.window('^AgentMonitor$');
  await desktop.shotWindow(window, 'window-quit');
  desktop.key('Return');
  assert.deepEqual(await tray.process.ended(), { code: 0, signal: null });
  assert.ok(tray.serverRuns);
  tray.start();
  await desktop.panelShows(colours.up);
  await tray.choose('q'); // remembered
  assert.equal((await tray.process.ended()).code, 0);
  assert.ok(tray.serverRuns);
});

test('from a terminal: stop', async () => {
  const { code, text } = await tray.command('--stop');
  assert.equal(code, 0);
  assert.match(text, /^Server stopped\. (1 agent keeps|\d agents keep) working\.\n$/);
  // The server's process may still be on its last steps.
  await eventually(async () => (await tray.command('--status')).code === 3, 'the status of a server that has stopped');
});

test('no panel: a window instead', async () => {
  const bare = await Desktop.start({ panel: 'none' });
  const other = new Tray(world, bare);
  other.start();
  try {
    const window = await bare.window('^AgentMonitor$');
    await bare.shotWindow(window, 'window-status');
    bare.startPanel();
    await bare.panelShows(colours.stopped);
    await eventually(() => bare.windows('^AgentMonitor$').length === 0, 'the window to make room for the icon', 40_000);
  } finally {
    await other.process.end();
    await bare.close();
  }
});
