// ACP agents that a person adds in the settings, with the real OpenCode as one.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { paths } from '../harness/paths.mjs';
import { World } from '../harness/world.mjs';

let world;
before(async () => { world = await World.create(); await world.start(); });
after(() => world.close());

const own = (fields = {}) => ({ id: 'mine', name: 'My agent', command: `'${paths.opencode}' acp`, env: {}, ...fields });
const save = (...acpAgents) => world.api.call('PUT', '/settings', { acpAgents });
const capabilities = async () => (await world.api.get('/settings/runtime-capabilities')).providers;

test('what is wrong with one is said, and nothing is changed', async () => {
  for (const [fields, error] of [
    [{ id: 'No good' }, /^acpAgents\[0\]\.id must be/],
    [{ command: 'a "b' }, /^acpAgents\[0\]\.command has a quote/],
    [{ command: 'a | b' }, /^acpAgents\[0\]\.command needs a shell/],
    [{ env: { 'A B': '' } }, /^acpAgents\[0\]\.env has "A B"/],
  ]) {
    const refused = await save(own(fields));
    assert.equal(refused.status, 400, refused.raw);
    assert.match(refused.body.error, error);
  }
  assert.deepEqual((await world.api.get('/settings')).acpAgents, []);
  const { status, body } = await world.api.call('POST', '/agents', {
    name: 'a', directory: world.directory(), prompt: 'x', provider: 'acp:mine' });
  assert.equal(status, 400);
  assert.match(body.error, /provider must be one of/);
});

test('it says what can be chosen, answers, and goes on after it was taken out of the settings and the server killed', async () => {
  assert.equal((await save(own(), own({ id: 'gone', name: 'Gone', command: 'no-such-agent' }))).status, 200);
  const found = await capabilities();
  assert.deepEqual([found['acp:mine'].name, found['acp:mine'].available, found['acp:mine'].hint], ['My agent', true, undefined]);
  assert.ok(found['acp:mine'].models.some((model) => model.id === 'scripted/model'));
  assert.equal(found['acp:gone'].available, false);
  assert.match(found['acp:gone'].hint, /no-such-agent/);

  const view = await world.agent('SAY: hello', { provider: 'acp:mine' });
  await view.until(() => view.list('text').some((m) => m.content === 'hello'), 'the answer');
  await view.phase('idle');
  assert.equal((await world.api.get(`/agents/${view.id}`)).config.provider, 'acp:mine');

  await world.server.kill();
  await world.start();
  assert.equal((await world.api.get('/settings')).acpAgents.length, 2);
  const restored = await world.follow(view.id);
  await world.send(restored, 'SAY: taken over');
  await restored.text('taken over');
  assert.equal((await save()).status, 200);
  assert.equal((await capabilities())['acp:mine'], undefined);
  await world.api.post(`/agents/${view.id}/stop`);
  await restored.phase('stopped');
  await world.send(restored, 'SAY: by what it kept');
  await restored.until(() => restored.list('text').some((m) => m.content === 'by what it kept'), 'the next answer');
});
