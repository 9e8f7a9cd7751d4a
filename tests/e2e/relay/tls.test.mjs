// The relay's own TLS: what waits as ciphertext is bounded like everything else, and what is no TLS ends.

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { request as httpsRequest } from 'node:https';
import { connect } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { connect as connectTls } from 'node:tls';
import { fileURLToPath } from 'node:url';

import { deadline, patience } from '../harness/deadline.mjs';
import { eventually } from '../harness/eventually.mjs';
import { FrameMachine, Type, frame } from '../harness/framemachine.mjs';
import { openFiles, residentBytes } from '../harness/procfs.mjs';
import { RawConnection } from '../harness/rawconnection.mjs';
import { Relay } from '../harness/relay.mjs';

const MiB = 1024 * 1024;
const mostGrowth = 16 * MiB;
const initialWindow = 256 * 1024;
const mostData = 64 * 1024;
const fixture = (name) => fileURLToPath(new URL(`../../fixtures/tls/${name}`, import.meta.url));

let relay;
let machine;
before(async () => {
  relay = await Relay.start({ env: { RELAY_TLS_CERT: fixture('localhost.crt'), RELAY_TLS_KEY: fixture('localhost.key') } });
  machine = await FrameMachine.authenticated(relay, { rejectUnauthorized: false });
  await normalRequests(50);
});
after(async () => {
  await machine?.close();
  await relay?.stop();
});

function status() {
  const answered = new Promise((resolve, reject) => {
    httpsRequest(`${relay.base}/api/relay/status`, { rejectUnauthorized: false, agent: false }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode));
    }).on('error', reject).end();
  });
  return deadline(answered, patience, () => 'the status');
}

async function normalRequests(count) {
  for (let i = 0; i < count; i += 1) assert.equal(await status(), 200);
}

async function visitorWith(text) {
  const tcp = connect({ port: relay.port, host: '127.0.0.1' });
  const socket = connectTls({ socket: tcp, rejectUnauthorized: false });
  for (const each of [tcp, socket]) each.on('error', () => {});
  await deadline(new Promise((resolve) => { socket.once('secureConnect', resolve); }), patience, () => 'TLS');
  socket.write(text);
  return { tcp, socket };
}

// Sends a response body as a well-behaved machine would: no more than it is granted.
class Sender {
  sent = 0;
  #credit = initialWindow;

  constructor(stream, bytes) {
    this.stream = stream;
    machine.send(frame(Type.Data, stream, Buffer.from(`HTTP/1.1 200 OK\r\nContent-Length: ${bytes}\r\n\r\n`)));
    this.#credit -= 100; // a little more than the head
    this.left = bytes;
  }

  go() {
    for (const { payload } of machine.frames.splice(0).filter(({ type, stream }) => type === Type.Credit && stream === this.stream)) this.#credit += payload.readUInt32BE(0);
    while (this.#credit >= mostData && this.left > 0) {
      const count = Math.min(this.left, mostData);
      machine.send(frame(Type.Data, this.stream, Buffer.alloc(count)));
      this.#credit -= count;
      this.left -= count;
      this.sent += count;
    }
  }
}

function assertSmall(start) {
  const growth = residentBytes(relay.pid) - start;
  assert.ok(growth < mostGrowth, `the relay has grown by ${(growth / MiB).toFixed(1)} MiB`);
}

test('a visitor that does not read its download of 1 GB', async () => {
  const start = residentBytes(relay.pid);
  const { tcp } = await visitorWith('GET /download HTTP/1.1\r\nHost: x\r\n\r\n');
  const { stream } = await machine.frame(Type.Open);
  const sender = new Sender(stream, 1024 * MiB);
  for (let last = -1; last !== sender.sent;) {
    last = sender.sent;
    for (let i = 0; i < 50; i += 1) {
      sender.go();
      await normalRequests(1);
    }
  }
  assert.ok(sender.sent > initialWindow && sender.sent < 100 * MiB, `${sender.sent} bytes were taken`);
  assertSmall(start);
  tcp.destroy();
  await machine.frame(Type.Reset);
});

test('a visitor that sends 500 MB to a machine that grants nothing', async () => {
  const files = openFiles(relay.pid);
  const start = residentBytes(relay.pid);
  const { tcp, socket } = await visitorWith(`POST /upload HTTP/1.1\r\nHost: x\r\nContent-Length: ${500 * MiB}\r\n\r\n`);
  await machine.frame(Type.Open);
  socket.write(Buffer.alloc(100 * MiB));
  for (let last = -1; last !== socket.writableLength;) {
    last = socket.writableLength;
    await normalRequests(50);
  }
  assert.ok(socket.writableLength > 0, 'somebody takes it');
  assertSmall(start);
  tcp.resetAndDestroy();
  await machine.frame(Type.Reset);
  await eventually(() => openFiles(relay.pid) <= files, 'the connection is still there');
});

describe('what is no TLS ends', () => {
  const cases = {
    'plain HTTP': 'GET / HTTP/1.1\r\nHost: x\r\n\r\n',
    'random bytes': randomBytes(5000),
    'a record of a wrong version': Buffer.from([0x16, 0x09, 0x09, 0, 5, 1, 2, 3, 4, 5]),
    'a record that is too long': Buffer.from([0x16, 3, 1, 0xff, 0xff, ...randomBytes(200)]),
    'an alert': Buffer.from([0x15, 3, 3, 0, 2, 2, 40]),
  };
  for (const [what, bytes] of Object.entries(cases)) {
    test(what, async () => {
      const files = openFiles(relay.pid);
      for (let i = 0; i < 20; i += 1) {
        const connection = await RawConnection.open({ port: relay.port });
        connection.write(bytes);
        await connection.closed();
        assert.doesNotMatch(connection.text, /HTTP/);
      }
      await eventually(() => openFiles(relay.pid) <= files, 'connections are left');
      await normalRequests(1);
    });
  }
});

test('it has come through all this as the same process, with its tunnel', () => {
  assert.ok(relay.running && machine.isOpen);
});
