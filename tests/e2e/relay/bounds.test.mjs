// What strangers and broken machines may cost the relay: every bound has its answer, and the relay goes on serving.

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, describe, test } from 'node:test';

import WebSocket from 'ws';

import { deadline, patience } from '../harness/deadline.mjs';
import { eventually } from '../harness/eventually.mjs';
import { FrameMachine, Type, frame, uint32 } from '../harness/framemachine.mjs';
import { openFiles } from '../harness/procfs.mjs';
import { RawConnection } from '../harness/rawconnection.mjs';
import { Relay } from '../harness/relay.mjs';

let relay; // with a password
let openRelay; // without, for what needs forwarded requests
before(async () => {
  relay = await Relay.start({ password: 'a password' });
  openRelay = await Relay.start();
});
after(async () => {
  await relay?.stop();
  await openRelay?.stop();
});

const statusRequest = 'GET /api/relay/status HTTP/1.1\r\nHost: x\r\n\r\n';
const lines = (text) => text.split('\n').join('\r\n');
const answer = (bytes, milliseconds) => RawConnection.answerTo(bytes, { port: relay.port }, milliseconds);

async function serves(which = relay) {
  const response = await fetch(`${which.base}/api/relay/status`);
  assert.equal(response.status, 200);
  return response.json();
}

describe('a request that is refused: the right status, then the end of the connection', () => {
  const login = 'POST /api/auth/login HTTP/1.1\nHost: x\nContent-Type: application/json\n';
  const cases = [
    ['a head over 64 KiB', `GET / HTTP/1.1\r\nHost: x\r\n${`X-Filler: ${'y'.repeat(1000)}\r\n`.repeat(70)}\r\n`, 431],
    ['one header line over 64 KiB', `GET / HTTP/1.1\r\nHost: x\r\nX-Filler: ${'y'.repeat(70_000)}`, 431],
    ['more than 100 fields', `GET / HTTP/1.1\r\nHost: x\r\n${'X: y\r\n'.repeat(101)}\r\n`, 431],
    ['a target over 64 KiB', `GET /${'x'.repeat(70_000)} HTTP/1.1\r\nHost: x\r\n\r\n`, 414],
    ['no HTTP at all', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n', 400],
    ['no host', 'GET / HTTP/1.1\r\n\r\n', 400],
    ['two hosts', 'GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n', 400],
    ['CONNECT', 'CONNECT example.org:443 HTTP/1.1\r\nHost: example.org:443\r\n\r\n', 400],
    ['HTTP/2.0', 'GET / HTTP/2.0\r\nHost: x\r\n\r\n', 505],
    ['HTTP/1.2', 'GET / HTTP/1.2\r\nHost: x\r\n\r\n', 505],
    ['a login of more than 64 KiB', lines(`${login}Content-Length: 65537\n\n{`), 413],
    ['a login in chunks', lines(`${login}Transfer-Encoding: chunked\n\n0\n\n`), 411],
    ['a path with dots', 'GET /a/../b HTTP/1.1\r\nHost: x\r\n\r\n', 400],
    ['a path with an encoded slash', 'GET /a%2fb HTTP/1.1\r\nHost: x\r\n\r\n', 400],
  ];
  for (const [what, bytes, status] of cases) {
    test(`${what}: ${status}`, async () => {
      const text = await answer(bytes);
      assert.match(text, new RegExp(`^HTTP/1\\.1 ${status} [^\\r\\n]+\\r\\n`));
      assert.match(text, /\r\nconnection: close\r\n/i);
      const { error } = JSON.parse(text.slice(text.indexOf('\r\n\r\n') + 4));
      assert.ok(error.length > 0);
    });
  }
});

test('what needs a login and has none: 401, also for a WebSocket and whatever the path', async () => {
  for (const path of ['/', '/api/agents', '/socket.io/?EIO=4&transport=polling', '/tunnel', '/anything/else?x=1']) {
    const { status } = await fetch(`${relay.base}${path}`, { method: 'PUT' });
    assert.equal(status, 401, path);
  }
  for (const path of ['/socket.io/?EIO=4&transport=websocket', '/socket', '/api/agents']) {
    const error = await deadline(new Promise((resolve, reject) => {
      const socket = new WebSocket(`ws://127.0.0.1:${relay.port}${path}`);
      socket.on('error', resolve);
      socket.on('open', () => reject(new Error(`${path} is open to strangers`)));
    }), patience, () => 'the refusal of a WebSocket');
    assert.match(error.message, /\b401\b/);
  }
});

test('512 connections of one address; the next gets 429, while other addresses are served', async () => {
  const crowd = await Promise.all(Array.from({ length: 512 }, () => RawConnection.open({ port: relay.port, localAddress: '127.0.0.2' })));
  try {
    // The last ones may still wait to be accepted: then it is one of them that gets the 429 first.
    const next = () => RawConnection.answerTo('', { port: relay.port, localAddress: '127.0.0.2' });
    const refused = await next();
    assert.match(refused, /^HTTP\/1\.1 429 /);
    assert.match(refused, /\r\nconnection: close\r\n/i);
    assert.equal(crowd.filter((each) => each.isClosed || each.isEnded).length, 0);

    const other = await RawConnection.open({ port: relay.port, localAddress: '127.0.0.3' });
    other.write(statusRequest);
    await other.until(/^HTTP\/1\.1 200 /);
    other.destroy();

    crowd.pop().destroy();
    await eventually(async () => {
      const late = await RawConnection.open({ port: relay.port, localAddress: '127.0.0.2' });
      late.write(statusRequest);
      const line = await late.until(/^HTTP\/1\.1 (\d+) /);
      late.destroy();
      return line[1] === '200';
    }, 'the place of one that left is not free again');
  } finally {
    for (const each of crowd) each.destroy();
  }
});

test('4,096 connections in all; the next gets 503, and places that are free again are given', async () => {
  const crowd = [];
  try {
    for (let address = 10; address < 18; address += 1) {
      crowd.push(...await Promise.all(Array.from({ length: 512 }, () => RawConnection.open({ port: openRelay.port, localAddress: `127.0.0.${address}` }))));
    }
    assert.match(await RawConnection.answerTo('', { port: openRelay.port }), /^HTTP\/1\.1 503 /);
    assert.equal(crowd.filter((each) => each.isClosed || each.isEnded).length, 0);
  } finally {
    for (const each of crowd) each.destroy();
  }
  await eventually(() => fetch(`${openRelay.base}/api/relay/status`).then(({ status }) => status === 200, () => false), 'no place becomes free');
});

describe('what takes too long', { concurrency: true }, () => {
  test('a head that is not there after 10 s: 408, however its bytes come', async () => {
    const open = () => RawConnection.open({ port: relay.port });
    const silent = await Promise.all(Array.from({ length: 50 }, async (_, i) => {
      const connection = await open();
      connection.write('GET / HTTP/1.1\r\nHost: x\r\nX-Half'.slice(0, 1 + (i % 30)));
      return connection;
    }));
    const second = await open(); // the head of a second request has the same time
    second.write(`${statusRequest}GET / HT`);
    const drip = await open(); // a byte now and then buys no time
    const dripping = setInterval(() => drip.write('x'), 500);
    try {
      drip.write('GET /');
      await Promise.all([...silent, second, drip].map((connection) => connection.closed(40_000)));
    } finally {
      clearInterval(dripping);
    }
    for (const connection of [...silent, drip]) assert.match(connection.text, /^HTTP\/1\.1 408 /);
    assert.match(second.text, /^HTTP\/1\.1 200 [^]*HTTP\/1\.1 408 /);
  });

  test('the body of a login that does not come: 408', async () => {
    const connection = await RawConnection.open({ port: relay.port });
    connection.write('POST /api/auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n\r\n{');
    const dripping = setInterval(() => connection.write(' '), 500);
    try {
      await connection.closed(40_000);
    } finally {
      clearInterval(dripping);
    }
    assert.match(connection.text, /^HTTP\/1\.1 408 /);
  });

  test('a tunnel that does not say hello: close 4001', async () => {
    const machine = await FrameMachine.open(relay);
    assert.deepEqual(await machine.ended(40_000), { code: 4001, reason: 'No hello in time' });
  });

  test('a tunnel that does not prove itself: close 4002', async () => {
    const machine = await FrameMachine.open(relay);
    machine.say(FrameMachine.hello());
    assert.deepEqual(await machine.ended(40_000), { code: 4002, reason: 'No proof in time' });
  });
});

describe('a handshake that is refused', () => {
  const nonce = (bytes) => randomBytes(bytes).toString('base64');
  const cases = [
    ['no JSON', 'hello', 4002, /JSON/],
    ['a JSON array', '[]', 4002, /JSON/],
    ['another type first', { type: 'auth', proof: nonce(32) }, 4002, /hello/],
    ['over 4 KiB', FrameMachine.hello({ version: 'v'.repeat(5000) }), 4002, /./],
    ['protocol 1', FrameMachine.hello({ protocol: 1 }), 4004, /protocol 2.*\b1$/],
    ['protocol 3', FrameMachine.hello({ protocol: 3 }), 4004, /protocol 2.*\b3$/],
    ['protocol "2"', FrameMachine.hello({ protocol: '2' }), 4004, /protocol 2/],
    ['no protocol', { type: 'hello', machine: 'm', nonce: nonce(32) }, 4004, /protocol 2/],
    ['an empty name', FrameMachine.hello({ machine: '' }), 4002, /machine name/],
    ['a name with a blank', FrameMachine.hello({ machine: 'a b' }), 4002, /machine name/],
    ['a name of 65 letters', FrameMachine.hello({ machine: 'a'.repeat(65) }), 4002, /machine name/],
    ['a name with a line end', FrameMachine.hello({ machine: 'a\n[Relay] forged' }), 4002, /machine name/],
    ['a name that is a number', FrameMachine.hello({ machine: 7 }), 4002, /machine name/],
    ['a short nonce', FrameMachine.hello({ nonce: nonce(31) }), 4002, /nonce/],
    ['a nonce that is no base64', FrameMachine.hello({ nonce: '!'.repeat(44) }), 4002, /nonce/],
  ];
  for (const [what, message, code, reason] of cases) {
    test(`${what}: close ${code}`, async () => {
      const machine = await FrameMachine.open(relay);
      machine.say(message);
      const end = await machine.ended();
      assert.equal(end.code, code);
      assert.match(end.reason, reason);
    });
  }

  test('a binary message: close 4002', async () => {
    const machine = await FrameMachine.open(relay);
    machine.send(frame(Type.Ping, 0, Buffer.alloc(8)));
    assert.equal((await machine.ended()).code, 4002);
  });

  test('a wrong proof: auth:error, close 4003', async () => {
    const machine = await FrameMachine.open(relay);
    assert.deepEqual(await machine.authenticate({ secret: 'another token' }), { type: 'auth:error', message: 'Invalid token' });
    assert.deepEqual(await machine.ended(), { code: 4003, reason: 'Invalid token' });
    assert.equal((await serves()).tunnelConnected, false);
  });

  test('the proof of the relay itself, sent back: close 4003', async () => {
    const machine = await FrameMachine.open(relay);
    machine.say(FrameMachine.hello());
    machine.say({ type: 'auth', proof: (await machine.text()).proof });
    assert.equal((await machine.text()).type, 'auth:error');
    assert.equal((await machine.ended()).code, 4003);
  });

  test('a message of 16 MiB: the WebSocket ends, and costs no 16 MiB', async () => {
    const machine = await FrameMachine.open(relay);
    machine.send(Buffer.alloc(16 * 1024 * 1024));
    const end = await machine.ended();
    assert.ok([1006, 1009].includes(end.code), `closed by ${end.code}`);
  });

  test('a browser, which tells its Origin: 403', async () => {
    for (const origin of [relay.base, 'https://elsewhere.example']) {
      await assert.rejects(FrameMachine.open(relay, { origin }), /\b403\b/);
    }
  });
});

describe('a machine that knows the token and breaks the protocol is named and cut off', () => {
  // The machine gets the stream of a visitor's request, if the case needs one.
  const cases = [
    ['an unknown type', frame(9, 1), /unknown type 9/],
    ['type 0', frame(0, 1), /unknown type 0/],
    ['an empty message', Buffer.alloc(0), /a frame of 0 bytes/],
    ['less than a head', Buffer.from([2, 0, 0]), /a frame of 3 bytes/],
    ['DATA without bytes', (stream) => frame(Type.Data, stream), /type 2 with 0 bytes/],
    ['CREDIT of 3 bytes', (stream) => frame(Type.Credit, stream, Buffer.alloc(3)), /type 3 with 3 bytes/],
    ['CREDIT for nothing', (stream) => frame(Type.Credit, stream, uint32(0)), /CREDIT for no bytes/],
    ['CREDIT for 4 GiB', (stream) => frame(Type.Credit, stream, uint32(0xffffffff)), /CREDIT for more than/],
    ['FIN with a payload', (stream) => frame(Type.Fin, stream, Buffer.alloc(1)), /type 4 with 1 bytes/],
    ['RESET without a code', (stream) => frame(Type.Reset, stream), /type 5 with 0 bytes/],
    ['RESET of 5 KiB', (stream) => frame(Type.Reset, stream, Buffer.alloc(5000)), /type 5 with 5000 bytes/],
    ['PING of 7 bytes', frame(Type.Ping, 0, Buffer.alloc(7)), /type 6 with 7 bytes/],
    ['PING for a stream', (stream) => frame(Type.Ping, stream, Buffer.alloc(8)), /type 6 for stream 1/],
    ['PONG to no PING', frame(Type.Pong, 0, Buffer.alloc(8, 0xff)), /PONG to no PING/],
    ['GOAWAY without a code', frame(Type.GoAway, 0), /type 8 with 0 bytes/],
    ['DATA for stream 0', frame(Type.Data, 0, Buffer.alloc(1)), /type 2 for stream 0/],
    ['DATA for a stream never opened', frame(Type.Data, 77, Buffer.alloc(1)), /stream 77, which was never opened/],
    ['FIN for a stream never opened', frame(Type.Fin, 78), /stream 78, which was never opened/],
    ['RESET for a stream never opened', frame(Type.Reset, 79, Buffer.alloc(2)), /stream 79, which was never opened/],
    ['CREDIT for a stream never opened', frame(Type.Credit, 80, uint32(1)), /stream 80, which was never opened/],
    ['an OPEN', frame(Type.Open, 2, Buffer.from('{"kind":"http"}')), /OPEN from the machine/],
  ];
  for (const [what, wrong, reason] of cases) {
    test(what, async () => {
      const machine = await FrameMachine.authenticated(openRelay);
      const visitor = await RawConnection.open({ port: openRelay.port });
      visitor.write('GET /x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
      const { stream } = await machine.frame(Type.Open);
      machine.send(typeof wrong === 'function' ? wrong(stream) : wrong);
      const end = await machine.ended();
      assert.equal(end.code, 1002);
      assert.match(end.reason, reason);
      await visitor.closed();
      assert.match(visitor.text, /^HTTP\/1\.1 502 [^]*"Tunnel disconnected"/);
      assert.equal((await serves(openRelay)).tunnelConnected, false);
    });
  }

  test('a text message', async () => {
    const machine = await FrameMachine.authenticated(openRelay);
    machine.say('hello again');
    assert.deepEqual(await machine.ended(), { code: 1002, reason: 'a text message after the handshake' });
  });

  test('more DATA than was granted', async () => {
    const machine = await FrameMachine.authenticated(openRelay);
    const visitor = await RawConnection.open({ port: openRelay.port });
    visitor.write('GET /x HTTP/1.1\r\nHost: x\r\n\r\n');
    const { stream } = await machine.frame(Type.Open);
    visitor.pause();
    machine.send(frame(Type.Data, stream, Buffer.from('HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n')));
    const data = frame(Type.Data, stream, Buffer.alloc(64 * 1024));
    const ended = machine.ended();
    // It never looks at what it was granted: what the kernel takes for the visitor is not without end.
    for (let i = 0; i < 2000 && machine.isOpen; i += 1) {
      machine.send(data);
      if (machine.waiting > 4_000_000) await eventually(() => machine.waiting < 1_000_000 || !machine.isOpen, 'the relay reads no frames');
    }
    await ended; // its code is lost when frames that nobody reads any more are still on their way
    await openRelay.line(/disconnected: 65536 bytes on stream \d+, more than was granted/);
    visitor.resume();
    await visitor.closed();
    assert.ok(visitor.bytes < 1_000_000_000);
    await serves(openRelay);
  });

  test('what is not HTTP as a response: 502 for that visitor, and the tunnel stays', async () => {
    const machine = await FrameMachine.authenticated(openRelay);
    const responses = [
      'SSH-2.0-nonsense\r\n\r\n', 'HTTP/1.1 200 OK\nContent-Length: 0\n\n', 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n',
      'HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n', 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n',
      `HTTP/1.1 200 OK\r\nX: ${'y'.repeat(70_000)}\r\n\r\n`,
    ];
    for (const response of responses) {
      const visitor = await RawConnection.open({ port: openRelay.port });
      visitor.write('GET /x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
      const { stream } = await machine.frame(Type.Open);
      const bytes = Buffer.from(response);
      for (let at = 0; at < bytes.length; at += 60_000) machine.send(frame(Type.Data, stream, bytes.subarray(at, at + 60_000)));
      await visitor.closed();
      assert.match(visitor.text, /^HTTP\/1\.1 502 /, response.slice(0, 60));
    }
    assert.equal((await serves(openRelay)).tunnelConnected, true);
    await machine.close();
  });
});

test('tunnels that leave at any stage of their handshake, or begin it oddly, leave nothing behind', async () => {
  const handshake = `GET /tunnel HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\n`;
  const words = JSON.stringify(FrameMachine.hello({ version: 'v'.repeat(60) })); // over 125 bytes, so that its length takes two
  const hello = Buffer.concat([Buffer.from([0x81, 0x80 | 126, words.length >> 8, words.length & 0xff, 0, 0, 0, 0]), Buffer.from(words)]); // masked by 0
  const stages = {
    'with the handshake': async (connection) => { connection.write(`${handshake}\r\n`); },
    'in the handshake': async (connection) => { connection.write(handshake); },
    'after the handshake': async (connection) => { connection.write(`${handshake}\r\n`); await connection.until(/\r\n\r\n/); },
    'after the hello': async (connection) => { connection.write(`${handshake}\r\n`); await connection.until(/\r\n\r\n/); connection.write(hello); },
    'after the challenge': async (connection) => { connection.write(`${handshake}\r\n`); await connection.until(/\r\n\r\n/); connection.write(hello); await connection.until(/challenge/); },
    'in a frame': async (connection) => { connection.write(`${handshake}\r\n`); await connection.until(/\r\n\r\n/); connection.write(hello.subarray(0, 20)); },
    'with a long field': async (connection) => { connection.write(`${handshake}X: ${'y'.repeat(60_000)}\r\n\r\n`); },
    'with 90 fields': async (connection) => { connection.write(`${handshake}${'X: y\r\n'.repeat(90)}\r\n`); },
    'with the hello before its turn': async (connection) => { connection.write(Buffer.concat([Buffer.from(`${handshake}\r\n`), hello])); },
    'with what is no frame': async (connection) => { connection.write(`${handshake}\r\n`); await connection.until(/\r\n\r\n/); connection.write(randomBytes(500)); },
    'with a ping and a close': async (connection) => { connection.write(`${handshake}\r\n`); await connection.until(/\r\n\r\n/); connection.write(Buffer.from([0x89, 0x80, 0, 0, 0, 0, 0x88, 0x80, 0, 0, 0, 0])); },
  };
  await FrameMachine.authenticated(relay).then((machine) => machine.close()); // the first of everything
  await eventually(async () => !(await serves()).tunnelConnected, 'the end of the tunnel');
  const files = openFiles(relay.pid);
  const round = (leave) => Promise.all(Object.entries(stages).flatMap(([what, go]) => Array.from({ length: 20 }, async () => {
    const connection = await RawConnection.open({ port: relay.port, localAddress: '127.0.0.20' });
    await go(connection).catch((error) => { throw new Error(`${what}: ${error.message}`); });
    if (leave) connection[leave]();
    else await connection.closed(30_000); // by the relay, after the time for a handshake
  })));
  for (const leave of ['destroy', 'reset', undefined]) {
    await round(leave);
    await eventually(() => openFiles(relay.pid) <= files, `${openFiles(relay.pid) - files} connections are left after ${leave ?? 'waiting'}`);
  }
});

test('it has come through all this as the same process', () => {
  for (const each of [relay, openRelay]) assert.ok(each.running, each.log.slice(-20).join('\n'));
});
