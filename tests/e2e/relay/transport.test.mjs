// Everything that HTTP can do passes the tunnel byte for byte, with a real backend behind.

import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';

import WebSocket from 'ws';

import { deadline, patience } from '../harness/deadline.mjs';
import { eventually } from '../harness/eventually.mjs';
import { Backend, patternHash } from '../harness/backend.mjs';
import { RawConnection } from '../harness/rawconnection.mjs';
import { Machine, Relay } from '../harness/relay.mjs';

let backend;
let relay;
let machine;
before(async () => {
  backend = new Backend();
  await backend.listen();
  relay = await Relay.start();
  machine = await Machine.start(relay, backend.port);
});
after(async () => {
  await machine?.stop();
  await relay?.stop();
  await backend?.close();
});

// {status, headers, rawHeaders, trailers, bytes, hash, text} of one request by Node's own client.
function ask(path, { method = 'GET', headers = {}, body, agent = false, base = relay.base } = {}) {
  const { hostname, port } = new URL(base);
  const answered = new Promise((resolve, reject) => {
    const call = httpRequest({ hostname, port, path, method, headers, agent }, (response) => {
      const hash = createHash('sha256');
      const chunks = [];
      let bytes = 0;
      response.on('data', (chunk) => {
        bytes += chunk.length;
        hash.update(chunk);
        if (bytes <= 1_000_000) chunks.push(chunk);
      });
      response.on('error', reject);
      response.on('end', () => resolve({
        status: response.statusCode, headers: response.headers, rawHeaders: response.rawHeaders, trailers: response.trailers,
        bytes, hash: hash.digest('hex'), text: Buffer.concat(chunks).toString(),
      }));
    });
    call.on('error', reject);
    if (typeof body === 'function') body(call);
    else call.end(body);
  });
  return deadline(answered, 60_000, () => `${method} ${path}`);
}

// Everything that a connection answers to `text`.
const answerTo = (text) => RawConnection.answerTo(text, { port: relay.port });

for (const bytes of [0, 1, 3_000, 65_535, 65_536, 65_537, 262_144, 1_000_000, 20_000_000]) {
  test(`a download of ${bytes} bytes arrives unchanged, with its length and in chunks`, async () => {
    for (const path of ['/download', '/chunked']) {
      const answer = await ask(`${path}?bytes=${bytes}`);
      assert.equal(answer.status, 200);
      assert.equal(answer.bytes, bytes);
      assert.equal(answer.hash, patternHash(bytes));
    }
  });
}

test('a body that ends with the connection arrives whole', async () => {
  const answer = await ask('/close?bytes=300000');
  assert.equal(answer.bytes, 300_000);
  assert.equal(answer.hash, patternHash(300_000));
});

test('a download of 2 GB passes', { timeout: 300_000 }, async () => {
  const bytes = 2 * 1024 * 1024 * 1024;
  const answer = await ask(`/download?bytes=${bytes}`);
  assert.equal(answer.bytes, bytes);
});

test('uploads of 50 MB arrive unchanged, with their length and in chunks', async () => {
  const body = Buffer.alloc(50 * 1024 * 1024, randomBytes(4096));
  const expected = createHash('sha256').update(body).digest('hex');
  for (const headers of [{ 'content-length': body.length }, { 'transfer-encoding': 'chunked' }]) {
    const answer = JSON.parse((await ask('/upload', { method: 'POST', headers, body })).text);
    assert.equal(answer.bytes, body.length);
    assert.equal(answer.body, expected);
    assert.equal(answer.headers['content-length'], headers['content-length']?.toString());
  }
});

test('every byte value passes both ways in one connection that is kept', async () => {
  const all = Buffer.from(Array.from({ length: 256 }, (_, value) => value));
  const { Agent } = await import('node:http');
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  for (let i = 0; i < 50; i += 1) {
    const answer = JSON.parse((await ask('/', { method: 'PUT', body: Buffer.concat([all, Buffer.from([i])]), agent, headers: { 'content-length': 257 } })).text);
    assert.equal(answer.body, createHash('sha256').update(Buffer.concat([all, Buffer.from([i])])).digest('hex'));
  }
  agent.destroy();
});

test('ranges, HEAD, trailers and odd headers pass as they are', async () => {
  const part = await ask('/download?bytes=100000', { headers: { range: 'bytes=70000-70009' } });
  assert.equal(part.status, 206);
  assert.equal(part.headers['content-range'], 'bytes 70000-70009/100000');
  assert.equal(part.bytes, 10);

  const head = await ask('/download?bytes=12345', { method: 'HEAD' });
  assert.equal(head.headers['content-length'], '12345');
  assert.equal(head.bytes, 0);

  const trailers = await ask('/chunked?bytes=10');
  assert.deepEqual(trailers.trailers, { 'x-digest': 'of the end' });

  for (const code of [204, 301, 304, 404, 418, 500]) {
    const answer = await ask(`/status?code=${code}`, { headers: { 'if-none-match': 'W/"x"' } });
    assert.equal(answer.status, code);
    assert.ok(answer.rawHeaders.includes('X-Odd-Header'), 'the spelling of a name has changed');
    assert.deepEqual(answer.headers['set-cookie'], ['a=1; Path=/', 'b=2']);
  }
});

test('the backend learns who asks, and nothing that is meant for the relay', async () => {
  const { headers } = JSON.parse((await ask('/x?y=%2F&z', {
    headers: { 'X-Forwarded-For': '6.6.6.6', Forwarded: 'for=6.6.6.6', 'X-Real-IP': '6.6.6.6', Cookie: 'a=1; relay_token=secret; b=2', TE: 'trailers', 'X-Mine': 'kept' },
  })).text);
  assert.equal(headers['x-forwarded-for'], '127.0.0.1');
  assert.equal(headers['x-forwarded-proto'], 'http');
  assert.equal(headers['x-forwarded-host'], `127.0.0.1:${relay.port}`);
  assert.equal(headers.host, 'localhost');
  assert.equal(headers.cookie, 'a=1; b=2');
  assert.equal(headers['x-mine'], 'kept');
  for (const name of ['forwarded', 'x-real-ip', 'te']) assert.equal(headers[name], undefined);
});

test('100-continue: the body is asked for by the backend, or refused by it', async () => {
  const upload = (path) => new Promise((resolve, reject) => {
    const { hostname, port } = new URL(relay.base);
    let asked = false;
    const call = httpRequest({ hostname, port, path, method: 'POST', headers: { expect: '100-continue', 'content-length': 5 } }, (response) => {
      response.resume().on('end', () => resolve({ status: response.statusCode, asked }));
    });
    call.on('error', reject);
    call.on('continue', () => { asked = true; call.end('hello'); });
    call.flushHeaders();
  });
  assert.deepEqual(await upload('/upload'), { status: 200, asked: true });
  assert.deepEqual(await upload('/refuse'), { status: 417, asked: false });
});

test('server-sent events come one by one, while the response is still open', async () => {
  const response = await fetch(`${relay.base}/events`, { headers: { accept: 'text/event-stream' } });
  const reader = response.body.getReader();
  const next = async () => Buffer.from((await deadline(reader.read(), patience, () => 'an event')).value).toString();
  assert.equal(await next(), 'data: first\n\n');
  backend.events.write('data: second\n\n');
  assert.equal(await next(), 'data: second\n\n');
  await reader.cancel();
  await eventually(() => backend.events.destroyed, 'the backend does not learn that the visitor has left');
});

test('a WebSocket is a pipe of bytes both ways', async () => {
  const socket = new WebSocket(`ws://127.0.0.1:${relay.port}/socket`);
  socket.binaryType = 'arraybuffer';
  await deadline(new Promise((resolve, reject) => { socket.onopen = resolve; socket.onerror = reject; }), patience, () => 'the WebSocket');
  // Frames that the backend sends of itself, unmasked.
  const messages = [];
  const arrived = (count) => eventually(() => messages.length >= count, `message ${count}`);
  socket.onmessage = ({ data }) => messages.push(data);
  backend.webSocket.unpipe(backend.webSocket);
  let received = 0;
  backend.webSocket.on('data', (chunk) => { received += chunk.length; }).resume();
  backend.webSocket.write(Buffer.concat([Buffer.from([0x81, 5]), Buffer.from('hello')]));
  await arrived(1);
  assert.equal(messages[0], 'hello');
  const big = randomBytes(1_000_000);
  const head = Buffer.alloc(10);
  head[0] = 0x82;
  head[1] = 127;
  head.writeBigUInt64BE(BigInt(big.length), 2);
  backend.webSocket.write(Buffer.concat([head, big]));
  await arrived(2);
  assert.ok(Buffer.from(messages[1]).equals(big));
  socket.send(big);
  await eventually(() => received >= big.length + 14, 'the frame of 1 MB at the backend');
  // The last words before a close arrive too.
  const before = received;
  socket.send('goodbye');
  socket.close(4000);
  await eventually(() => received >= before + 6 + 7 + 6 + 2, 'the last message and the close frame');
});

test('many requests at once are answered each with its own answer', async () => {
  const answers = await Promise.all(Array.from({ length: 200 }, (_, i) => ask(`/number/${i}`, { method: 'POST', body: `body ${i}` })));
  answers.forEach((answer, i) => {
    const { url, body } = JSON.parse(answer.text);
    assert.equal(url, `/number/${i}`);
    assert.equal(body, createHash('sha256').update(`body ${i}`).digest('hex'));
  });
});

test('requests that come before the first is answered are answered in their order', async () => {
  const text = [1, 2, 3].map((i) => `GET /pipelined/${i} HTTP/1.1\r\nHost: x\r\n\r\n`).join('');
  const received = await answerTo(`${text}GET /last HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
  assert.deepEqual([...received.matchAll(/"url":"([^"]*)"/g)].map(([, url]) => url), ['/pipelined/1', '/pipelined/2', '/pipelined/3', '/last']);
});

test('HTTP/1.0 is answered and closed', async () => {
  const received = await answerTo('GET /old HTTP/1.0\r\nHost: x\r\n\r\n');
  assert.match(received, /^HTTP\/1\.1 200 /);
  assert.match(received, /\r\nConnection: close\r\n/i);
});

test('a response that breaks off is never a whole one to the visitor', async () => {
  await assert.rejects(ask('/cut?bytes=100000'));
});

test('a visitor that leaves takes its request with it', async () => {
  const before = backend.held.length;
  const socket = connect(relay.port, '127.0.0.1');
  socket.write('GET /hold HTTP/1.1\r\nHost: x\r\n\r\n');
  await eventually(() => backend.held.length > before, 'the request at the backend');
  socket.destroy();
  await eventually(() => backend.held.at(-1).destroyed, 'the backend does not learn that the visitor has left');
});

test('a backend that refuses the connection is 502, and works again afterwards', async () => {
  const other = await Relay.start();
  const closed = new Backend();
  await closed.listen();
  const { port } = closed;
  await closed.close();
  const lonely = await Machine.start(other, port);
  try {
    const answer = await ask('/x', { base: other.base });
    assert.equal(answer.status, 502);
    assert.deepEqual(JSON.parse(answer.text), { error: 'Local server unreachable' });
    const late = new Backend();
    await late.listen(port);
    assert.equal((await ask('/x', { base: other.base })).status, 200);
    await late.close();
  } finally {
    await lonely.stop();
    await other.stop();
  }
});
