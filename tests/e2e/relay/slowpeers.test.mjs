// Visitors and backends that are slow, do not read, or leave: what they cost is bounded, and others do not notice.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';

import { eventually } from '../harness/eventually.mjs';
import { openFiles, residentBytes } from '../harness/procfs.mjs';
import { RawConnection } from '../harness/rawconnection.mjs';
import { Machine, Relay } from '../harness/relay.mjs';

const MiB = 1024 * 1024;
const mostGrowth = 16 * MiB;

// Serves large bodies, holds requests without reading them, and floods WebSockets; counts what is under way.
class Backend {
  sent = 0; // bytes of /download that its sockets took
  taken = 0; // bytes of request bodies that were read
  holding = 0; // requests to /hold whose visitor is still there
  held = new Map(); // requests to /hold by their URLs
  webSockets = new Set();
  #server = createServer((request, response) => this.#serve(request, response));
  #chunk = Buffer.alloc(64 * 1024, 'download ');

  async listen() {
    this.#server.on('upgrade', (request, socket) => this.#upgrade(request, socket));
    await new Promise((resolve) => { this.#server.listen(0, '127.0.0.1', resolve); });
    this.port = this.#server.address().port;
  }

  #serve(request, response) {
    request.on('error', () => {}); // it breaks off
    if (request.url.startsWith('/hold')) {
      this.held.set(request.url, request);
      this.holding += 1;
      response.on('close', () => { this.holding -= 1; });
      return;
    }
    if (request.url.startsWith('/download')) {
      const bytes = Number(new URL(request.url, 'http://x').searchParams.get('bytes'));
      response.writeHead(200, { 'content-length': bytes });
      this.#send(response, bytes);
      return;
    }
    request.on('data', (chunk) => { this.taken += chunk.length; });
    request.on('end', () => response.end('ok'));
  }

  #send(response, left) {
    while (left > 0 && !response.destroyed) {
      const chunk = left >= this.#chunk.length ? this.#chunk : this.#chunk.subarray(0, left);
      left -= chunk.length;
      this.sent += chunk.length;
      if (!response.write(chunk)) {
        const rest = left;
        response.once('drain', () => this.#send(response, rest));
        return;
      }
    }
    response.end();
  }

  #upgrade(request, socket) {
    const accept = createHash('sha1').update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
    socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`);
    this.webSockets.add(socket);
    socket.on('error', () => {}).on('end', () => socket.end()).on('close', () => this.webSockets.delete(socket)).resume();
    if (request.url === '/deaf') socket.pause();
    if (request.url !== '/flood') return;
    const flood = () => { while (!socket.destroyed && socket.write(this.#chunk)); };
    socket.on('drain', flood);
    flood();
  }

  async close() {
    this.#server.closeAllConnections();
    for (const socket of this.webSockets) socket.destroy();
    await new Promise((resolve) => { this.#server.close(resolve); });
  }
}

let backend;
let relay;
let machine;
before(async () => {
  backend = new Backend();
  await backend.listen();
  relay = await Relay.start();
  machine = await Machine.start(relay, backend.port);
  // What any use costs is not growth: buffers that the allocator keeps, the first of everything.
  await normalRequests(100);
  const reader = await download(200 * MiB);
  await reader.closed(60_000);
  assert.ok(reader.bytes > 200 * MiB);
});
after(async () => {
  await machine?.stop();
  await relay?.stop();
  await backend?.close();
});

// Milliseconds that each of `count` requests took, one after the other, each on a connection of its own.
async function normalRequests(count) {
  const times = [];
  for (let i = 0; i < count; i += 1) {
    const begin = performance.now();
    const text = await RawConnection.answerTo('GET /normal HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', { port: relay.port });
    times.push(performance.now() - begin);
    assert.match(text, /^HTTP\/1\.1 200 [^]*ok$/);
  }
  return times.sort((a, b) => a - b);
}

async function download(bytes) {
  const visitor = await RawConnection.open({ port: relay.port });
  visitor.write(`GET /download?bytes=${bytes} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
  return visitor;
}

// Lets other visitors go on until `progress()` stands still meanwhile.
async function untilItStandsStill(progress) {
  for (let last = -1; last !== progress();) {
    last = progress();
    await normalRequests(100);
  }
}

function growthSince(start) {
  return { relay: residentBytes(relay.pid) - start.relay, machine: residentBytes(machine.pid) - start.machine };
}
const sizes = () => ({ relay: residentBytes(relay.pid), machine: residentBytes(machine.pid) });

function assertSmall(growth) {
  for (const [who, bytes] of Object.entries(growth)) assert.ok(bytes < mostGrowth, `the ${who} has grown by ${(bytes / MiB).toFixed(1)} MiB`);
}

test('a visitor that does not read its download of 1 GB', async () => {
  const start = sizes();
  const sent = backend.sent;
  const visitor = await download(1024 * MiB);
  visitor.once(() => visitor.pause());
  await visitor.until(/^HTTP\/1\.1 200 /);
  await untilItStandsStill(() => backend.sent);
  assertSmall(growthSince(start));
  assert.ok(backend.sent - sent < 100 * MiB, 'somebody takes it');
  // It is a slow visitor, not a lost one: the rest comes when it reads again.
  visitor.resume();
  await visitor.closed(60_000);
  assert.ok(visitor.bytes > 1024 * MiB);
  assertSmall(growthSince(start));
});

test('a visitor that sends 500 MB to a backend that does not read', async () => {
  const files = { relay: openFiles(relay.pid), machine: openFiles(machine.pid) };
  const start = sizes();
  const socket = connect({ port: relay.port, host: '127.0.0.1' });
  socket.on('error', () => {});
  let left = 500 * MiB;
  const chunk = Buffer.alloc(64 * 1024, 'upload ');
  const send = () => {
    while (left > 0) {
      left -= chunk.length;
      if (!socket.write(chunk)) return;
    }
  };
  socket.on('drain', send);
  socket.write(`POST /hold?upload HTTP/1.1\r\nHost: x\r\nContent-Length: ${left}\r\n\r\n`);
  send();
  await eventually(() => backend.held.has('/hold?upload'), 'the request at the backend');
  await untilItStandsStill(() => left);
  assertSmall(growthSince(start));
  assert.ok(left > 400 * MiB, 'somebody takes it');
  socket.destroy();
  backend.held.get('/hold?upload').resume(); // the visitor's end is behind what it has sent: who does not read does not learn of it
  await eventually(() => backend.holding === 0, 'the backend does not learn that the visitor has left');
  await eventually(() => openFiles(relay.pid) <= files.relay && openFiles(machine.pid) <= files.machine, 'somebody waits for the visitor that has left');
});

test('3,000 slow connections, and a normal visitor stays under 50 ms', async () => {
  let isOver = false;
  let opened = 0;
  const crowd = new Set();
  // One that ends (by 408, if this machine is slow) is replaced by the next.
  const join = (address) => {
    const socket = connect({ port: relay.port, host: '127.0.0.1', localAddress: address });
    crowd.add(socket);
    socket.on('error', () => {}).on('connect', () => { opened += 1; });
    socket.on('close', () => {
      crowd.delete(socket);
      if (!isOver) join(address);
    });
    socket.resume().write('GET /slow HTTP/1.1\r\nHost: x\r\nX-Ha');
  };
  const files = openFiles(relay.pid);
  for (let address = 2; address < 8; address += 1) {
    for (let i = 0; i < 500; i += 1) join(`127.0.0.${address}`);
  }
  await eventually(() => opened >= 3000 && openFiles(relay.pid) >= files + 2990, 'the crowd');
  const times = await normalRequests(200);
  assert.ok(times[100] < 50, `median ${times[100].toFixed(1)} ms`);
  isOver = true;
  for (const socket of crowd) socket.destroy();
  await eventually(() => openFiles(relay.pid) <= files, 'the connections are still open');
});

test('10,000 visitors that ask and leave: nothing is left of them', { timeout: 300_000 }, async () => {
  await normalRequests(10);
  await eventually(() => backend.holding === 0, 'the start');
  const files = { relay: openFiles(relay.pid), machine: openFiles(machine.pid) };
  const batch = async (number) => {
    const visitors = await Promise.all(Array.from({ length: 100 }, (_, i) => RawConnection.open({ port: relay.port, localAddress: `127.0.1.${1 + ((number + i) % 50)}` })));
    visitors.forEach((visitor, i) => {
      visitor.write(`GET /hold?${number}-${i} HTTP/1.1\r\nHost: x\r\n\r\n`);
      if (i % 4 === 0) visitor.destroy(); // perhaps before anybody has seen the request
      if (i % 4 === 1) visitor.reset();
    });
    await eventually(() => visitors.every((_, i) => i % 4 < 2 || backend.held.has(`/hold?${number}-${i}`)), 'the requests at the backend');
    visitors.forEach((visitor, i) => (i % 4 === 2 ? visitor.destroy() : visitor.reset()));
    backend.held.clear();
  };
  const allGone = () => eventually(() => backend.holding === 0 && openFiles(relay.pid) <= files.relay && openFiles(machine.pid) <= files.machine,
    `still there: ${backend.holding} requests; files ${JSON.stringify(files)} were ${openFiles(relay.pid)}, ${openFiles(machine.pid)}`);
  for (let number = 0; number < 50; number += 1) await batch(number);
  await allGone();
  const half = sizes();
  for (let number = 50; number < 100; number += 1) await batch(number);
  await allGone();
  const growth = growthSince(half);
  for (const [who, bytes] of Object.entries(growth)) assert.ok(bytes < 4 * MiB, `the ${who} has grown by ${(bytes / MiB).toFixed(1)} MiB in 5,000 visits`);
});

const upgrade = (path) => `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`;

test('visitors that are gone while nobody reads what they have sent', async () => {
  const files = { relay: openFiles(relay.pid), machine: openFiles(machine.pid) };
  const begins = [
    [`POST /hold?gone HTTP/1.1\r\nHost: x\r\nContent-Length: ${500 * MiB}\r\n\r\n`, () => backend.held.has('/hold?gone')],
    [upgrade('/deaf'), () => backend.webSockets.size === 1],
  ];
  for (const [begin, hasBegun] of begins) {
    const visitor = await RawConnection.open({ port: relay.port });
    visitor.write(begin);
    await eventually(hasBegun, 'the request at the backend');
    visitor.write(Buffer.alloc(50 * MiB));
    await untilItStandsStill(() => visitor.waiting);
    assert.ok(visitor.waiting > 0, 'somebody takes it');
    visitor.reset();
    await eventually(() => openFiles(relay.pid) <= files.relay && openFiles(machine.pid) <= files.machine, 'somebody waits for the visitor that has left');
    backend.held.get('/hold?gone').resume();
    for (const socket of backend.webSockets) socket.resume();
    await eventually(() => backend.holding === 0 && backend.webSockets.size === 0, 'the backend does not learn that the visitor has left');
  }
});

test('WebSocket visitors that vanish take their connections with them', async () => {
  const files = openFiles(relay.pid);
  for (const path of ['/quiet', '/flood']) {
    for (const leave of ['end', 'destroy', 'reset']) {
      const start = sizes();
      const visitor = await RawConnection.open({ port: relay.port });
      visitor.write(upgrade(path));
      if (path === '/flood') visitor.once(() => visitor.pause()); // the rest of it waits everywhere when the visitor goes
      await visitor.until(/^HTTP\/1\.1 101 /);
      await eventually(() => backend.webSockets.size === 1, 'the WebSocket at the backend');
      await normalRequests(20);
      visitor[leave]();
      if (leave === 'end') visitor.resume();
      await eventually(() => backend.webSockets.size === 0, `the backend does not learn of ${leave} at ${path}`);
      await eventually(() => openFiles(relay.pid) <= files, `the connection after ${leave} at ${path}`);
      assertSmall(growthSince(start));
    }
  }
});
