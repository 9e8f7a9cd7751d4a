// A thousand browsers through the relay: how long an event takes there and back, and how late all of them see what one CLI says.

import { io } from 'socket.io-client';

import { deadline } from '../../harness/deadline.mjs';
import { eventually } from '../../harness/eventually.mjs';
import { paths } from '../../harness/paths.mjs';
import { Relay, token } from '../../harness/relay.mjs';
import { exchange } from '../../harness/restclient.mjs';
import { World } from '../../harness/world.mjs';
import { percentile } from '../figures.mjs';

const Clients = 1000;
const PerAddress = 400; // the relay lets 512 of one address in
const EventsPerClient = 20;
const IntervalMs = 500;
const TickMs = 5;

const now = () => performance.timeOrigin + performance.now();

async function connect(base) {
  const sockets = [];
  for (let i = 0; i < Clients; ++i) {
    const socket = io(base, {
      transports: ['websocket'], reconnection: false, forceNew: true, localAddress: `127.0.2.${1 + Math.floor(i / PerAddress)}`,
    });
    sockets.push(socket);
    await deadline(new Promise((resolve, reject) => { socket.once('connect', resolve).once('connect_error', reject); }), 60_000, () => `client ${i}`);
  }
  return sockets;
}

// Every client asks twice a second, each at its own moment. Rejects when an answer is lost.
async function askAround(sockets) {
  const took = [];
  const answers = [];
  const perTick = Math.ceil(Clients / (IntervalMs / TickMs));
  let asked = 0;
  await new Promise((resolve) => {
    const clock = setInterval(() => {
      for (let i = 0; i < perTick && asked < Clients * EventsPerClient; ++i, ++asked) {
        const begun = performance.now();
        answers.push(sockets[asked % Clients].timeout(30_000).emitWithAck('link:probe', {}).then(() => took.push(performance.now() - begun)));
      }
      if (asked < Clients * EventsPerClient) return;
      clearInterval(clock);
      resolve();
    }, TickMs);
  });
  await Promise.all(answers);
  return took;
}

// All of them watch one agent, and are told at the same moment.
async function tellAll(world, sockets) {
  const view = await world.agent('words 1');
  await view.phase('idle');
  const seen = sockets.map(() => []);
  for (const [i, socket] of sockets.entries()) {
    socket.on('agent:records', ({ records }) => {
      const at = now();
      for (const record of records) {
        const text = record.type === 'append' ? record.text : '';
        seen[i].push(...[...text.matchAll(/(\d+\.\d{3}) /g)].map(([, stamp]) => at - Number(stamp)));
      }
    });
    await socket.timeout(60_000).emitWithAck('agent:join', { id: view.id });
  }
  await world.send(view, `stamps ${EventsPerClient + 1} ${IntervalMs}`); // the first may come as a message of its own
  await eventually(() => seen.every((delays) => delays.length >= EventsPerClient), 'not every client has every event', 120_000);
  return seen.flat();
}

export async function benchSockets() {
  const relay = await Relay.start();
  const world = await World.create({ claude: paths.fakeCli, extra: { RELAY_URL: relay.tunnelUrl, RELAY_TOKEN: token } });
  try {
    await world.start();
    await eventually(async () => (await exchange(relay.base, 'GET', '/api/relay/status')).body.tunnelConnected, 'no tunnel');
    const rows = [];
    for (const [what, base, target] of [['through the relay', relay.base, 15], ['directly', world.server.base]]) {
      const sockets = await connect(base);
      const asked = await askAround(sockets);
      const told = await tellAll(world, sockets);
      for (const socket of sockets) socket.disconnect();
      rows.push(
        { what: `${Clients} Socket.IO clients ${what}, 2 events a second each, there and back, p99`, value: percentile(asked, 0.99), unit: 'ms', target, note: `${asked.length} answers, none lost` },
        { what: '  median', value: percentile(asked, 0.5), unit: 'ms' },
        { what: '  one event to all of them at once, until the last has it, median', value: percentile(told, 0.5), unit: 'ms', note: 'one Node.js process is all the clients' },
      );
    }
    return rows;
  } finally {
    await world.close();
    await relay.stop();
  }
}
