// The scripted model API against the real codex app-server.

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { World } from '../harness/world.mjs';
import { CodexThread } from './codexthread.mjs';

let world;
let thread;
before(async () => { world = await World.create(); thread = await CodexThread.start(world); });
after(() => world.close());

const content = (name) => readFileSync(join(thread.directory, name), 'utf8');
const requestsOf = (words) => world.modelApi.log.filter((entry) => entry.userTexts?.at(-1) === words);
const approve = { decision: 'accept' };
const planMode = { collaborationMode: { mode: 'plan', settings: { model: 'gpt-5.5', reasoning_effort: null, developer_instructions: null } } };

test('a thought and a text, word by word', async () => {
  await thread.begin('THINK: Let me see.\nSLOW: codex 5');
  await world.modelApi.gates.reached('codex', 0);
  world.modelApi.gates.credit('codex', 2);
  await thread.next('item/agentMessage/delta', ({ delta }) => delta === 'word0002 ');
  world.modelApi.gates.open('codex');
  assert.equal((await thread.ended()).status, 'completed');
  assert.deepEqual(thread.texts(), ['word0001 word0002 word0003 word0004 word0005 ']);
  assert.deepEqual(thread.items('reasoning')[0].summary, ['Let me see.']);
  const [{ tokenUsage }] = thread.all('thread/tokenUsage/updated');
  assert.equal(tokenUsage.last.totalTokens, tokenUsage.last.inputTokens + tokenUsage.last.outputTokens);
  assert.ok(tokenUsage.last.reasoningOutputTokens > 0);
});

test('an approved command runs, a declined one does not, and the model goes on after both', async () => {
  await thread.begin('BASH: echo yes > yes.txt\nBASH: echo no > no.txt\nSAY: both');
  const asked = await thread.answer('item/commandExecution/requestApproval', approve, ({ command }) => command.includes('yes.txt'));
  assert.match(asked.command, /echo yes > yes\.txt/);
  await thread.answer('item/commandExecution/requestApproval', { decision: 'decline' }, ({ command }) => command.includes('no.txt'));
  await thread.ended();
  assert.deepEqual(thread.items('commandExecution').map((item) => item.status), ['completed', 'declined']);
  assert.equal(content('yes.txt'), 'yes\n');
  assert.ok(!existsSync(join(thread.directory, 'no.txt')));
  assert.deepEqual(thread.texts(), ['both']);
});

test('a file is written and changed, each with its diff', async () => {
  await thread.begin('WRITE: note.txt|one\\ntwo\nEDIT: note.txt|two|three\nSAY: changed');
  for (const kind of ['add', 'update']) {
    const { params: { item } } = await thread.next('item/started', (p) => p.item.type === 'fileChange' && p.item.changes[0].kind.type === kind);
    assert.match(item.changes[0].diff, kind === 'add' ? /^one\ntwo\n$/ : /-two\n\+three/);
    await thread.answer('item/fileChange/requestApproval', approve, ({ itemId }) => itemId === item.id);
  }
  await thread.ended();
  assert.equal(content('note.txt'), 'one\nthree\n');
  assert.deepEqual(thread.texts(), ['changed']);
});

test('two calls in one reply', async () => {
  await thread.begin('TOOL: exec_command {"cmd":"echo 1 > 1.txt"}\nALSO: exec_command {"cmd":"echo 2 > 2.txt"}\nSAY: both ran');
  for (const name of ['1.txt', '2.txt'])
    await thread.answer('item/commandExecution/requestApproval', approve, ({ command }) => command.includes(name));
  await thread.ended();
  assert.deepEqual([content('1.txt'), content('2.txt')], ['1\n', '2\n']);
  assert.deepEqual(thread.texts(), ['both ran']);
});

test('a list of things to do', async () => {
  await thread.turn('TODO: +look|>write|test\nSAY: listed');
  const [{ plan }] = thread.all('turn/plan/updated');
  assert.deepEqual(plan.map(({ step, status }) => [step, status]), [['look', 'completed'], ['write', 'inProgress'], ['test', 'pending']]);
});

test('in plan mode: a question and a plan', async () => {
  await thread.begin('ASK: Which colour?|red|blue\nPLAN: # The plan', planMode);
  const { questions: [question] } = await thread.answer('item/tool/requestUserInput', { answers: { choice: { answers: ['blue'] } } });
  assert.deepEqual([question.id, question.question, question.options.map(({ label }) => label)], ['choice', 'Which colour?', ['red', 'blue']]);
  await thread.ended();
  assert.match(thread.items('plan')[0].text, /# The plan/);
  await thread.turn('SAY: no longer', { collaborationMode: { ...planMode.collaborationMode, mode: 'default' } });
  assert.deepEqual(thread.texts(), ['no longer']);
});

test('an interrupt in mid-text, and the next prompt has its own script', async () => {
  await thread.begin('SLOW: interrupted 9');
  world.modelApi.gates.credit('interrupted', 3);
  await thread.next('item/agentMessage/delta', ({ delta }) => delta === 'word0003 ');
  await thread.call('turn/interrupt', { turnId: thread.turnId });
  assert.equal((await thread.ended()).status, 'interrupted');
  await world.modelApi.gates.emptied('interrupted');
  await thread.turn('SAY: still here');
  assert.deepEqual(thread.texts(), ['still here']);
});

test('a message in mid-text begins a script of its own', async () => {
  await thread.begin('HOLD: steered\nSAY: first');
  await world.modelApi.gates.reached('steered', 0);
  await thread.call('turn/steer', { expectedTurnId: thread.turnId, input: [{ type: 'text', text: 'SAY: steered' }] });
  world.modelApi.gates.open('steered');
  await thread.ended();
  assert.equal(thread.texts().at(-1), 'steered');
});

test('a message while an approval waits begins a script of its own', async () => {
  await thread.begin('BASH: echo first > first.txt\nSAY: not reached');
  await thread.next('item/commandExecution/requestApproval');
  await thread.call('turn/steer', { expectedTurnId: thread.turnId, input: [{ type: 'text', text: 'SAY: steered at last' }] });
  await thread.answer('item/commandExecution/requestApproval', approve);
  await thread.ended();
  assert.equal(content('first.txt'), 'first\n');
  assert.deepEqual(thread.texts(), ['steered at last']);
});

for (const [status, info] of [
  [401, { httpConnectionFailed: { httpStatusCode: 401 } }],
  [429, { responseTooManyFailedAttempts: { httpStatusCode: 429 } }],
  [500, 'internalServerError'],
]) {
  test(`an error ${status} ends the turn`, async () => {
    const turn = await thread.turn(`ERROR: ${status} 99\nSAY: never`);
    assert.equal(turn.status, 'failed');
    assert.deepEqual(turn.error.codexErrorInfo, info);
  });
}

test('a used up account', async () => {
  const turn = await thread.turn('ERROR: 429 99 usage_limit_reached\nSAY: never');
  assert.deepEqual([turn.status, turn.error.codexErrorInfo], ['failed', 'usageLimitExceeded']);
});

test('an error that passes is retried', async () => {
  const words = 'ERROR: 500 1\nSAY: recovered';
  assert.equal((await thread.turn(words)).status, 'completed');
  assert.deepEqual(thread.texts(), ['recovered']);
  assert.deepEqual(requestsOf(words).map((entry) => entry.status), [500, 200]);
});

test('a stream that is cut once is asked for again', async () => {
  const words = 'CUT: 1\nSAY: again';
  assert.equal((await thread.turn(words)).status, 'completed');
  assert.deepEqual(thread.errors().map((error) => error.willRetry), [true]);
  assert.deepEqual(thread.texts(), ['again']);
});

test('a stream that fails each time', async () => {
  const turn = await thread.turn('FAIL: out of order');
  assert.equal(turn.status, 'failed');
  assert.match(turn.error.message, /out of order/);
});

test('a compaction uses up nothing of a script', async () => {
  thread.from = thread.server.messages.length;
  await thread.call('thread/compact/start');
  await thread.next('turn/completed');
  assert.equal(world.modelApi.log.at(-1).side, 'summary');
  await thread.turn('SAY: after it');
  assert.deepEqual(thread.texts(), ['after it']);
});

test('a second server resumes the thread, and the model is told what was said', async () => {
  await thread.turn('SAY: remember');
  assert.deepEqual(await thread.end(), { code: 0, signal: null });
  thread = await CodexThread.start(world, { resume: thread.id });
  await thread.turn('SAY: remembered');
  assert.deepEqual(thread.texts(), ['remembered']);
  assert.ok(requestsOf('SAY: remembered')[0].userTexts.includes('SAY: remember'));
});

test('a model that has one tool for all: a command and a file', async () => {
  const other = await CodexThread.start(world, { model: 'gpt-6.1-sol' });
  await other.begin('BASH: echo code > code.txt\nWRITE: mode.txt|mode\nSAY: by code');
  await other.answer('item/commandExecution/requestApproval', approve);
  await other.answer('item/fileChange/requestApproval', approve);
  await other.ended();
  assert.deepEqual([content('code.txt'), content('mode.txt')], ['code\n', 'mode\n']);
  assert.deepEqual(other.texts(), ['by code']);
  await other.end();
});
