// The server is killed and started again while its agents live.

import { sampled } from '../figures.mjs';
import { Crowd } from './crowd.mjs';
import { monotonic } from './programs.mjs';

const Agents = 50;
const Rounds = 15;

async function took(work) {
  const begun = monotonic();
  await work();
  return monotonic() - begun;
}

// {listening, attached} from the start of the server.
async function restart(crowd) {
  await crowd.kill();
  const begun = monotonic();
  const listening = await crowd.start();
  await crowd.attached();
  return { listening, attached: monotonic() - begun };
}

// Until every agent has answered a question that a browser asked as soon as there was somebody to ask.
async function restartAndAsk(crowd) {
  await crowd.kill();
  return took(async () => {
    await crowd.start();
    await crowd.visit();
    await crowd.ask();
  });
}

export async function benchRestart() {
  const crowd = await Crowd.create(Agents);
  try {
    const nobody = await Crowd.create(0);
    try {
      const runs = { empty: [], restarts: [], asked: [], visit: [], ask: [] };
      for (let round = 0; round < Rounds; ++round) {
        runs.empty.push((await restart(nobody)).listening);
        runs.restarts.push(await restart(crowd));
        runs.asked.push(await restartAndAsk(crowd));
        runs.visit.push(await took(() => crowd.visit()));
        runs.ask.push(await took(() => crowd.ask()));
      }
      const of = (key) => runs.restarts.map((each) => each[key]);
      return [
        sampled(`start of a server with ${Agents} live agents, until all are attached, median`, of('attached'), { target: 500 }),
        sampled('  until it listens', of('listening')),
        sampled('  from then on until all are attached', runs.restarts.map(({ attached, listening }) => attached - listening)),
        sampled('  start of the same server without agents, until it listens', runs.empty),
        sampled(`  until each of the ${Agents} has answered a browser's question`, runs.asked),
        sampled('  the same question to all of them, without a restart', runs.ask.map((ask, round) => ask + runs.visit[round])),
      ];
    } finally {
      await nobody.close();
    }
  } finally {
    await crowd.close();
  }
}
