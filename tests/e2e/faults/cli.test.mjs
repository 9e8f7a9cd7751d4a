// A CLI that is missing, crashes, leaves, or says what no one understands: the agent says so, the server lives.

import assert from 'node:assert/strict';
import { rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { paths } from '../harness/paths.mjs';
import { World } from '../harness/world.mjs';

let world;
before(async () => { world = await World.create({ claude: paths.fakeCli }); await world.start(); });
after(() => world.close());

async function assertGoesOn(view) {
  await world.send(view, 'hello again');
  await view.text('You said: hello again');
}

test('a crash in mid-turn: what it said is kept, the agent says that it crashed, a message starts it again', async () => {
  const view = await world.agent('crash');
  await view.phase('failed');
  assert.equal(view.state.status, 'error');
  assert.match(view.state.error, /SEGV|signal|crash/i);
  assert.match(view.list('text')[0].content, /last words/);
  assert.deepEqual(view.list().filter((m) => m.open), []);
  await assertGoesOn(view);
});

test('it leaves with an error: the agent shows its last words', async () => {
  const view = await world.agent('exit 3');
  await view.phase('failed');
  assert.match(view.state.error, /out of ideas|3/);
  await view.message((m) => m.kind === 'notice' && m.level === 'error' && /out of ideas/.test(m.content), 'what it wrote to stderr');
  await assertGoesOn(view);
});

test('it leaves in the middle of a line', async () => {
  const view = await world.agent('half 3');
  await view.until(() => ['failed', 'stopped'].includes(view.state.phase), 'the end');
  assert.equal(view.list('text')[0].content, '00001 00002 00003 ');
  assert.deepEqual(view.list().filter((m) => m.open), []);
  await assertGoesOn(view);
});

for (const act of ['unknown', 'garbage']) {
  test(`${act} lines do no harm`, async () => {
    const view = await world.agent(act);
    await view.text(`after the ${act}`);
    await view.phase('idle');
    await assertGoesOn(view);
  });
}

test('a line of 70 MB is left out and told, the next one is read', async () => {
  const view = await world.agent('long 70');
  await view.text('after the long line');
  await view.notice(/long|large|left out|dropped|MB|MiB/i);
});

test('a CLI that ends at once, each time', async () => {
  const failing = await World.create({ claude: paths.fakeCli, extra: { FAKECLI_START: 'exit' } });
  try {
    await failing.start();
    const view = await failing.agent('anything');
    await view.phase('failed');
    assert.match(view.list('notice').map((m) => m.content).join('\n'), /out of ideas/);
    await failing.send(view, 'again');
    await view.until(() => view.records.filter((r) => r.type === 'state' && r.state.phase === 'failed').length >= 2, 'the second failure');
    assert.equal((await failing.api.get('/health')).ok, true);
  } finally {
    await failing.close();
  }
});

test('a missing CLI is named, with what to do about it', async () => {
  const missing = await World.create({ claude: '/nowhere/claude' });
  try {
    await missing.start();
    const { providers } = await missing.api.get('/settings/runtime-capabilities');
    assert.equal(providers.claude.available, false);
    assert.match(providers.claude.hint, /CLAUDE_BIN/);
    const answer = await missing.api.call('POST', '/agents', { name: 'n', directory: missing.directory(), prompt: 'x' });
    const told = answer.status === 201 ? await (await missing.follow(answer.body.id)).until((v) => v.state.error, 'the error') : answer.body.error;
    assert.match(told, /CLAUDE_BIN/);
  } finally {
    await missing.close();
  }
});

test('a directory that has gone is named; the agent goes on when it is back', async () => {
  const directory = world.directory('fleeting');
  const view = await world.agent('words 1', { directory });
  await view.phase('idle');
  await world.api.post(`/agents/${view.id}/stop`);
  await view.phase('stopped');
  rmdirSync(directory);
  const answer = await world.api.call('POST', `/agents/${view.id}/resume`);
  const told = answer.status === 200 ? await view.until(() => view.state.error, 'the error') : answer.body.error;
  assert.ok(told.includes(join(world.root, 'fleeting')), told);
  world.directory('fleeting');
  await assertGoesOn(view);
});

test('a burst of 50,000 events: the server answers others while it runs', async (t) => {
  const view = await world.agent('words 1');
  await view.phase('idle');
  await world.send(view, 'burst 50000');
  const done = view.message((m) => m.kind === 'text' && !m.open && m.content.includes('050000'), 'the end of the burst', 120_000);
  let slowest = 0;
  let during = 0;
  for (let running = true; running;) {
    const begun = performance.now();
    await world.api.get('/agents');
    slowest = Math.max(slowest, performance.now() - begun);
    running = view.list('text').at(-1)?.open !== false || !view.list('text').at(-1).content.includes('050000');
    if (running) during += 1;
  }
  const { seq } = await done;
  t.diagnostic(`${during} answers during the burst, the slowest after ${slowest.toFixed(1)} ms`);
  assert.ok(during > 0, 'nothing was answered while the burst ran');
  const text = await world.api.get(`/agents/${view.id}/messages/${seq}`);
  assert.ok(text.content === Array.from({ length: 50_000 }, (_, i) => `${String(i + 1).padStart(6, '0')} `).join(''), 'the text is not what the CLI said');
});
