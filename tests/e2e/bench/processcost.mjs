// What a process costs, as the kernel counts it.

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

import { residentBytes } from '../harness/procfs.mjs';

const MiB = 1024 * 1024;
const TicksPerSecond = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

export const residentMb = (pid) => residentBytes(pid) / MiB;

// Of pages that others have, too, its share.
export const proportionalMb = (pid) => Number(/^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))[1]) / 1024;

// proc_pid_stat(5): utime and stime.
export function cpuSeconds(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TicksPerSecond;
}
