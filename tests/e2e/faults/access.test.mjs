// Nobody gets in who should not: password, Host and Origin are checked on every request and every socket.

import assert from 'node:assert/strict';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { exchange, RestClient } from '../harness/restclient.mjs';
import { World } from '../harness/world.mjs';

const calls = [
  ['GET', '/agents'], ['POST', '/agents'], ['GET', '/agents/x'], ['DELETE', '/agents/x'], ['GET', '/agents/x/messages'], ['GET', '/agents/x/messages/1'],
  ['POST', '/agents/x/message'], ['POST', '/agents/x/interrupt'], ['POST', '/agents/x/resume'], ['POST', '/agents/x/stop'],
  ['POST', '/agents/actions/stop-all'], ['POST', '/agents/x/approvals/y'], ['POST', '/agents/x/questions/y'], ['PUT', '/agents/x/mode'],
  ['PUT', '/agents/x/model'], ['PUT', '/agents/x/reasoning-effort'], ['PUT', '/agents/x/rename'], ['PUT', '/agents/x/claude-md'],
  ['GET', '/settings'], ['PUT', '/settings'], ['GET', '/settings/runtime-capabilities'], ['GET', '/directories'], ['GET', '/directories/claude-md'],
  ['GET', '/health'], ['GET', '/no-such-call'], ['GET', '/auth/check'],
];

describe('with a password', () => {
  const password = 'open sesame';
  let world;
  before(async () => { world = await World.create({ extra: { DASHBOARD_PASSWORD: password } }); await world.start(); });
  after(() => world.close());

  const login = async () => {
    const answer = await world.api.call('POST', '/auth/login', { password });
    assert.equal(answer.status, 200);
    const [cookie] = answer.headers['set-cookie'];
    assert.match(cookie, /HttpOnly/i);
    assert.match(cookie, /SameSite/i);
    return cookie.split(';')[0];
  };

  test('programs of the same user find the server and get in by its files, new at each start and gone after a clean end', async () => {
    const file = (name) => join(world.data, name);
    const read = (name) => readFileSync(file(name), 'utf8').trim();
    const ask = (token) => new RestClient(`http://127.0.0.1:${read('server.port')}`, { authorization: `Bearer ${token}` }).call('GET', '/agents');
    const token = read('api.token');
    assert.match(token, /^[0-9a-f]{64}$/);
    for (const name of ['api.token', 'server.port']) assert.equal(statSync(file(name)).mode & 0o777, 0o600);
    assert.equal((await ask(token)).status, 200);
    await world.server.kill();
    await world.start();
    assert.equal((await ask(token)).status, 401);
    assert.equal((await ask(read('api.token'))).status, 200);
    await world.server.stop();
    assert.ok(!existsSync(file('api.token')) && !existsSync(file('server.port')));
    await world.start();
  });

  test('every call is refused without a login', async () => {
    for (const [method, path] of calls)
      for (const headers of [{}, { cookie: 'auth_token=forged' }, { authorization: 'Bearer forged.forged.forged' }]) {
        const answer = await new RestClient(world.server.base, headers).call(method, path, method === 'GET' ? undefined : {});
        assert.equal(answer.status, 401, `${method} ${path} with ${JSON.stringify(headers)}: ${answer.raw}`);
      }
  });

  test('so are Socket.IO clients, over both transports', async () => {
    for (const transports of [['polling'], ['websocket']])
      await assert.rejects(world.connect({ transports }), /Authentication required|401|403|xhr poll error|websocket error/);
  });

  test('a login opens both, a logout closes them', async () => {
    const cookie = await login();
    const api = new RestClient(world.server.base, { cookie });
    assert.deepEqual(await api.get('/agents'), []);
    assert.equal((await api.get('/auth/check')).authenticated, true);
    for (const transports of [['polling'], ['websocket']])
      (await world.connect({ transports, extraHeaders: { cookie } })).disconnect();
    const token = cookie.slice(cookie.indexOf('=') + 1);
    assert.equal((await new RestClient(world.server.base, { authorization: `Bearer ${token}` }).call('GET', '/agents')).status, 200);
    const [cleared] = (await api.call('POST', '/auth/logout', {})).headers['set-cookie'];
    assert.match(cleared, /1970|Max-Age=0/);
  });

  test('guessing is slowed down', async () => {
    let answer;
    for (let i = 0; i < 200 && answer?.status !== 429; ++i) answer = await world.api.call('POST', '/auth/login', { password: `guess ${i}` });
    assert.equal(answer.status, 429);
    assert.ok(Number(answer.headers['retry-after']) > 0);
  });
});

describe('without a password', () => {
  let world;
  before(async () => { world = await World.create(); await world.start(); });
  after(() => world.close());

  test('another Host is refused: a page of another name that resolves to loopback gets nothing', async () => {
    for (const host of ['evil.example', 'localhost.evil.example', `127.0.0.1.nip.io:${world.server.port}`])
      for (const path of ['/api/agents', '/', '/socket.io/?EIO=4&transport=polling'])
        assert.equal((await exchange(world.server.base, 'GET', path, { headers: { host } })).status, 403, `${host} ${path}`);
    for (const host of [`localhost:${world.server.port}`, `127.0.0.1:${world.server.port}`])
      assert.equal((await exchange(world.server.base, 'GET', '/api/agents', { headers: { host } })).status, 200);
  });

  test('another Origin may not change anything', async () => {
    const body = { name: 'n', directory: world.directory(), prompt: 'x' };
    for (const origin of ['http://evil.example', 'null', `http://localhost.evil.example:${world.server.port}`, 'http://localhost:1'])
      for (const [method, path] of calls.filter(([each]) => each !== 'GET')) {
        const answer = await exchange(world.server.base, method, `/api${path}`, { body, headers: { origin } });
        assert.equal(answer.status, 403, `${method} ${path} from ${origin}: ${answer.raw}`);
      }
    assert.deepEqual(await world.api.get('/agents'), []);
  });

  test('another Origin gets no socket', async () => {
    for (const transports of [['polling'], ['websocket']])
      await assert.rejects(world.connect({ transports, extraHeaders: { origin: 'http://evil.example' } }));
    (await world.connect({ extraHeaders: { origin: world.server.base } })).disconnect();
  });

  test('the server listens on loopback only', () => {
    const port = world.server.port.toString(16).toUpperCase().padStart(4, '0');
    const listening = ['tcp', 'tcp6'].flatMap((table) => readFileSync(`/proc/net/${table}`, 'utf8').split('\n'))
      .map((line) => line.trim().split(/\s+/)).filter((row) => row[1]?.endsWith(`:${port}`) && row[3] === '0A').map((row) => row[1]);
    assert.deepEqual(listening, [`0100007F:${port}`]);
  });
});
