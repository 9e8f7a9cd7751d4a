// Measures the built programs: node bench/main.mjs server|relay|agents|tray [REPORT.json]. Prints a table; a target missed is told, it does not fail.

import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';

import { benchHolder } from './agents/holder.mjs';
import { benchIdle } from './agents/idle.mjs';
import { benchRestart } from './agents/restart.mjs';
import { benchStart } from './agents/start.mjs';
import { table } from './figures.mjs';
import { benchLatency } from './latency.mjs';
import { benchListing } from './listing.mjs';
import { benchDownloads } from './relay/downloads.mjs';
import { benchMemory } from './relay/memory.mjs';
import { benchRequests } from './relay/requests.mjs';
import { benchSockets } from './relay/sockets.mjs';
import { benchRewriting } from './rewriting.mjs';
import { benchTray } from './tray/tray.mjs';

const benches = {
  server: [benchListing, benchLatency, benchRewriting],
  relay: [benchRequests, benchDownloads, benchSockets, benchMemory],
  agents: [benchHolder, benchStart, benchRestart, benchIdle],
  tray: [benchTray],
};
const [part, report] = process.argv.slice(2);

const rows = [];
for (const bench of benches[part]) {
  const measured = await bench();
  console.log(table(measured));
  rows.push(...measured);
}
const machine = `${cpus().length} x ${cpus()[0].model}`;
if (report) writeFileSync(report, `${JSON.stringify({ machine, at: new Date().toISOString(), rows }, null, 2)}\n`);
