// What agents cost that live and do nothing.

import { median } from '../figures.mjs';
import { cpuSeconds, proportionalMb, residentMb } from '../processcost.mjs';
import { Crowd } from './crowd.mjs';

const Agents = 50;
const SettleMs = 10_000; // the resources of agents are measured every 5 s
const WatchMs = 60_000;

const pause = (milliseconds) => new Promise((resolve) => { setTimeout(resolve, milliseconds); });

const rss = (crowd) => residentMb(crowd.server.pid);
const pss = (crowd) => proportionalMb(crowd.server.pid);

// In percent of a core, of both at the same time.
async function load(...crowds) {
  const before = crowds.map((crowd) => cpuSeconds(crowd.server.pid));
  await pause(WatchMs);
  return crowds.map((crowd, i) => (cpuSeconds(crowd.server.pid) - before[i]) / (WatchMs / 1000) * 100);
}

export async function benchIdle() {
  const crowd = await Crowd.create(Agents);
  try {
    const nobody = await Crowd.create(0);
    try {
      await pause(SettleMs);
      const grown = { rss: rss(crowd) - rss(nobody), pss: pss(crowd) - pss(nobody) };
      const alone = rss(nobody);
      const [busy, idle] = await load(crowd, nobody);
      const holders = crowd.holders;
      const holderRss = holders.map(residentMb);
      const holderPss = holders.map(proportionalMb);
      await Promise.all([crowd, nobody].map(async (each) => {
        await each.kill();
        await each.start();
      }));
      await crowd.attached();
      await pause(SettleMs);
      const took = { rss: rss(crowd) - rss(nobody), pss: pss(crowd) - pss(nobody) };
      const grew = (what, { rss: value, pss: note }) => ({ what, value, unit: 'MB', target: 20, note: `PSS ${note.toFixed(2)}` });
      return [
        grew(`${Agents} idle agents add to the server's RSS`, grown),
        grew('  after a restart, when it has taken them over', took),
        { what: '  RSS of the same server without agents', value: alone, unit: 'MB' },
        { what: `CPU of the server with ${Agents} idle agents, of one core`, value: busy, unit: '%', target: 1, note: `over ${WatchMs / 1000} s` },
        { what: '  without agents, in the same minute', value: idle, unit: '%' },
        { what: 'RSS of a holder, worst', value: Math.max(...holderRss), unit: 'MB', target: 6, note: `${holders.length} of them, PSS ${median(holderPss).toFixed(2)}` },
      ];
    } finally {
      await nobody.close();
    }
  } finally {
    await crowd.close();
  }
}
