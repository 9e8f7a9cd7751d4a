// What is left when the server dies, and what the server leaves behind when it ends.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { eventually } from '../harness/eventually.mjs';
import { paths } from '../harness/paths.mjs';
import { endlessTool, World } from '../harness/world.mjs';

let world;
before(async () => { world = await World.create(); await world.start(); });
after(() => world.close());

const Words = 9000; // together below the 64 KiB from which on a text is clipped

// Everything that `shown` saw is there again, once, with at least the text that was shown.
function assertNothingLost(shown, restored) {
  const ids = restored.list().map((m) => m.id);
  assert.equal(new Set(ids).size, ids.length);
  assert.ok(restored.lastSeq >= shown.lastSeq, `sequence ${shown.lastSeq} was shown, ${restored.lastSeq} is there`);
  for (const message of shown.list()) {
    const again = restored.messages.get(message.id);
    assert.ok(again, `message ${message.seq} (${message.kind}) was shown and is gone`);
    assert.equal(again.seq, message.seq);
    assert.ok(again.content.startsWith(message.content), `of message ${message.seq} something is missing`);
  }
  assert.deepEqual(restored.records.slice(0, shown.records.length), shown.records, 'records that were sent have changed');
}

const noneLeft = (what) => eventually(() => world.cliProcesses().length === 0, `a process of the CLI is left ${what}`);

test('kill -9 in the middle of output: all that was shown is there, once, and the agent says what happened', async () => {
  const view = await world.agent('SAY: complete before');
  await view.text('complete before');
  await world.send(view, 'SLOW: killed 500');
  world.modelApi.gates.credit('killed', 120);
  await view.message((m) => m.kind === 'text' && m.content.includes('word0120'), 'the 120th word');
  await world.crash(view);

  await world.start();
  const restored = await world.follow(view.id);
  assertNothingLost(view, restored);
  await restored.notice(/server|restart|ended|gone/i);
  assert.ok(['stopped', 'failed'].includes(restored.state.phase), `it claims to be ${restored.state.phase}`);
  assert.deepEqual(restored.list().filter((m) => m.open), [], 'something is still open though nothing runs');

  await world.send(restored, 'SAY: and on it goes');
  await restored.text('and on it goes');
  const asked = world.modelApi.log.find((entry) => entry.userTexts?.at(-1) === 'SAY: and on it goes');
  assert.ok(asked.userTexts.includes('SAY: complete before'), 'the session was lost');
});

test('kill -9 while a tool runs leaves no tool behind', async () => {
  const view = await world.agent(endlessTool, { flags: { permissionMode: 'bypassPermissions' } });
  await view.message((m) => m.kind === 'tool' && m.tool.status === 'running', 'the running tool');
  await eventually(() => world.toolProcesses().length > 0, 'the tool does not run');
  await world.server.kill();
  await noneLeft('after the server was killed with a tool running');
  await world.start();
});

test('kill -9 in a burst, three times over: the journal is whole', async () => {
  const burst = await World.create({ claude: paths.fakeCli });
  try {
    await burst.start();
    const view = await burst.agent('words 3');
    await view.phase('idle');
    for (const share of [0.1, 0.4, 0.7]) {
      const shown = await burst.follow(view.id);
      await burst.send(shown, `burst ${Words}`);
      const mark = String(Math.round(Words * share)).padStart(6, '0');
      await shown.message((m) => m.kind === 'text' && m.open && m.content.includes(mark), `word ${mark}`);
      await burst.server.kill();
      await burst.start();
      const restored = await burst.follow(view.id);
      assertNothingLost(shown, restored);
    }
    const restored = await burst.follow(view.id);
    await burst.send(restored, 'after the burst');
    await restored.text('You said: after the burst');
  } finally {
    await burst.close();
  }
});

test('SIGTERM ends the server cleanly: exit 0, no CLI and no tool left, nothing lost', async () => {
  const idle = await world.agent('SAY: idle');
  const busy = await world.agent('SLOW: terminated 50');
  const tool = await world.agent(endlessTool, { flags: { permissionMode: 'bypassPermissions' } });
  world.modelApi.gates.credit('terminated', 5);
  await idle.text('idle');
  await busy.message((m) => m.kind === 'text' && m.content.includes('word0005'), 'the fifth word');
  await tool.message((m) => m.kind === 'tool' && m.tool.status === 'running', 'the running tool');
  await eventually(() => world.toolProcesses().length > 0, 'the tool does not run');
  assert.deepEqual(await world.server.stop(), { code: 0, signal: null });
  assert.deepEqual(world.cliProcesses(), []);
  await world.start();
  for (const view of [idle, busy, tool]) {
    const restored = await world.follow(view.id);
    assertNothingLost(view, restored);
    assert.equal(restored.state.phase, 'stopped');
  }
});

test('a terminal that is closed ends the server as cleanly, unless it was told not to mind', async () => {
  process.kill(world.server.pid, 'SIGHUP');
  assert.deepEqual(await world.server.ended(), { code: 0, signal: null });
  await world.start({ wrap: ['nohup'] });
  process.kill(world.server.pid, 'SIGHUP');
  assert.equal((await world.api.get('/health')).ok, true);
  await world.server.stop();
  await world.start();
});

test('a second server on the same data directory refuses, the first goes on', async () => {
  const view = await world.agent('SAY: alone');
  await view.text('alone');
  const second = world.startAnother();
  await assert.rejects(second, /another|in use|already|locked/i);
  await world.send(view, 'SAY: still alone');
  await view.text('still alone');
});
