// How long an event takes from the CLI's stdout to a browser's WebSocket, alone and in a burst. Both ends read the same clock.

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

import { paths } from '../harness/paths.mjs';
import { World } from '../harness/world.mjs';
import { percentile } from './figures.mjs';

const Events = 2000;
const IntervalMs = 5;
const Burst = 50_000;

const now = () => performance.timeOrigin + performance.now();

// The delays of the stamps in a piece of text.
const delays = (text, at) => [...text.matchAll(/(\d+\.\d{3}) /g)].map(([, stamp]) => at - Number(stamp));

// The floor: the same program read through a pipe by Node.js itself, with nothing between.
function directly() {
  return new Promise((resolve) => {
    const seen = [];
    const child = spawn(paths.fakeCli, [], { stdio: ['pipe', 'pipe', 'inherit'] });
    createInterface({ input: child.stdout }).on('line', (line) => {
      const { event, type } = JSON.parse(line);
      if (event?.delta?.text) seen.push(...delays(event.delta.text, now()));
      if (type === 'result') child.stdin.end();
    });
    child.on('exit', () => resolve(seen));
    child.stdin.write(`${JSON.stringify({ type: 'user', message: { role: 'user', content: `stamps ${Events} ${IntervalMs}` } })}\n`);
  });
}

async function throughServer(world) {
  const view = await world.agent('words 1');
  await view.phase('idle');
  const seen = [];
  view.socket.on('agent:records', ({ records }) => {
    const at = now();
    // The first piece of a text may come as a message, those after it are appended.
    for (const record of records) {
      if (record.type === 'append') seen.push(...delays(record.text, at));
    }
  });
  await world.send(view, `stamps ${Events} ${IntervalMs}`);
  const count = (text) => text.split(' ').length - 1;
  await view.until(() => view.list('text').some((m) => !m.open && count(m.content) === Events), 'the last stamp', 120_000);
  return seen;
}

async function burst(world) {
  const view = await world.agent('words 1');
  await view.phase('idle');
  const answers = [];
  const begun = performance.now();
  await world.send(view, `burst ${Burst}`);
  let running = true;
  const last = String(Burst).padStart(6, '0');
  const done = view.until(() => view.list('text').some((m) => !m.open && m.content.includes(last)), 'the end of the burst', 300_000)
    .then(() => { running = false; });
  while (running) {
    const asked = performance.now();
    await world.api.get('/agents');
    answers.push(performance.now() - asked);
  }
  await done;
  return { seconds: (performance.now() - begun) / 1000, answers };
}

export async function benchLatency() {
  const world = await World.create({ claude: paths.fakeCli });
  try {
    await world.start();
    const floor = await directly();
    const seen = await throughServer(world);
    const { seconds, answers } = await burst(world);
    const row = (what, values, share, target) => ({ what, value: percentile(values, share), unit: 'ms', target });
    return [
      { ...row('event from CLI stdout to a WebSocket client, p99', seen, 0.99, 5), note: `${seen.length} events, worst ${percentile(seen, 1).toFixed(2)}` },
      row('  median', seen, 0.5),
      row('  read from the pipe by Node.js, without a server, p99', floor, 0.99),
      { what: `burst of ${Burst.toLocaleString('en')} events, until a client has all`, value: seconds, unit: 's', note: `${Math.round(Burst / seconds).toLocaleString('en')} events/s` },
      { what: '  slowest GET /api/agents meanwhile', value: percentile(answers, 1), unit: 'ms', note: `${answers.length} answers, median ${percentile(answers, 0.5).toFixed(2)}` },
    ];
  } finally {
    await world.close();
  }
}
