// What the kernel knows of a process.

import { readFileSync, readdirSync } from 'node:fs';

export function residentBytes(pid) {
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) * 1024;
}

export function openFiles(pid) {
  return readdirSync(`/proc/${pid}/fd`).length;
}
