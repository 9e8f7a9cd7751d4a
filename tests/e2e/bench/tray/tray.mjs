// What the tray costs while nothing happens, and how soon it shows what does, beside the least that a Qt program with an icon costs.

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { ChildProcess } from '../../harness/childprocess.mjs';
import { paths } from '../../harness/paths.mjs';
import { Relay, token } from '../../harness/relay.mjs';
import { World } from '../../harness/world.mjs';
import { colours, Desktop } from '../../tray/desktop.mjs';
import { Tray } from '../../tray/trayprogram.mjs';
import { median, percentile } from '../figures.mjs';
import { ScreenWatch } from './screenwatch.mjs';

const idleSeconds = Number(process.env.AGENTMONITOR_BENCH_IDLE_SECONDS ?? 300);
const rounds = 10;
const ticksPerSecond = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));
const plain = '#12ab34';
const plainIcon = join(dirname(paths.server), 'bench-plainicon');

const cpuSeconds = (pid) => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
};
const megabytes = (pid, file, name) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(readFileSync(`/proc/${pid}/${file}`, 'utf8'))[1]) / 1024;
const resident = (pid) => megabytes(pid, 'status', 'VmRSS');
const proportional = (pid) => megabytes(pid, 'smaps_rollup', 'Pss');
const rest = (seconds) => new Promise((resolve) => { setTimeout(resolve, seconds * 1000); });

// Starts, one of each after the other.
async function benchStarts(watch, tray) {
  const startPlain = () => new ChildProcess(plainIcon, [plain], { env: tray.environment });
  const took = { tray: [], plain: [] };
  for (let round = 0; round < rounds; ++round) {
    took.tray.push(await watch.until(colours.stopped, () => { tray.start(); }));
    await watch.until(`-${colours.stopped}`, () => tray.process.end());
    let other;
    took.plain.push(await watch.until(plain, () => { other = startPlain(); }));
    await watch.until(`-${plain}`, () => other.end());
  }
  const other = startPlain();
  await watch.until(plain);
  const floor = { resident: resident(other.pid), proportional: proportional(other.pid) };
  await watch.until(`-${plain}`, () => other.end());
  return { took, floor };
}

// From the answer of the server to the icon in the panel: the tray hears of it by an event.
async function benchChanges(watch, api) {
  const took = [];
  for (let round = 0; round < rounds; ++round) {
    took.push(await watch.until(colours.local, () => api.post('/tunnel/disconnect', {})));
    took.push(await watch.until(colours.up, () => api.post('/tunnel/connect', {})));
  }
  return took;
}

export async function benchTray() {
  const world = await World.create();
  const desktop = await Desktop.start();
  const relay = await Relay.start();
  const tray = new Tray(world, desktop);
  const watch = new ScreenWatch(desktop.environment);
  try {
    tray.writeSettings({ PORT: '0', RELAY_URL: relay.tunnelUrl, RELAY_TOKEN: token, RELAY_MACHINE: 'desk' });
    const { took, floor } = await benchStarts(watch, tray);
    await watch.until(colours.stopped, () => { tray.start(); });
    await tray.command('--start');
    await watch.until(colours.up);
    const changes = await benchChanges(watch, await tray.api());
    const crash = await watch.until(colours.trouble, () => { process.kill(tray.serverPid, 'SIGKILL'); });
    await watch.until(colours.up);

    await rest(3); // what follows a change is not idling
    const { pid } = tray.process;
    const before = cpuSeconds(pid);
    await rest(idleSeconds);
    const idle = (100 * (cpuSeconds(pid) - before)) / idleSeconds;
    const beside = (values) => `a plain Qt icon ${median(values).toFixed(0)} ms`;
    return [
      { what: 'start to icon in the panel, median', value: median(took.tray), unit: 'ms', target: 300, note: beside(took.plain) },
      { what: 'a change of the tunnel, in the icon, median', value: median(changes), unit: 'ms', target: 300, note: `worst of ${changes.length}: ${percentile(changes, 1).toFixed(0)} ms` },
      { what: 'a crash of the server, in the icon', value: crash, unit: 'ms', target: 2000 },
      { what: `CPU over ${idleSeconds} s with server and tunnel`, value: idle, unit: '% core', target: 0.2 },
      { what: 'resident memory after that', value: resident(pid), unit: 'MiB', target: 45, note: `a plain Qt icon ${floor.resident.toFixed(1)}` },
      { what: 'of it its own share (PSS)', value: proportional(pid), unit: 'MiB', note: `a plain Qt icon ${floor.proportional.toFixed(1)}` },
    ];
  } finally {
    watch.close();
    await tray.process.end();
    if (tray.serverRuns) process.kill(tray.serverPid, 'SIGTERM');
    await relay.stop();
    await desktop.close();
    await world.close();
  }
}
