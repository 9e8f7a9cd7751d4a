// What the relay weighs: alone, and for each visitor that is there but silent.

import { connect } from 'node:net';

import { Backend } from '../../harness/backend.mjs';
import { eventually } from '../../harness/eventually.mjs';
import { Machine, Relay } from '../../harness/relay.mjs';
import { residentMb } from '../processcost.mjs';

const Visitors = 2000;
const PerAddress = 400; // the relay lets 512 of one address in

const upgrade = 'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n';

// Visitors that have made one request, and stay.
async function visit(relay, head) {
  const sockets = [];
  for (let i = 0; i < Visitors; ++i) {
    const socket = connect({ port: relay.port, host: '127.0.0.1', localAddress: `127.0.1.${1 + Math.floor(i / PerAddress)}` });
    sockets.push(socket);
    await new Promise((resolve, reject) => {
      socket.once('data', resolve).once('error', reject);
      socket.write(`GET /visit HTTP/1.1\r\nHost: relay\r\n${head}\r\n`);
    });
  }
  return sockets;
}

export async function benchMemory() {
  const backend = new Backend();
  await backend.listen();
  const relay = await Relay.start();
  const machine = await Machine.start(relay, backend.port);
  try {
    await fetch(`${relay.base}/warm`);
    const alone = residentMb(relay.pid);
    const rows = [{ what: 'RSS of the relay, one machine, no visitors', value: alone, unit: 'MB', target: 15 }];
    for (const [what, head] of [['kept connection', ''], ['WebSocket', upgrade]]) {
      const before = residentMb(relay.pid);
      const sockets = await visit(relay, head);
      rows.push({ what: `  and for each silent visitor (${what})`, value: (residentMb(relay.pid) - before) * 1024 / Visitors, unit: 'KB', target: 25, note: `${Visitors} of them` });
      for (const socket of sockets) socket.destroy();
      await eventually(() => backend.connections <= 64, 'visitors do not leave', 60_000);
    }
    return rows;
  } finally {
    await machine.stop();
    await relay.stop();
    await backend.close();
  }
}
