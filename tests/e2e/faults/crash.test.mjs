// Agents outlive the server: it is killed, stopped and started again while they work, and nobody misses anything.

import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { ChildProcess } from '../harness/childprocess.mjs';
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

const noneLeft = (what, place = world) =>
  eventually(() => place.cliProcesses().length === 0 && place.holders().length === 0, `a process is left ${what}`);
const wordsOf = (text) => text.match(/word\d{4}/g) ?? [];

test('kill -9 in the middle of an answer: the CLI goes on, and the answer is whole', async () => {
  const view = await world.agent('SAY: complete before');
  await view.text('complete before');
  await world.send(view, 'SLOW: killed 500');
  world.modelApi.gates.credit('killed', 120);
  await view.message((m) => m.kind === 'text' && m.content.includes('word0120'), 'the 120th word');
  const before = world.cliProcesses();
  await world.server.kill();
  world.modelApi.gates.credit('killed', 200); // while nobody listens

  await world.start();
  const restored = await world.follow(view.id);
  await restored.message((m) => m.kind === 'text' && m.content.includes('word0320'), 'what was said while the server was away');
  assertNothingLost(view, restored);
  assert.equal(restored.state.phase, 'working');
  world.modelApi.gates.credit('killed', 180);
  await restored.phase('idle');
  const answers = restored.list('text').filter((m) => m.content.includes('word0001'));
  assert.equal(answers.length, 1);
  assert.deepEqual(wordsOf(answers[0].content), Array.from({ length: 500 }, (_, i) => `word${String(i + 1).padStart(4, '0')}`));
  assert.ok(before.every((pid) => world.cliProcesses().includes(pid)), 'the CLI is another one');

  await world.send(restored, 'SAY: and on it goes');
  await restored.text('and on it goes');
  assert.deepEqual(restored.list('notice'), []);
});

test('kill -9 while an approval waits: it waits on, is decided after the restart, and is carried out', async () => {
  const file = join(world.directory(), 'after-restart.txt');
  const view = await world.agent(`WRITE: ${file}|approved later\nSAY: written`);
  const asked = await view.waiting('approval');
  await world.server.kill();
  await world.start();
  await world.server.kill(); // and once more, before anyone looks
  await world.start();
  const restored = await world.follow(view.id);
  const again = await restored.waiting('approval');
  assert.equal(again.id, asked.id);
  assert.equal(again.approval.state, 'waiting');
  assert.ok(!existsSync(file));
  await world.decide(restored, again);
  await restored.text('written');
  assert.ok(existsSync(file));
});

test('a message that is sent while the agent works reaches the CLI once, whenever the server is killed', async () => {
  const view = await world.agent('SLOW: busy 20');
  world.modelApi.gates.credit('busy', 3);
  await view.message((m) => m.kind === 'text' && m.content.includes('word0003'), 'the third word');
  await world.send(view, 'SAY: sent before the kill', 'client-1');
  await world.server.kill();
  await world.start();
  const restored = await world.follow(view.id);
  await world.send(restored, 'SAY: sent before the kill', 'client-1'); // what a browser does that had no answer
  world.modelApi.gates.credit('busy', 17);
  await restored.text('sent before the kill');
  await restored.phase('idle');
  assert.equal(restored.list('prompt').filter((m) => m.content === 'SAY: sent before the kill').length, 1);
  const asked = world.modelApi.log.filter((entry) => entry.userTexts?.at(-1) === 'SAY: sent before the kill');
  assert.equal(asked.length, 1);
});

test('kill -9 while a tool runs: the tool runs on, and an interrupt ends it after the restart', async () => {
  const view = await world.agent(endlessTool, { flags: { permissionMode: 'bypassPermissions' } });
  await view.message((m) => m.kind === 'tool' && m.tool.status === 'running', 'the running tool');
  await eventually(() => world.toolProcesses().length > 0, 'the tool does not run');
  const tools = world.toolProcesses();
  await world.server.kill();
  await world.start();
  const restored = await world.follow(view.id);
  assert.deepEqual(world.toolProcesses(), tools);
  await world.api.post(`/agents/${view.id}/interrupt`);
  await restored.phase('idle');
  await eventually(() => world.toolProcesses().length === 0, 'the tool runs on after the interrupt');
});

test('kill -9 in a burst, three times over: every word is there, once, in order', async () => {
  const burst = await World.create({ claude: paths.fakeCli });
  try {
    await burst.start();
    const view = await burst.agent('words 3');
    await view.phase('idle');
    let shown = await burst.follow(view.id);
    await burst.send(shown, `burst ${Words}`);
    for (const share of [0.1, 0.4, 0.7]) {
      const mark = String(Math.round(Words * share)).padStart(6, '0');
      await shown.message((m) => m.kind === 'text' && m.content.includes(mark), `word ${mark}`);
      await burst.server.kill();
      await burst.start();
      const restored = await burst.follow(view.id);
      assertNothingLost(shown, restored);
      shown = restored;
    }
    await shown.phase('idle');
    const said = shown.list('text').at(-1).content.trim().split(/\s+/);
    assert.deepEqual(said, Array.from({ length: Words }, (_, i) => String(i + 1).padStart(6, '0')));
    await burst.send(shown, 'after the burst');
    await shown.text('You said: after the burst');
  } finally {
    await burst.close();
  }
});

test('SIGTERM ends the server alone: exit 0, its log names the agents that go on, and the next server has them', async () => {
  const place = await World.create();
  try {
    await place.start();
    const idle = await place.agent('SAY: idle');
    const busy = await place.agent('SLOW: terminated 50');
    place.modelApi.gates.credit('terminated', 5);
    await idle.text('idle');
    await busy.message((m) => m.kind === 'text' && m.content.includes('word0005'), 'the fifth word');
    const before = place.cliProcesses();
    assert.deepEqual(await place.server.stop(), { code: 0, signal: null });
    assert.ok(place.server.log.some((line) => line.includes('agents that go on: 2')), place.server.log.join('\n'));
    assert.ok(before.every((pid) => place.cliProcesses().includes(pid)));
    place.modelApi.gates.credit('terminated', 45);
    await place.start();
    const restored = await place.follow(busy.id);
    await restored.phase('idle');
    assertNothingLost(busy, restored);
    assert.equal(wordsOf(restored.list('text').at(-1).content).length, 50);

    await place.server.stop();
    await place.start({ extra: { AGENTMONITOR_STOP_AGENTS_ON_EXIT: '1' } });
    assert.deepEqual(await place.server.stop(), { code: 0, signal: null });
    await noneLeft('after a stop that ends the agents', place);
    await place.start();
    assert.equal((await place.follow(idle.id)).state.phase, 'stopped');
  } finally {
    await place.close();
  }
});

test('--stop-agents ends what runs, with a server and without one', async () => {
  const place = await World.create();
  const stopAgents = async () => {
    const program = new ChildProcess(paths.server, ['--data-dir', place.data, '--stop-agents'], { env: { HOME: place.home }, cwd: place.home });
    assert.deepEqual(await program.ended(), { code: 0, signal: null });
    return program.lines.join('\n');
  };
  try {
    await place.start();
    const first = await place.agent('SAY: first');
    const second = await place.agent(endlessTool, { flags: { permissionMode: 'bypassPermissions' } });
    await first.text('first');
    await eventually(() => place.toolProcesses().length > 0, 'the tool does not run');
    assert.match(await stopAgents(), /ended: 2/);
    for (const view of [first, second]) await view.phase('stopped');
    await noneLeft('after --stop-agents beside a server', place);

    await place.send(first, 'SAY: again');
    await first.text('again');
    await place.server.kill();
    assert.match(await stopAgents(), /ended: 1/);
    await noneLeft('after --stop-agents without a server', place);
    await place.start();
    const restored = await place.follow(first.id);
    await restored.phase('stopped');
    await place.send(restored, 'SAY: and again');
    await restored.text('and again');
  } finally {
    await place.close();
  }
});

test('kill -9 of a holder: the agent is interrupted and says why, nothing of it runs on, and a message lets it go on', async () => {
  const place = await World.create();
  try {
    await place.start();
    const view = await place.agent('SAY: complete before');
    await view.text('complete before');
    await view.phase('idle');
    await place.send(view, endlessTool);
    const asked = await view.waiting('approval');
    await place.decide(view, asked);
    await eventually(() => place.toolProcesses().length > 0, 'the tool does not run');
    const [holder] = place.holders();
    process.kill(holder, 'SIGKILL');
    await view.phase('failed');
    assert.match(view.state.error, /interrupted.*held it was killed/i);
    await noneLeft('after its holder was killed', place);
    assert.deepEqual(view.list().filter((m) => m.open), []);
    await place.send(view, 'SAY: and on it goes');
    await view.text('and on it goes');
    const answered = place.modelApi.log.find((entry) => entry.userTexts?.at(-1) === 'SAY: and on it goes');
    assert.ok(answered.userTexts.includes('SAY: complete before'), 'the session was lost');

    // The same while no server runs.
    await place.server.kill();
    for (const pid of place.holders()) process.kill(pid, 'SIGKILL');
    await place.start();
    const restored = await place.follow(view.id);
    await eventually(() => ['failed', 'stopped'].includes(restored.state.phase), 'it claims to live');
    await noneLeft('after its holder was killed while no server ran', place);
    assert.deepEqual(readdirSync(join(place.data, 'holders')), []);
  } finally {
    await place.close();
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
