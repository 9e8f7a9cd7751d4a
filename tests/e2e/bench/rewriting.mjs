// For comparison only: what an event costs when the whole history is written anew for each, as the original did.

import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { wholeDocument } from './dataset.mjs';
import { timed } from './figures.mjs';

export async function benchRewriting() {
  const folder = mkdtempSync(join(tmpdir(), 'agentmonitor-bench-'));
  const rows = [];
  for (const messages of [1000, 10_000, 100_000]) {
    const document = wholeDocument({ agents: 1, messages });
    const took = await timed(5, () => {
      document[0].messages.push(document[0].messages[0]);
      writeFileSync(join(folder, 'new'), JSON.stringify(document));
      renameSync(join(folder, 'new'), join(folder, 'agents.json'));
    });
    const mean = took.reduce((a, b) => a + b, 0) / took.length;
    rows.push({ what: `  rewriting everything, with ${messages.toLocaleString('en')} messages so far`, value: mean * 1000, unit: 'us/event' });
  }
  rmSync(folder, { recursive: true });
  return rows;
}
