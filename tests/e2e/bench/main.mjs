// Measures the built server: node bench/main.mjs [REPORT.json]. Prints a table; a target missed is told, it does not fail.

import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';

import { table } from './figures.mjs';
import { benchLatency } from './latency.mjs';
import { benchListing } from './listing.mjs';
import { benchRewriting } from './rewriting.mjs';

const rows = [];
for (const bench of [benchListing, benchLatency, benchRewriting]) {
  const measured = await bench();
  console.log(table(measured));
  rows.push(...measured);
}
const machine = `${cpus().length} x ${cpus()[0].model}`;
if (process.argv[2]) writeFileSync(process.argv[2], `${JSON.stringify({ machine, at: new Date().toISOString(), rows }, null, 2)}\n`);
