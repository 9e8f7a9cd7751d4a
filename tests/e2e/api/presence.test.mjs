// What everybody is told without asking: who is looked at, and how the tunnel is.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { io } from 'socket.io-client';

import { patience } from '../harness/deadline.mjs';
import { eventually } from '../harness/eventually.mjs';
import { World } from '../harness/world.mjs';

let world;
before(async () => { world = await World.create(); await world.start(); });
after(() => world.close());

// A client, and what it was told last of `event`; it listens before it is connected.
async function listener(event) {
  const socket = io(world.server.base, { transports: ['websocket'], reconnection: false, forceNew: true });
  const client = { socket };
  socket.on(event, (payload) => { client.told = payload; });
  await eventually(() => client.told, event);
  return client;
}

test('agents that somebody looks at, until nobody does', async () => {
  const tray = await listener('agents:shown');
  const shown = (...ids) => eventually(() => JSON.stringify(tray.told) === JSON.stringify({ agentIds: ids }), `shown: ${ids}`);
  await shown();
  const [phone, laptop] = [await world.connect(), await world.connect()];
  const say = (socket, agentId) => socket.timeout(patience).emitWithAck('page:shows', { agentId });
  assert.deepEqual(await say(phone, 'b'), { ok: true });
  await shown('b');
  await say(laptop, 'a');
  await shown('a', 'b');
  await say(laptop, 'b');
  await shown('b');
  assert.deepEqual((await listener('agents:shown')).told, { agentIds: ['b'] });
  await say(phone, null);
  await say(laptop, 'x'.repeat(65)); // no agent's id
  await shown();
  await say(phone, 'c');
  await shown('c');
  phone.disconnect(); // as a phone in a pocket
  await shown();
  tray.socket.disconnect();
});

test('the tunnel: off without a relay', async () => {
  const tray = await listener('tunnel:status');
  assert.equal(tray.told.state, 'off');
  assert.deepEqual(tray.told, await world.api.get('/tunnel/status'));
  tray.socket.disconnect();
});
