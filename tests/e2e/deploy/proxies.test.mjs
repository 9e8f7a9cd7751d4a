// The real relay behind the real nginx and the real HAProxy, with TLS and the configurations of packaging/. The tunnel goes through them as well.

import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { request as requestPlain } from 'node:http';
import { connect as connectHttp2 } from 'node:http2';
import { request as requestTls } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { after, before, describe, test } from 'node:test';

import { io } from 'socket.io-client';
import WebSocket from 'ws';

import { Backend, pattern, patternHash } from '../harness/backend.mjs';
import { deadline, patience } from '../harness/deadline.mjs';
import { eventually } from '../harness/eventually.mjs';
import { Machine, Relay, token } from '../harness/relay.mjs';
import { World } from '../harness/world.mjs';
import { makeCertificate, trusting } from './certificate.mjs';
import { Proxy, proxyKinds } from './proxies.mjs';

const password = 'open sesame';
const megabyte = 1024 * 1024;
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

// As a visitor with the address `from`, one of loopback's many.
function visit(base, path, { from = '127.0.0.1', method = 'GET', headers = {}, body, ca } = {}) {
  const { protocol, hostname, port } = new URL(base);
  const request = protocol === 'https:' ? requestTls : requestPlain;
  const answered = new Promise((resolve, reject) => {
    const call = request({ hostname, port, family: 4, path, method, headers, ca, localAddress: from, agent: false }, (response) => {
      const hash = createHash('sha256');
      const kept = [];
      let bytes = 0;
      response.on('data', (chunk) => {
        bytes += chunk.length;
        hash.update(chunk);
        if (bytes <= megabyte) kept.push(chunk);
      });
      response.on('error', reject);
      response.on('end', () => {
        resolve({ status: response.statusCode, headers: response.headers, bytes, hash: hash.digest('hex'), text: Buffer.concat(kept).toString() });
      });
    });
    call.on('error', reject);
    if (typeof body === 'function') body(call);
    else call.end(body);
  });
  return deadline(answered, patience, () => `${method} ${path}`);
}

function login(base, ca, { given = password, ...rest } = {}) {
  const body = JSON.stringify({ password: given });
  const headers = { 'content-type': 'application/json', 'content-length': body.length, origin: base, ...rest.headers };
  return visit(base, '/api/auth/login', { ca, method: 'POST', body, ...rest, headers });
}

for (const kind of proxyKinds) {
  describe(`behind ${kind}`, () => {
    let folder;
    let certificate;
    let backend;
    let relay;
    let proxy;
    let machine;
    let cookie;
    const through = (path, options = {}) => visit(proxy.base, path, { ca: certificate.pem, ...options, headers: { cookie, ...options.headers } });

    before(async () => {
      folder = realpathSync(mkdtempSync(join(tmpdir(), `agentmonitor-${kind}-`)));
      certificate = makeCertificate(folder);
      backend = new Backend();
      await backend.listen();
      relay = await Relay.start({ password, cwd: folder, env: { RELAY_TRUSTED_PROXIES: '127.0.0.1' } });
      proxy = await Proxy.start(kind, folder, relay.port, certificate);
      machine = await Machine.start(relay, backend.port, { url: `wss://localhost:${proxy.port}/tunnel`, wrap: trusting(certificate) });
      const answer = await login(proxy.base, certificate.pem);
      assert.equal(answer.status, 200, answer.text);
      [cookie] = answer.headers['set-cookie'][0].split(';');
    });
    after(async () => {
      await machine?.stop();
      await proxy?.stop();
      await relay?.stop();
      await backend?.close();
      rmSync(folder, { recursive: true, force: true });
    });

    test('http leads to https', async () => {
      const answer = await visit(proxy.plainBase, '/agents?x=1');
      assert.equal(answer.status, 301);
      assert.match(answer.headers.location, /^https:\/\/localhost(:\d+)?\/agents\?x=1$/);
    });

    test('the page and the status come without a login, everything else asks for one', async () => {
      const page = await visit(proxy.base, '/', { ca: certificate.pem });
      assert.equal(page.status, 200);
      assert.match(page.text, /<!doctype html>/i);
      const status = JSON.parse((await visit(proxy.base, '/api/relay/status', { ca: certificate.pem })).text);
      assert.deepEqual([status.tunnelConnected, status.passwordRequired, status.authenticated], [true, true, false]);
      assert.equal((await visit(proxy.base, '/api/agents', { ca: certificate.pem })).status, 401);
      assert.equal(JSON.parse((await through('/api/relay/status')).text).authenticated, true);
    });

    test('the cookie of the login is for TLS only, because the visitor speaks TLS', async () => {
      const [set] = (await login(proxy.base, certificate.pem)).headers['set-cookie'];
      assert.match(set, /; *Secure/i);
      assert.match(set, /; *HttpOnly/i);
      const direct = await login(relay.base, undefined, { from: '127.0.0.9', headers: { origin: relay.base } });
      assert.doesNotMatch(direct.headers['set-cookie'][0], /Secure/i);
    });

    test('a page of another origin may not log in', async () => {
      assert.equal((await login(proxy.base, certificate.pem, { headers: { origin: 'https://evil.example' } })).status, 403);
    });

    test('a call reaches the machine, and says where it came from; what the visitor has written there does not count', async () => {
      const answer = await through('/api/anything?a=1', { from: '127.0.0.5', headers: { 'x-forwarded-for': '6.6.6.6', 'x-forwarded-proto': 'http' } });
      assert.equal(answer.status, 200, answer.text);
      const seen = JSON.parse(answer.text);
      assert.equal(seen.url, '/api/anything?a=1');
      assert.equal(seen.headers['x-forwarded-for'], '127.0.0.5');
      assert.equal(seen.headers['x-forwarded-proto'], 'https');
      assert.equal(seen.headers.cookie, undefined, "the relay's own cookie is none of the machine's business");
    });

    test('an upload of 50 MB arrives unchanged', async () => {
      const bytes = 50 * megabyte;
      const answer = await through('/api/upload', {
        method: 'POST',
        headers: { 'content-type': 'application/octet-stream', 'content-length': bytes },
        body: (call) => { Readable.from(pattern(bytes)).pipe(call); },
      });
      assert.equal(answer.status, 200, answer.text);
      const seen = JSON.parse(answer.text);
      assert.deepEqual([seen.bytes, seen.body], [bytes, patternHash(bytes)]);
    });

    test('downloads arrive unchanged: with a length, in chunks, a part', async () => {
      const bytes = 60 * megabyte + 17;
      for (const path of ['/download', '/chunked']) {
        const answer = await through(`${path}?bytes=${bytes}`);
        assert.deepEqual([answer.status, answer.bytes, answer.hash], [200, bytes, patternHash(bytes)], path);
      }
      const part = await through(`/download?bytes=${megabyte}`, { headers: { range: 'bytes=1000-300999' } });
      const whole = Buffer.concat([...pattern(megabyte)]);
      assert.deepEqual([part.status, part.hash], [206, sha256(whole.subarray(1000, 301_000))]);
      assert.equal(part.headers['content-range'], `bytes 1000-300999/${megabyte}`);
    });

    test('an event arrives while its stream is still open', async () => {
      const { hostname, port } = new URL(proxy.base);
      const call = requestTls({ hostname, port, family: 4, path: '/events', headers: { cookie }, ca: certificate.pem, agent: false }).end();
      const pieces = [];
      call.on('response', (response) => { response.on('data', (piece) => pieces.push(piece)).on('error', () => {}); });
      await eventually(() => pieces.join('').includes('first'), 'the first event');
      backend.events.write('data: second\n\n');
      await eventually(() => pieces.join('').includes('second'), 'the second event');
      call.destroy();
    });

    test('a WebSocket passes bytes both ways', async () => {
      const { hostname, port } = new URL(proxy.base);
      const call = requestTls({
        hostname, port, family: 4, path: '/echo', ca: certificate.pem, agent: false,
        headers: { cookie, origin: proxy.base, connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': 13, 'sec-websocket-key': randomBytes(16).toString('base64') },
      }).end();
      const upgraded = new Promise((resolve, reject) => {
        call.once('upgrade', (_, connection) => resolve(connection)).once('response', ({ statusCode }) => reject(new Error(`HTTP ${statusCode}`))).once('error', reject);
      });
      const connection = await deadline(upgraded, patience, () => 'the WebSocket');
      const sent = randomBytes(megabyte);
      const echo = [];
      connection.on('data', (bytes) => echo.push(bytes)).write(sent);
      await eventually(() => Buffer.concat(echo).length >= sent.length, 'the echo');
      assert.equal(sha256(Buffer.concat(echo)), sha256(sent));
      connection.destroy();
    });

    test('a WebSocket without the login is refused', async () => {
      const socket = new WebSocket(`wss://localhost:${proxy.port}/echo`, { origin: proxy.base, ca: certificate.pem });
      const status = new Promise((resolve, reject) => {
        socket.once('unexpected-response', (_, response) => resolve(response.statusCode)).once('open', () => reject(new Error('it opened')));
      });
      socket.on('error', () => {});
      assert.equal(await deadline(status, patience, () => 'the refusal'), 401);
      socket.terminate();
    });

    if (kind === 'haproxy') {
      // HAProxy offers HTTP/2, where a browser opens a WebSocket by an extended CONNECT (RFC 8441). nginx offers HTTP/1.1 only.
      test('HTTP/2: a call, and a WebSocket as browsers open it there', async () => {
        const session = connectHttp2(proxy.base, { ca: certificate.pem, family: 4, localAddress: '127.0.0.5' });
        try {
          const settings = new Promise((resolve, reject) => { session.once('remoteSettings', resolve).once('error', reject); });
          assert.equal((await deadline(settings, patience, () => 'the settings')).enableConnectProtocol, true);
          const open = async (headers) => {
            const stream = session.request({ cookie, origin: proxy.base, ...headers }, { endStream: headers[':method'] !== 'CONNECT' });
            stream.received = [];
            stream.on('data', (bytes) => stream.received.push(bytes));
            const answered = new Promise((resolve, reject) => { stream.once('response', resolve).once('error', reject); });
            const answer = await deadline(answered, patience, () => headers[':path']);
            return [stream, answer[':status']];
          };
          const [call, status] = await open({ ':method': 'GET', ':path': '/api/anything' });
          assert.equal(status, 200);
          await eventually(() => call.readableEnded, 'the end of the answer');
          assert.equal(JSON.parse(Buffer.concat(call.received)).headers['x-forwarded-for'], '127.0.0.5');

          const [socket, accepted] = await open({ ':method': 'CONNECT', ':protocol': 'websocket', ':scheme': 'https', ':path': '/echo', 'sec-websocket-version': '13' });
          assert.equal(accepted, 200);
          const sent = randomBytes(megabyte);
          socket.write(sent);
          await eventually(() => Buffer.concat(socket.received).length >= sent.length, 'the echo');
          assert.equal(sha256(Buffer.concat(socket.received)), sha256(sent));
        } finally {
          session.destroy();
        }
      });
    }

    test('guesses are counted by the address of the visitor, not of the proxy', async () => {
      const guess = (from, headers = {}) => login(proxy.base, certificate.pem, { given: 'a guess', from, headers });
      let answer;
      for (let i = 0; i < 50 && answer?.status !== 429; ++i) answer = await guess('127.0.0.6', { 'x-forwarded-for': `6.6.6.${i}` });
      assert.equal(answer.status, 429, 'whatever the visitor writes into X-Forwarded-For');
      assert.ok(Number(answer.headers['retry-after']) > 0);
      assert.equal((await guess('127.0.0.7')).status, 401, 'somebody else may still try');
      assert.equal((await login(proxy.base, certificate.pem, { from: '127.0.0.8' })).status, 200);
    });

    test('the real server: Socket.IO by polling and by WebSocket', async () => {
      const world = await World.create({ extra: { RELAY_URL: relay.tunnelUrl, RELAY_TOKEN: token } });
      try {
        await machine.stop(); // one machine at a time
        await world.start();
        await eventually(() => world.server.log.some((line) => line.includes('[Tunnel] Authenticated successfully')), 'the tunnel');
        for (const transports of [['polling'], ['websocket'], ['polling', 'websocket']]) {
          const socket = io(proxy.base, { transports, reconnection: false, forceNew: true, extraHeaders: { cookie, origin: proxy.base }, ca: certificate.pem });
          try {
            await deadline(new Promise((resolve, reject) => { socket.once('connect', resolve).once('connect_error', reject); }), patience, () => transports.join());
            const answer = await socket.timeout(patience).emitWithAck('agent:join', { id: 'no such agent', afterSeq: 0 });
            assert.deepEqual(answer, { error: 'Agent not found' });
          } finally {
            socket.disconnect();
          }
        }
      } finally {
        await world.close();
      }
    });
  });
}
