// A tunnel that breaks: visitors get the right answer or an error, never something that only looks like an answer.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { after, before, describe, test } from 'node:test';

import WebSocket from 'ws';

import { Backend, patternHash } from '../harness/backend.mjs';
import { deadline, patience } from '../harness/deadline.mjs';
import { eventually } from '../harness/eventually.mjs';
import { FrameMachine } from '../harness/framemachine.mjs';
import { LinkProxy } from '../harness/linkproxy.mjs';
import { residentBytes } from '../harness/procfs.mjs';
import { RawConnection } from '../harness/rawconnection.mjs';
import { Machine, Relay } from '../harness/relay.mjs';

let backend;
before(async () => {
  backend = new Backend();
  await backend.listen();
});
after(() => backend?.close());

// A relay, a machine and what is between them, as long as `use` takes.
async function withTunnel(use, options) {
  const relay = await Relay.start();
  const proxy = await LinkProxy.start(relay.port, options);
  const machine = new Machine(relay, backend.port, { url: proxy.url });
  try {
    await Promise.race([machine.line(/Authenticated successfully/), proxy.cut]);
    return await use({ relay, proxy, machine });
  } finally {
    await machine.kill();
    await proxy.close();
    await relay.stop();
  }
}

// {status, hash, text} of a whole response, or {error}.
function ask(relay, path, { method = 'GET', headers = {}, body } = {}) {
  const answered = new Promise((resolve) => {
    const call = httpRequest({ hostname: '127.0.0.1', port: relay.port, path, method, headers, agent: false }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('error', (error) => resolve({ error }));
      response.on('end', () => {
        const bytes = Buffer.concat(chunks);
        resolve({ status: response.statusCode, hash: createHash('sha256').update(bytes).digest('hex'), text: bytes.length < 10_000 ? bytes.toString() : '' });
      });
    });
    call.on('error', (error) => resolve({ error }));
    call.end(body);
  });
  return deadline(answered, 60_000, () => `${method} ${path}`);
}

const ways = [
  ['the machine is killed', ({ machine }) => machine.kill()],
  ['the connection is cut', ({ proxy }) => proxy.cutNow()],
];

describe('a break before the response: 502', () => {
  for (const [what, breakOff] of ways) {
    test(what, () => withTunnel(async (tunnel) => {
      const { relay } = tunnel;
      const held = backend.held.length;
      const answers = [ask(relay, '/hold'), ask(relay, '/hold', { method: 'POST', body: 'the whole body' }), ask(relay, '/hold?x')];
      await eventually(() => backend.held.length === held + 3, 'the requests at the backend');
      await breakOff(tunnel);
      for (const { status, text } of await Promise.all(answers)) {
        assert.equal(status, 502);
        assert.deepEqual(JSON.parse(text), { error: 'Tunnel disconnected' });
      }
      const { status, text } = await ask(relay, '/x');
      assert.equal(status, 502);
      assert.deepEqual(JSON.parse(text), { error: 'Tunnel not connected' });
      await eventually(() => backend.held.slice(held).every((each) => each.destroyed), 'the backend does not learn of the break');
    }));
  }
});

// Where only the end of the connection ends a body, a break has to be a reset. Node.js can miss that (libuv reports an end when a hang-up comes
// with the last bytes), so this visitor is a shell: it reads ten bytes, waits for a line on its input, reads the rest. {isReset, bytes}
function shellVisitor(relay, path) {
  const script = 'exec 3<>/dev/tcp/127.0.0.1/$0; printf "GET %s HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\n\\r\\n" "$1" >&3; head -c 10 <&3; read -r _; cat <&3';
  const child = spawn('bash', ['-c', script, String(relay.port), path], { env: { PATH: process.env.PATH, LC_ALL: 'C' } });
  const chunks = [];
  let complaints = '';
  child.stderr.on('data', (text) => { complaints += text; });
  const begun = new Promise((resolve) => { child.stdout.on('data', (chunk) => { chunks.push(chunk); resolve(); }); });
  const ended = new Promise((resolve) => {
    child.on('close', (code) => resolve({ isReset: code !== 0 && complaints.includes('reset'), bytes: Buffer.concat(chunks) }));
  });
  return {
    begun: () => deadline(Promise.race([begun, ended]), patience, () => `the begin of ${path}`),
    rest: () => { child.stdin.end('go\n'); return deadline(ended, 60_000, () => `the end of ${path}`); },
  };
}

describe('a break in the response: nothing that looks whole', () => {
  const bytes = 100_000_000; // more than all buffers on the way take
  const responses = [
    [`/download?bytes=${bytes}`, /^HTTP\/1\.1 200 [^]*\r\nContent-Length: 100000000\r\n[^]*\r\n\r\n/i],
    [`/chunked?bytes=${bytes}`, /^HTTP\/1\.1 200 [^]*\r\nTransfer-Encoding: chunked\r\n[^]*\r\n/i],
  ];
  for (const [what, breakOff] of ways) {
    for (const [path, begun] of responses) {
      test(`${what}: ${path}`, () => withTunnel(async (tunnel) => {
        const visitor = await RawConnection.open({ port: tunnel.relay.port });
        visitor.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`);
        visitor.once(() => visitor.pause());
        await visitor.until(begun);
        await breakOff(tunnel);
        await tunnel.relay.line(/Machine "default" disconnected/);
        visitor.resume();
        await visitor.closed();
        assert.ok(visitor.bytes < bytes);
        assert.doesNotMatch(visitor.tail.toString('latin1'), /\r\n0\r\n\r\n$/);
      }));
    }

    test(`${what}: a body that ends with the connection is reset`, () => withTunnel(async (tunnel) => {
      const visitor = shellVisitor(tunnel.relay, `/close?bytes=${bytes}`);
      await visitor.begun();
      await breakOff(tunnel);
      await tunnel.relay.line(/Machine "default" disconnected/);
      const end = await visitor.rest();
      assert.ok(end.bytes.length < bytes);
      assert.ok(end.isReset);
    }));
  }

  test('a WebSocket is closed without a close frame', () => withTunnel(async ({ relay, machine }) => {
    const socket = new WebSocket(`ws://127.0.0.1:${relay.port}/socket`);
    const closed = new Promise((resolve) => { socket.on('close', resolve); });
    socket.on('error', () => {});
    await deadline(new Promise((resolve) => { socket.on('open', resolve); }), patience, () => 'the WebSocket');
    await machine.kill();
    assert.equal(await deadline(closed, patience, () => 'the end of the WebSocket'), 1006);
  }));
});

// One after the other, so that a cut hits each of them at each of its frames.
const upload = Buffer.alloc(200_000, 'upload ');
const session = [
  ['/first?x=1', {}, ({ text }) => JSON.parse(text).url === '/first?x=1'],
  ['/download?bytes=300000', {}, ({ hash }) => hash === patternHash(300_000)],
  ['/chunked?bytes=200000', {}, ({ hash }) => hash === patternHash(200_000)],
  ['/close?bytes=150000', { byShell: true }, ({ hash }) => hash === patternHash(150_000)],
  ['/upload', { method: 'POST', body: upload, headers: { 'content-length': upload.length } }, ({ text }) => JSON.parse(text).body === createHash('sha256').update(upload).digest('hex')],
  ['/upload', { method: 'POST', body: upload, headers: { 'transfer-encoding': 'chunked' } }, ({ text }) => JSON.parse(text).body === createHash('sha256').update(upload).digest('hex')],
  ['/status?code=204', {}, ({ text }) => text === ''],
];

async function askByShell(relay, path) {
  const { isReset, bytes } = await shellVisitor(relay, path).rest();
  if (isReset) return { error: 'reset' };
  const text = bytes.toString('latin1');
  const body = bytes.subarray(text.indexOf('\r\n\r\n') + 4);
  return { status: Number(text.slice(9, 12)), hash: createHash('sha256').update(body).digest('hex'), text: body.toString('latin1') };
}

// How many of the session's requests were answered; the others got errors.
async function answeredOf(relay) {
  let count = 0;
  for (const [path, options, isRight] of session) {
    const answer = options.byShell ? await askByShell(relay, path) : await ask(relay, path, options);
    if (answer.error) continue;
    if (answer.status === 502) {
      assert.match(JSON.parse(answer.text).error, /^Tunnel (disconnected|not connected)$/);
      continue;
    }
    assert.ok(answer.status === 200 || answer.status === 204, `status ${answer.status} for ${path}`);
    assert.ok(isRight(answer), `a wrong body for ${path}`);
    count += 1;
  }
  return count;
}

const mostFrames = 400; // the session takes about a tenth

describe('faults', { concurrency: true }, () => {
  for (const from of ['relay', 'machine']) {
    test(`a cut after every frame from the ${from}: the right answer or an error`, async () => {
      const counts = [];
      for (let frame = 1; counts.at(-1) !== session.length; frame += 1) {
        assert.ok(frame < mostFrames, 'the session never gets through');
        counts.push(await withTunnel(({ relay }) => answeredOf(relay), { cutAfter: { from, frame } }));
      }
      assert.equal(counts[0], 0); // in the handshake
      // How bytes fall into frames differs from run to run, so not every request is the broken one in each.
      assert.ok(new Set(counts).size > session.length / 2, `requests answered before each cut: ${counts}`);
      for (const { method, url, body, bytes } of backend.requests) {
        if (method === 'POST' && url === '/upload' && body !== undefined) assert.equal(bytes, upload.length, 'the backend took a part for the whole');
      }
    });
  }

  test('a link that swallows everything is noticed by both sides, and replaced', () => withTunnel(async ({ relay, proxy, machine }) => {
    const held = backend.held.length;
    const answer = ask(relay, '/hold?black');
    await eventually(() => backend.held.length > held, 'the request at the backend');
    proxy.vanish();
    await Promise.all([
      relay.line(/disconnected: No answer for 20 seconds/, 60_000),
      machine.line(/Disconnected: No answer for 20 seconds/, 60_000),
    ]);
    // The link's end is seen at its third ping, 30 s after the first: just when the visitor's own time is up.
    const { status, text } = await answer;
    const errors = { 502: 'Tunnel disconnected', 504: 'Tunnel request timeout' };
    assert.ok(errors[status], `${status}`);
    assert.deepEqual(JSON.parse(text), { error: errors[status] });
    proxy.heal();
    await eventually(async () => (await ask(relay, '/again')).status === 200, 'the machine does not come back', 40_000);
  }));

  test('a machine that reads nothing is dropped, and what visitors send meanwhile is not collected', async () => {
    const relay = await Relay.start();
    const machine = await FrameMachine.authenticated(relay);
    const visitors = [];
    try {
      machine.stopReading();
      const start = residentBytes(relay.pid);
      let most = start;
      for (let i = 0; i < 200; i += 1) {
        const visitor = await RawConnection.open({ port: relay.port });
        visitor.write(`POST /upload HTTP/1.1\r\nHost: x\r\nContent-Length: 100000000\r\n\r\n`);
        visitor.write(Buffer.alloc(2_000_000));
        visitors.push(visitor);
      }
      await eventually(() => {
        most = Math.max(most, residentBytes(relay.pid));
        return relay.log.some((line) => /disconnected: (No answer for 20 seconds|The other side reads nothing)/.test(line));
      }, 'the relay bears it', 60_000);
      assert.ok(most - start < 64 * 1024 * 1024, `it has grown by ${((most - start) / 1024 / 1024).toFixed(1)} MiB`); // of 400 MB
      assert.deepEqual(JSON.parse((await ask(relay, '/x')).text), { error: 'Tunnel not connected' });
    } finally {
      for (const visitor of visitors) visitor.destroy();
      await machine.close();
      await relay.stop();
    }
  });
});
