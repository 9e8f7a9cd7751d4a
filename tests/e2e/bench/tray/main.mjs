// What the tray costs while nothing happens, and how soon it shows what does. Prints JSON.
//   AGENTMONITOR_BIN=build/release/bin node tests/e2e/bench/tray/main.mjs [seconds of idling, 300]

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

import { eventually } from '../../harness/eventually.mjs';
import { Relay, token } from '../../harness/relay.mjs';
import { World } from '../../harness/world.mjs';
import { Desktop } from '../../tray/desktop.mjs';
import { Tray } from '../../tray/trayprogram.mjs';

const idleSeconds = Number(process.argv[2] ?? 300);
const ticksPerSecond = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));
const [grey, violet, green] = ['#6f727a', '#5652d6', '#1f7f55'];

const cpuTicks = (pid) => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return Number(fields[11]) + Number(fields[12]);
};
const memory = (pid, name) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(readFileSync(`/proc/${pid}/${name === 'Pss' ? 'smaps_rollup' : 'status'}`, 'utf8'))[1]) / 1024;
const sleep = (milliseconds) => new Promise((resolve) => { setTimeout(resolve, milliseconds); });

// As seen by another client of the X server: what it costs to look is in the figure.
async function timeToIcon(desktop, colour, act) {
  const begin = performance.now();
  await act();
  await eventually(() => desktop.panelHas(colour) >= 40, colour, 20_000);
  return performance.now() - begin;
}

const world = await World.create();
const desktop = await Desktop.start();
const relay = await Relay.start();
const tray = new Tray(world, desktop);
const figures = {};
try {
  tray.writeSettings({ PORT: '0', RELAY_URL: relay.tunnelUrl, RELAY_TOKEN: token, RELAY_MACHINE: 'desk' });
  await sleep(1000); // the panel
  const looks = [];
  for (let i = 0; i < 5; i += 1) {
    const begin = performance.now();
    desktop.panelHas(grey);
    looks.push(performance.now() - begin);
  }
  figures.lookMs = Math.min(...looks);

  const starts = [];
  for (let i = 0; i < 3; i += 1) {
    starts.push(await timeToIcon(desktop, grey, () => tray.start()));
    await tray.process.end();
    await eventually(() => desktop.panelHas(grey) === 0, 'the icon to go');
  }
  figures.startToIconMs = Math.min(...starts);

  tray.start();
  await desktop.panelShows(grey);
  await tray.command('--start');
  await desktop.panelShows(green, 20_000);
  const api = await tray.api();
  const changes = [];
  for (let i = 0; i < 3; i += 1) {
    changes.push(await timeToIcon(desktop, violet, () => api.post('/tunnel/disconnect', {})));
    changes.push(await timeToIcon(desktop, green, () => api.post('/tunnel/connect', {})));
  }
  figures.tunnelChangeMs = { best: Math.min(...changes), worst: Math.max(...changes) };
  figures.crashMs = await timeToIcon(desktop, '#c2352b', () => process.kill(tray.serverPid, 'SIGKILL'));
  await desktop.panelShows(green, 20_000);

  await sleep(3000);
  const { pid } = tray.process;
  const before = cpuTicks(pid);
  await sleep(idleSeconds * 1000);
  figures.idleCpuPercent = (100 * (cpuTicks(pid) - before)) / ticksPerSecond / idleSeconds;
  figures.rssMiB = memory(pid, 'VmRSS');
  figures.pssMiB = memory(pid, 'Pss');
  figures.idleSeconds = idleSeconds;
} finally {
  await tray.process.end();
  if (tray.serverRuns) process.kill(tray.serverPid, 'SIGTERM');
  await relay.stop();
  await desktop.close();
  await world.close();
}
console.log(JSON.stringify(figures, null, 2));
