// The disk is full: the agent says so, the server lives, nothing is damaged, and it goes on when there is space again.

import assert from 'node:assert/strict';
import { closeSync, cpSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { eventually } from '../harness/eventually.mjs';
import { World } from '../harness/world.mjs';

// The server sees a small tmpfs in place of its data directory; nobody else does.
const userNamespace = process.getuid() === 0 ? '-m' : '-Urm';
const mountAndRun = 'mount -t tmpfs -o size=4m,mode=700 tmpfs "$0" && exec "$@"';

let world;
let data; // the server's data directory as seen from here
before(async () => {
  world = await World.create();
  await world.start({ wrap: ['unshare', userNamespace, 'sh', '-c', mountAndRun, world.data] });
  data = join(`/proc/${world.server.pid}/root`, world.data);
});
after(() => world.close());

function fill() {
  const file = openSync(join(data, 'filler'), 'w');
  for (const size of [65_536, 4096, 1]) {
    const block = Buffer.alloc(size);
    try {
      for (;;) if (writeSync(file, block) < size) break;
    } catch (error) {
      assert.equal(error.code, 'ENOSPC');
    }
  }
  closeSync(file);
}

const free = () => rmSync(join(data, 'filler'));

test('a full disk in mid-turn', async () => {
  const view = await world.agent('SLOW: disk 3000');
  world.modelApi.gates.credit('disk', 100);
  await view.message((m) => m.kind === 'text' && m.content.includes('word0100'), 'the 100th word');
  fill();
  world.modelApi.gates.open('disk');
  const agent = await eventually(async () => {
    const each = await world.api.get(`/agents/${view.id}`);
    return each.problem && each;
  }, 'the agent does not say that the disk is full');
  assert.match(agent.problem, /space/i);

  const refused = await world.api.call('POST', `/agents/${view.id}/message`, { text: `SAY: never taken ${'x'.repeat(16_384)}`, clientId: 'full-1' });
  assert.equal(refused.status, 507, refused.raw);
  assert.match(refused.body.error, /space/i);
  assert.equal((await world.api.get('/health')).ok, true);
  assert.equal((await world.api.call('POST', '/agents', { name: 'n', directory: world.directory(), prompt: 'x' })).status, 507);

  free();
  const text = await view.message((m) => m.kind === 'text' && !m.open, 'the whole text after the disk has space again');
  assert.deepEqual(text.content.trim().split(' '), Array.from({ length: 3000 }, (_, i) => `word${String(i + 1).padStart(4, '0')}`));
  await view.phase('idle');
  assert.ok(!(await world.api.get(`/agents/${view.id}`)).problem);
  await world.send(view, 'SAY: taken now', 'full-1');
  await view.text('taken now');
});

test('what was written before, during and after is readable by a server that starts on it', async () => {
  const before_ = await world.api.get('/agents');
  const copy = join(world.root, 'copy');
  cpSync(data, copy, { recursive: true, filter: (name) => !name.endsWith('filler') && !name.endsWith('/socket') });
  const [{ id }] = before_;
  const messages = (await world.api.get(`/agents/${id}`)).messages;
  await world.server.stop();
  await world.start({ dataDir: copy });
  const after_ = await world.api.get(`/agents/${id}`);
  assert.deepEqual(after_.messages.slice(0, messages.length), messages);
  const again = await world.follow(id);
  await world.send(again, 'SAY: on the copy');
  await again.text('on the copy');
});
