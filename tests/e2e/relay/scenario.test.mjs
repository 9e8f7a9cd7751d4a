// What the original's document promises, row by row, with the real server, the real relay and a real browser's protocol.

import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';

import { io } from 'socket.io-client';

import { AgentView } from '../harness/agentview.mjs';
import { deadline, patience } from '../harness/deadline.mjs';
import { eventually } from '../harness/eventually.mjs';
import { Machine, Relay, token } from '../harness/relay.mjs';
import { exchange, RestClient } from '../harness/restclient.mjs';
import { paths } from '../harness/paths.mjs';
import { World } from '../harness/world.mjs';

const password = 'open sesame';
const relays = [];
const sockets = [];
let world;
before(async () => { world = await World.create({ claude: paths.fakeCli }); });
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.disconnect();
  if (world.server?.running) await world.server.stop();
  for (const relay of relays.splice(0)) if (relay.running) await relay.stop();
});
after(() => world.close());

async function startRelay(options = {}) {
  const relay = await Relay.start({ password, ...options });
  relays.push(relay);
  return relay;
}

const startServer = (relay, extra = {}) => world.start({ extra: { RELAY_URL: relay.tunnelUrl, RELAY_TOKEN: token, ...extra } });

async function status(relay, headers = {}) {
  return (await exchange(relay.base, 'GET', '/api/relay/status', { headers })).body;
}

const connected = (relay, wanted = true) =>
  eventually(async () => (await status(relay)).tunnelConnected === wanted, `the tunnel is not ${wanted ? 'up' : 'down'}`, 60_000);

async function logIn(relay, word = password) {
  const answer = await exchange(relay.base, 'POST', '/api/auth/login', { body: { password: word } });
  assert.equal(answer.status, 200, answer.raw);
  return answer.headers['set-cookie'][0].split(';')[0];
}

const at = (relay, cookie) => new RestClient(relay.base, { cookie });

async function socketTo(relay, cookie, options = {}) {
  const socket = io(relay.base, { transports: ['websocket'], reconnection: false, forceNew: true, extraHeaders: { cookie }, ...options });
  sockets.push(socket);
  await deadline(new Promise((resolve, reject) => { socket.once('connect', resolve).once('connect_error', reject); }), patience, () => 'Socket.IO');
  return socket;
}

test('the machine starts: the tunnel connects by itself, and the log says it as it always did', async () => {
  const relay = await startRelay();
  assert.equal((await status(relay)).tunnelConnected, false);
  const server = await startServer(relay);
  await connected(relay);
  const log = server.log.join('\n');
  assert.ok(log.includes(`[Tunnel] Connecting to ${relay.tunnelUrl}...`), log);
  assert.ok(log.includes('[Tunnel] Connected, authenticating...'), log);
  assert.ok(log.includes('[Tunnel] Authenticated successfully'), log);
  assert.deepEqual(relay.log.filter((line) => line.includes(' warning ')), [], 'the relay warns of what is in order');
  const { uptime, machine } = await status(relay, { cookie: await logIn(relay) });
  assert.ok(Number.isInteger(uptime));
  assert.equal(machine.name, 'default');
  assert.equal((await status(relay)).machine, undefined, 'a stranger learns of the machine');
  const own = await world.api.get('/tunnel/status');
  assert.equal(own.state, 'connected');
  assert.equal(own.relay, relay.tunnelUrl);
  await eventually(async () => (await world.api.get('/tunnel/status')).roundTripMs > 0, 'no round trip is measured');
});

test('without RELAY_URL there is no tunnel', async () => {
  await world.start();
  assert.equal((await world.api.get('/tunnel/status')).state, 'off');
});

test('an agent lives behind the relay as in front of it: REST and Socket.IO, over every transport', async () => {
  const relay = await startRelay();
  await startServer(relay);
  await connected(relay);
  const cookie = await logIn(relay);
  const api = at(relay, cookie);
  const { id } = await api.post('/agents', { name: 'far away', directory: world.directory(), prompt: 'hello', provider: 'claude' });
  for (const transports of [['websocket'], ['polling'], ['polling', 'websocket']]) {
    const view = new AgentView(id);
    await view.join(await socketTo(relay, cookie, { transports }));
    await view.text('You said: hello');
  }
  const near = await world.api.get(`/agents/${id}`);
  const far = await api.get(`/agents/${id}`);
  assert.deepEqual(far, near);
  await assert.rejects(socketTo(relay, 'relay_token=wrong'), 'a stranger gets a socket');
});

test('the tunnel drops: calls are 502 at once, and everything is there again when it is back', async () => {
  const relay = await startRelay();
  await startServer(relay);
  await connected(relay);
  const cookie = await logIn(relay);
  const api = at(relay, cookie);
  const { id } = await api.post('/agents', { name: 'dropped', directory: world.directory(), prompt: 'words 3', provider: 'claude' });
  const view = new AgentView(id);
  const socket = await socketTo(relay, cookie);
  await view.join(socket);
  await view.phase('idle');
  const gone = new Promise((resolve) => { socket.once('disconnect', resolve); });
  await world.api.post('/tunnel/disconnect');
  await connected(relay, false);
  const answer = await api.call('GET', '/agents');
  assert.equal(answer.status, 502);
  assert.deepEqual(answer.body, { error: 'Tunnel not connected' });
  await deadline(gone, patience, () => 'the end of the socket');
  await world.send({ id }, 'said while away');
  await world.api.post('/tunnel/connect');
  await connected(relay);
  // The page knows up to view.lastSeq, and asks for what came after it.
  await view.join(await socketTo(relay, cookie), view.lastSeq);
  await view.text('You said: said while away');
  const seqs = view.records.map(({ seq }) => seq);
  assert.deepEqual(seqs, seqs.map((_, i) => seqs[0] + i), 'records are missing or come twice');
});

test('the machine restarts: the relay forwards again', async () => {
  const relay = await startRelay();
  await startServer(relay);
  await connected(relay);
  await world.server.kill();
  await connected(relay, false);
  const api = at(relay, await logIn(relay));
  assert.equal((await api.call('GET', '/agents')).status, 502);
  await startServer(relay);
  await connected(relay);
  assert.equal((await api.call('GET', '/agents')).status, 200, 'the session did not survive');
});

test('the relay restarts: the machine finds it again by itself, and the login still counts', { timeout: 90_000 }, async () => {
  const relay = await startRelay();
  const server = await startServer(relay);
  await connected(relay);
  const cookie = await logIn(relay);
  await relay.kill();
  await eventually(() => server.log.some((line) => line.includes('[Tunnel] Disconnected')), 'the machine has not noticed');
  const next = await startRelay({ port: relay.port });
  await connected(next);
  assert.equal((await at(next, cookie).call('GET', '/agents')).status, 200);
});

test('a wrong token: the machine is refused and does not try again', async () => {
  const relay = await startRelay();
  const server = await startServer(relay, { RELAY_TOKEN: 'something else' });
  await eventually(async () => (await world.api.get('/tunnel/status')).state === 'refused', 'it is not refused');
  const tunnel = await world.api.get('/tunnel/status');
  assert.match(tunnel.lastError, /token/i);
  assert.equal(tunnel.nextRetryAt, null);
  assert.equal(server.log.filter((line) => line.includes('[Tunnel] Connecting')).length, 1);
  assert.ok(!server.log.join().includes('something else'), 'the token is in the log');
  assert.equal((await status(relay)).tunnelConnected, false);
});

test('a new machine replaces the old one of its name, which does not fight for it', async () => {
  const relay = await startRelay();
  const server = await startServer(relay);
  await connected(relay);
  const newer = await Machine.start(relay, server.port);
  try {
    await eventually(() => server.log.some((line) => /Replaced by new connection|another machine/i.test(line)), 'the old one was not told');
    await connected(relay);
    const { state, nextRetryInMs } = await world.api.get('/tunnel/status');
    assert.equal(state, 'waiting');
    assert.ok(nextRetryInMs > 30_000, `it comes back in ${nextRetryInMs} ms`);
  } finally {
    await newer.stop();
  }
});

test('login: wrong passwords are slowed down, sessions end with the password, a bearer token works', async () => {
  const relay = await startRelay();
  await startServer(relay);
  await connected(relay);
  const cookie = await logIn(relay);
  const bearer = cookie.split('=')[1];
  const asBearer = await exchange(relay.base, 'GET', '/api/agents', { headers: { authorization: `Bearer ${bearer}` } });
  assert.equal(asBearer.status, 200);
  for (const headers of [{}, { cookie: `${cookie}x` }, { authorization: `Bearer ${bearer}x` }]) {
    const answer = await exchange(relay.base, 'GET', '/api/agents', { headers });
    assert.equal(answer.status, 401);
  }
  for (let i = 0; i < 5; i += 1) {
    const answer = await exchange(relay.base, 'POST', '/api/auth/login', { body: { password: `guess ${i}` } });
    assert.equal(answer.status, 401);
  }
  const slowed = await exchange(relay.base, 'POST', '/api/auth/login', { body: { password } });
  assert.equal(slowed.status, 429);
  assert.ok(Number(slowed.headers['retry-after']) > 0);

  const other = await startRelay({ password: 'another' });
  assert.equal((await exchange(other.base, 'GET', '/api/auth/check', { headers: { cookie } })).status, 401, 'a session outlives its password');
});

test('a machine with a password of its own asks for it after the relay has asked for its own', async () => {
  const relay = await startRelay();
  await startServer(relay, { DASHBOARD_PASSWORD: 'of the machine' });
  await connected(relay);
  const cookie = await logIn(relay);
  assert.equal((await at(relay, cookie).call('GET', '/agents')).status, 401);
  assert.equal((await exchange(relay.base, 'GET', '/api/auth/check', { headers: { cookie } })).status, 401);
  const answer = await exchange(relay.base, 'POST', '/api/auth/login', { headers: { cookie }, body: { password: 'of the machine' } });
  assert.equal(answer.status, 200);
  const both = `${cookie}; ${answer.headers['set-cookie'][0].split(';')[0]}`;
  assert.equal((await at(relay, both).call('GET', '/agents')).status, 200);
});

test('other sites cannot act through a visitor, also not through the relay', async () => {
  const relay = await startRelay();
  await startServer(relay);
  await connected(relay);
  const cookie = await logIn(relay);
  for (const origin of ['http://evil.example', 'null']) {
    const answer = await exchange(relay.base, 'POST', '/api/agents', { headers: { cookie, origin }, body: {} });
    assert.equal(answer.status, 403);
    await assert.rejects(socketTo(relay, cookie, { extraHeaders: { cookie, origin } }));
  }
  const own = await exchange(relay.base, 'POST', '/api/agents', { headers: { cookie, origin: relay.base }, body: {} });
  assert.equal(own.status, 400, 'our own page is refused');
});

test('the relay refuses to start without a token', async () => {
  const relay = new Relay({ env: { RELAY_TOKEN: '' } });
  const { code } = await relay.ended();
  assert.equal(code, 2);
  assert.match(relay.log.join('\n'), /RELAY_TOKEN/);
});

test('without a password the relay is open, and says so loudly', async () => {
  const relay = await startRelay({ password: '' });
  await relay.line(/RELAY_PASSWORD is not set/);
  assert.equal((await status(relay)).passwordRequired, false);
});

test('a clean stop of the relay tells the machine why', async () => {
  const relay = await startRelay();
  const server = await startServer(relay);
  await connected(relay);
  const { code } = await relay.stop();
  assert.equal(code, 0);
  await eventually(() => server.log.some((line) => /\[Tunnel\] Disconnected: .*shuts down/.test(line)), 'the machine does not know why');
});
