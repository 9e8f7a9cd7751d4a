// One holder alone, without a server: what it adds to a start, to a line and to a flood, beside a pipe of the same program.

import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { median, medianDifference, sampled } from '../figures.mjs';
import { programs } from './programs.mjs';

const Starts = 100;
const Latency = { rounds: 10, lines: 300, intervalUs: 2000 };
const WarmUp = 20; // lines of a round; they come while the program is still being started
const Flood = { rounds: 5, megabytes: 2000, lineBytes: 256 };
const Memory = '/dev/shm'; // tmpfs(5); every Linux has it
const run = promisify(execFile);

const fileSystem = (place) => execFileSync('stat', ['-f', '-c', '%T', place], { encoding: 'utf8' }).trim();

// {holder, pipe, spawn}: what the rounds gave, with the holders' folders in `place`.
async function samples(place, rounds, ...what) {
  const folder = mkdtempSync(join(place, 'agentmonitor-bench-'));
  try {
    const { stdout } = await run(programs.holder, [folder, rounds, ...what].map(String), { maxBuffer: 64 * 1024 * 1024 });
    return JSON.parse(stdout);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function startRows() {
  const { holder, pipe, spawn } = await samples(tmpdir(), Starts, 'start');
  return [
    sampled('a program in a holder, from its start to its first line, median', holder),
    sampled('  the same on a pipe, by QProcess', pipe),
    sampled('  the same on a pipe, by posix_spawn', spawn),
    { what: '  a holder adds to posix_spawn, median', value: medianDifference(holder, spawn), unit: 'ms', target: 15 },
  ];
}

async function latencyRows() {
  const measured = await samples(tmpdir(), Latency.rounds, 'latency', Latency.lines, Latency.intervalUs);
  const rounds = Object.fromEntries(Object.entries(measured).map(([route, each]) => [route, each.map((delays) => delays.slice(WarmUp))]));
  const medians = (route) => rounds[route].map(median);
  return [
    sampled('a line from the CLI through a holder to the event loop, median', rounds.holder.flat()),
    sampled('  the same over a pipe', rounds.pipe.flat()),
    sampled('  the same over a pipe, a reader that does nothing else', rounds.spawn.flat()),
    { what: '  a holder adds to the pipe, median', value: medianDifference(medians('holder'), medians('pipe')), unit: 'ms', target: 0.2 },
  ];
}

async function floodRows(place, target) {
  const { holder, pipe, spawn } = await samples(place, Flood.rounds, 'throughput', Flood.megabytes, Flood.lineBytes);
  const spread = (values) => ({ note: `${Math.round(Math.min(...values))} to ${Math.round(Math.max(...values))}` });
  const size = `${Flood.megabytes / 1000} GB in lines of ${Flood.lineBytes} bytes`;
  return [
    { what: `${size} through a holder (${fileSystem(place)}), median`, value: median(holder), unit: 'MB/s', ...target, ...spread(holder) },
    { what: '  the same over a pipe', value: median(pipe), unit: 'MB/s', ...spread(pipe) },
    { what: '  the same over a pipe, a reader that does nothing else', value: median(spawn), unit: 'MB/s', ...spread(spawn) },
  ];
}

export async function benchHolder() {
  const rows = [...await startRows(), ...await latencyRows(), ...await floodRows(tmpdir(), { least: 300 })];
  return fileSystem(Memory) === fileSystem(tmpdir()) ? rows : [...rows, ...await floodRows(Memory)];
}
