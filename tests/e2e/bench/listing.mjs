// A data directory of 100 agents with 10,000 messages each: start, memory, the list of agents; beside it a plain Node.js server.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import { World } from '../harness/world.mjs';
import { writeDataset } from './dataset.mjs';
import { percentile, timed } from './figures.mjs';
import { residentMb } from './processcost.mjs';

const Size = { agents: 100, messages: 10_000 };
const Starts = 15;
const Requests = 500;

const keepAlive = new Agent({ keepAlive: true, maxSockets: 1 });

// The size of the body; one connection is kept, so that the server is measured and not connecting.
function get(base, path) {
  return new Promise((resolve, reject) => {
    request(base + path, { agent: keepAlive }, (response) => {
      let bytes = 0;
      response.on('data', (chunk) => { bytes += chunk.length; }).on('end', () => resolve(bytes)).on('error', reject);
    }).on('error', reject).end();
  });
}

async function startTimes(world, count) {
  const took = [];
  for (let i = 0; i < count; ++i) {
    const begun = performance.now();
    await world.start({ patience: 300_000 });
    await get(world.server.base, '/api/health');
    took.push(performance.now() - begun);
    await world.server.stop();
  }
  return took;
}

async function plainNode() {
  const program = fileURLToPath(new URL('plainserver.mjs', import.meta.url));
  const begun = performance.now();
  const child = spawn(process.execPath, [program, String(Size.agents), String(Size.messages / 100)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  const start = performance.now() - begun;
  const base = `http://127.0.0.1:${JSON.parse(line).port}`;
  const bytes = await get(base, '/api/agents');
  const list = await timed(50, () => get(base, '/api/agents'));
  const empty = await timed(Requests, () => get(base, '/empty'));
  const memory = residentMb(child.pid);
  child.kill();
  return { start, bytes, list, empty, memory };
}

export async function benchListing() {
  const world = await World.create();
  try {
    await world.start();
    const idle = residentMb(world.server.pid);
    await world.server.stop();
    writeDataset(world.data, Size);
    const [first] = await startTimes(world, 1); // builds the indexes
    const starts = await startTimes(world, Starts);
    await world.start();
    const memory = residentMb(world.server.pid);
    const bytes = await get(world.server.base, '/api/agents');
    await timed(50, () => get(world.server.base, '/api/agents'));
    const list = await timed(Requests, () => get(world.server.base, '/api/agents'));
    const health = await timed(Requests, () => get(world.server.base, '/api/health'));
    const after = residentMb(world.server.pid);
    const node = await plainNode();
    return [
      { what: 'start to the first answer, 1,000,000 messages, median', value: percentile(starts, 0.5), unit: 'ms', target: 100, note: `worst of ${Starts}: ${percentile(starts, 1).toFixed(1)}` },
      { what: '  the very first start (builds the indexes)', value: first, unit: 'ms' },
      { what: '  plain Node.js with 10,000 messages in memory', value: node.start, unit: 'ms' },
      { what: 'GET /api/agents, 100 agents x 10,000 messages, median', value: percentile(list, 0.5), unit: 'ms', target: 5, note: `p99 ${percentile(list, 0.99).toFixed(2)}` },
      { what: '  its size', value: bytes / 1000, unit: 'kB', target: 200 },
      { what: '  GET /api/health of the same server, median', value: percentile(health, 0.5), unit: 'ms' },
      { what: '  plain Node.js, an empty answer, median', value: percentile(node.empty, 0.5), unit: 'ms' },
      { what: '  plain Node.js, all messages of 100 x 100, median', value: percentile(node.list, 0.5), unit: 'ms', note: `${Math.round(node.bytes / 1000).toLocaleString('en')} kB` },
      { what: 'memory (RSS), idle, no agents', value: idle, unit: 'MB', target: 25 },
      { what: 'memory (RSS), idle, 1,000,000 messages', value: memory, unit: 'MB', target: 25 },
      { what: '  after 1,000 requests', value: after, unit: 'MB' },
      { what: '  plain Node.js with 10,000 messages in memory', value: node.memory, unit: 'MB' },
    ];
  } finally {
    keepAlive.destroy();
    await world.close();
  }
}

