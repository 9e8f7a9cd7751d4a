// The scripted model API against the real opencode acp.

import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { World } from '../harness/world.mjs';
import { OpenCodeSession, startOpenCode } from './opencodesession.mjs';

let world;
let agent;
before(async () => { world = await World.create(); agent = await startOpenCode(world); });
after(() => world.close());

const open = (id) => OpenCodeSession.open(agent, world.directory(), id);
const path = (name) => join(world.directory(), name);
const content = (name) => readFileSync(path(name), 'utf8');
const requestsOf = (words) => world.modelApi.log.filter((entry) => !entry.side && entry.userTexts?.at(-1) === words);

test('a thought and a text, word by word', async () => {
  const session = await open();
  const ended = session.prompt('THINK: Let me see.\nSLOW: opencode 5');
  world.modelApi.gates.credit('opencode', 2);
  await session.saying('word0002 ');
  await world.modelApi.gates.reached('opencode', 2);
  world.modelApi.gates.open('opencode');
  const { stopReason, usage } = await ended;
  assert.equal(stopReason, 'end_turn');
  assert.equal(usage.totalTokens, usage.inputTokens + usage.outputTokens);
  assert.equal(session.said().trim(), 'word0001 word0002 word0003 word0004 word0005');
  assert.equal(session.said('agent_thought_chunk'), 'Let me see.');
});

test('a title uses up nothing of a script', async () => {
  const session = await open();
  const words = 'ERROR: 500 1\nSAY: titled';
  await session.prompt(words);
  assert.equal(session.said(), 'titled');
  assert.ok(world.modelApi.log.some((entry) => entry.side === 'title' && entry.userTexts.includes(words)), 'no title was asked for');
  assert.deepEqual(requestsOf(words).map((entry) => entry.status), [500, 200]);
});

test('an approved command runs', async () => {
  const session = await open();
  const ended = session.prompt('BASH: echo yes > yes.txt\nSAY: ran');
  const request = await session.permission();
  assert.equal(request.params.toolCall.rawInput.command, 'echo yes > yes.txt');
  assert.ok(!existsSync(path('yes.txt')), 'it ran before anyone decided');
  session.decide(request, 'allow_once');
  await ended;
  assert.equal(content('yes.txt'), 'yes\n');
  assert.deepEqual([session.tools()[0].status, session.said()], ['completed', 'ran']);
});

test('a rejected command does not run, and the turn is over', async () => {
  const session = await open();
  const ended = session.prompt('BASH: echo no > no.txt\nSAY: never');
  session.decide(await session.permission(), 'reject_once');
  assert.equal((await ended).stopReason, 'end_turn');
  assert.ok(!existsSync(path('no.txt')));
  assert.deepEqual([session.tools()[0].status, session.said()], ['failed', '']);
});

test('a file is written and changed, each with its diff', async () => {
  const session = await open();
  const ended = session.prompt(`WRITE: ${path('note.txt')}|one\\ntwo\nEDIT: ${path('note.txt')}|two|three\nSAY: changed`);
  for (const [n, before, after] of [[0, '', 'one\ntwo'], [1, 'one\ntwo', 'one\nthree']]) {
    const request = await session.permission(n);
    const diff = request.params.toolCall.content.find((each) => each.type === 'diff');
    assert.deepEqual([diff.oldText ?? '', diff.newText], [before, after]);
    session.decide(request, 'allow_once');
  }
  await ended;
  assert.equal(content('note.txt'), 'one\nthree');
  assert.equal(session.said(), 'changed');
});

test('two calls in one reply', async () => {
  const session = await open();
  const ended = session.prompt('TOOL: bash {"command":"echo 1 > 1.txt"}\nALSO: bash {"command":"echo 2 > 2.txt"}\nSAY: both ran');
  for (const n of [0, 1]) session.decide(await session.permission(n), 'allow_once');
  await ended;
  assert.deepEqual([content('1.txt'), content('2.txt'), session.said()], ['1\n', '2\n', 'both ran']);
});

test('a list of things to do', async () => {
  const session = await open();
  await session.prompt('TODO: +look|>write|test\nSAY: listed');
  const { todos } = session.tools()[0].rawInput;
  assert.deepEqual(todos.map((todo) => [todo.content, todo.status]), [['look', 'completed'], ['write', 'in_progress'], ['test', 'pending']]);
  assert.equal(session.said(), 'listed');
});

test('a cancel in mid-text, and the next prompt has its own script', async () => {
  const session = await open();
  const ended = session.prompt('SLOW: cancelled 9');
  world.modelApi.gates.credit('cancelled', 3);
  await session.saying('word0003 ');
  session.cancel();
  assert.equal((await ended).stopReason, 'cancelled');
  await world.modelApi.gates.emptied('cancelled');
  await session.prompt('SAY: still here');
  assert.match(session.said(), /still here$/);
});

test('a second prompt while the first is busy is answered after it', async () => {
  const session = await open();
  const first = session.prompt('SLOW: busy 3');
  await world.modelApi.gates.reached('busy', 0);
  const second = session.prompt('SAY: the second');
  world.modelApi.gates.open('busy');
  await Promise.all([first, second]);
  assert.equal(session.said().trim(), 'word0001 word0002 word0003 the second');
});

test('a second prompt while an approval waits is answered by its own script', async () => {
  const session = await open();
  const first = session.prompt('BASH: echo first > first.txt\nSAY: the first');
  const request = await session.permission();
  const second = session.prompt('SAY: the second');
  session.decide(request, 'allow_once');
  await Promise.all([first, second]);
  assert.equal(content('first.txt'), 'first\n');
  assert.match(session.said(), /the second$/); // OpenCode may have asked the model before it took the second one
});

test('a compaction uses up nothing of a script', async () => {
  const session = await open();
  await session.prompt('SAY: before');
  await session.prompt('/compact');
  assert.equal(world.modelApi.log.at(-1).side, 'summary');
  await session.prompt('SAY: after it');
  assert.match(session.said(), /after it$/);
});

test('an error 401 is the answer to the prompt', async () => {
  const session = await open();
  await assert.rejects(session.prompt('ERROR: 401 99\nSAY: never'), /The script wants this error/);
});

test('a stream that is cut once is asked for again', async () => {
  const session = await open();
  const words = 'CUT: 1\nSAY: again';
  await session.prompt(words);
  assert.equal(session.said(), 'again');
  assert.equal(requestsOf(words).length, 2);
});

test('a stream that fails once is asked for again', async () => {
  const session = await open();
  const words = 'FAIL: 1 out of order\nSAY: in order';
  await session.prompt(words);
  assert.equal(session.said(), 'in order');
  assert.equal(requestsOf(words).length, 2);
});

test('another process loads the session, and the model is told what was said', async () => {
  const session = await open();
  await session.prompt('SAY: remember');
  assert.deepEqual(await agent.end(), { code: 0, signal: null });
  agent = await startOpenCode(world);
  const loaded = await open(session.id);
  assert.equal(loaded.said(), 'remember');
  await loaded.prompt('SAY: remembered');
  assert.match(loaded.said(), /remembered$/);
  assert.ok(requestsOf('SAY: remembered')[0].userTexts.includes('SAY: remember'));
});

test('it can do nothing but talk to the model API', async () => {
  const session = await open();
  const models = session.options.find((option) => option.id === 'model').options.map((option) => option.value);
  assert.deepEqual(models, ['scripted/model']);
  assert.ok(!existsSync(join(world.home, '.npm')) || !readdirSync(join(world.home, '.npm'), { recursive: true }).some((name) => name.includes('content-v2')),
    'packages were installed');
});
