// Agents of the real Codex: text, approvals, files, interrupt, steering, the end and going on.

import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { eventually } from '../harness/eventually.mjs';
import { endlessTool, World } from '../harness/world.mjs';

let world;
before(async () => { world = await World.create(); await world.start(); });
after(() => world.close());

// In this mode Codex asks before every command that does more than read.
const agent = (prompt, rest = {}) => world.agent(prompt, { provider: 'codex', flags: { permissionMode: 'untrusted' }, ...rest });
const path = (name) => join(world.directory(), name);
const content = (name) => readFileSync(path(name), 'utf8');
const requestsOf = (words) => world.modelApi.log.filter((entry) => !entry.side && entry.userTexts?.at(-1) === words);
const tool = (view, n = 0) => view.list('tool')[n].tool;
const rollouts = (threadId) =>
  readdirSync(join(world.home, '.codex', 'sessions'), { recursive: true }).filter((name) => name.endsWith(`${threadId}.jsonl`));

test('an answer streams word by word, and REST says the same as the records', async () => {
  const view = await agent('THINK: Let me see.\nSLOW: codex-stream 20');
  world.modelApi.gates.credit('codex-stream', 5);
  await view.message((m) => m.kind === 'text' && m.open && m.content.includes('word0005'), 'the fifth word while it streams');
  assert.equal(view.state.phase, 'working');
  world.modelApi.gates.open('codex-stream');
  const text = await view.message((m) => m.kind === 'text' && !m.open && m.content.includes('word0020'), 'the whole text');
  await view.phase('idle');
  assert.ok(view.records.some((record) => record.type === 'append' && record.id === text.id), 'no delta was sent');
  assert.equal(view.list('thought')[0].content, 'Let me see.');
  assert.ok(view.state.tokenUsage.output > 0);
  assert.ok(view.state.contextWindow.total > 0);
  const details = await world.api.get(`/agents/${view.id}`);
  assert.deepEqual(details.messages, view.list());
  assert.deepEqual([details.config.provider, details.status], ['codex', 'waiting_input']);
  assert.match(details.cliVersion, /^0\.169\./);
});

test('an approved command runs', async () => {
  const view = await agent('BASH: echo yes > yes.txt\nSAY: ran');
  const message = await view.waiting('approval');
  assert.equal(view.state.phase, 'asking');
  assert.equal(message.approval.kind, 'exec');
  assert.match(message.approval.title, /echo yes > yes\.txt/);
  assert.ok(!existsSync(path('yes.txt')), 'it ran before anyone decided');
  await world.decide(view, message);
  await view.text('ran');
  assert.equal(content('yes.txt'), 'yes\n');
  assert.deepEqual([tool(view).kind, tool(view).status, tool(view).exitCode], ['exec', 'ok', 0]);
});

test('a denied command does not run, and the model goes on', async () => {
  const view = await agent('BASH: echo no > no.txt\nSAY: understood');
  await world.decide(view, await view.waiting('approval'), 'reject_once');
  await view.text('understood');
  assert.ok(!existsSync(path('no.txt')));
  assert.equal(tool(view).status, 'denied');
});

test('a file change shows its diff before anyone decides', async () => {
  const view = await agent('WRITE: note.txt|one\\ntwo\nEDIT: note.txt|two|three\nSAY: changed');
  for (const [lines, written] of [[['+one', '+two'], 'one\ntwo\n'], [[' one', '-two', '+three'], 'one\nthree\n']]) {
    const message = await view.waiting('approval');
    assert.equal(message.approval.kind, 'edit');
    const [diff] = message.approval.diffs;
    assert.match(diff.path, /note\.txt$/);
    assert.deepEqual(diff.hunks.flatMap((hunk) => hunk.lines), lines);
    await world.decide(view, message);
    await eventually(() => existsSync(path('note.txt')) && content('note.txt') === written, `the file with ${lines}`);
  }
  await view.text('changed');
  assert.deepEqual(view.list('tool').map((m) => [m.tool.kind, m.tool.status]), [['edit', 'ok'], ['edit', 'ok']]);
  assert.match(tool(view, 1).diff.path, /note\.txt$/);
});

test('a denied file change is not on the disk', async () => {
  const view = await agent('WRITE: denied.txt|x\nSAY: understood');
  await world.decide(view, await view.waiting('approval'), 'reject_once');
  await view.text('understood');
  assert.ok(!existsSync(path('denied.txt')));
  assert.equal(tool(view).status, 'denied');
});

test('what it means to do', async () => {
  const view = await agent('TODO: +look|>write|test\nSAY: listed');
  await view.text('listed');
  const [plan] = view.list('plan');
  assert.deepEqual(plan.entries.map((entry) => [entry.text, entry.state]), [['look', 'done'], ['write', 'active'], ['test', 'pending']]);
});

test('in plan mode: a question is answered, a plan is shown', async () => {
  const view = await agent('ASK: Which colour?|red|blue\nPLAN: # The plan', { flags: { permissionMode: 'plan' } });
  const { question } = await view.waiting('question');
  const [item] = question.items;
  assert.deepEqual([item.text, item.options.map((each) => each.label)], ['Which colour?', ['red', 'blue']]);
  await world.api.post(`/agents/${view.id}/questions/${question.id}`, { answers: { [item.id]: 'blue' } });
  await view.message((m) => !m.open && /# The plan/.test(m.content) && m.kind !== 'prompt', 'the plan');
  await view.phase('idle');
  assert.equal(view.list('question')[0].question.state, 'decided');
});

test('an interrupt in mid-text is a notice, not an error, and the agent goes on', async () => {
  const view = await agent('SLOW: codex-interrupted 50');
  world.modelApi.gates.credit('codex-interrupted', 7);
  await view.message((m) => m.kind === 'text' && m.content.includes('word0007'), 'the seventh word');
  await world.api.post(`/agents/${view.id}/interrupt`);
  assert.equal((await view.notice(/interrupt/i)).level, 'info');
  await view.phase('idle');
  const [text] = view.list('text');
  assert.deepEqual([text.open, text.aborted], [false, true]);
  await world.send(view, 'SAY: still here');
  await view.text('still here');
});

test('an interrupt closes a running command, and a stop ends it', async () => {
  const view = await agent(endlessTool, { flags: { permissionMode: 'full-access' } });
  await view.message((m) => m.kind === 'tool' && m.tool.status === 'running', 'the running command');
  await eventually(() => world.toolProcesses().length > 0, 'the command does not run');
  await world.api.post(`/agents/${view.id}/interrupt`);
  await view.message((m) => m.kind === 'tool' && !m.open && m.tool.status === 'cancelled', 'the command as cancelled');
  await view.phase('idle');
  await world.api.post(`/agents/${view.id}/stop`);
  await view.phase('stopped');
  await eventually(() => world.toolProcesses().length === 0, 'the command still runs');
});

test('an interrupt withdraws an approval', async () => {
  const view = await agent('BASH: echo x > withdrawn.txt\nSAY: never');
  const message = await view.waiting('approval');
  await world.api.post(`/agents/${view.id}/interrupt`);
  await view.message((m) => m.id === message.id && m.approval.state === 'withdrawn', 'the approval as withdrawn');
  const late = await world.api.call('POST', `/agents/${view.id}/approvals/${message.approval.id}`, { optionId: message.approval.options[0].id });
  assert.equal(late.status, 409);
  assert.ok(!existsSync(path('withdrawn.txt')));
});

test('a message while it works reaches the model in the same turn', async () => {
  const view = await agent('BASH: echo busy > busy.txt\nSAY: not reached');
  const message = await view.waiting('approval');
  await world.send(view, 'SAY: steered', 'codex-steer');
  await world.decide(view, message);
  await view.text('steered');
  await view.message((m) => m.clientId === 'codex-steer' && m.delivery === 'taken', 'the message as taken');
  await view.phase('idle');
  assert.equal(content('busy.txt'), 'busy\n');
  assert.deepEqual(view.list('text').map((m) => m.content), ['steered']);
});

test('a stopped agent resumes by a message and knows what was said before', async () => {
  const view = await agent('SAY: the first answer');
  await view.text('the first answer');
  await view.phase('idle');
  const { sessionId } = view.state;
  await world.api.post(`/agents/${view.id}/stop`);
  await view.phase('stopped');
  await world.send(view, 'SAY: the second answer');
  await view.text('the second answer');
  assert.equal(view.state.sessionId, sessionId);
  assert.ok(requestsOf('SAY: the second answer')[0].userTexts.includes('SAY: the first answer'), 'the model was not told the first turn');
  assert.deepEqual(view.list('text').map((m) => m.content), ['the first answer', 'the second answer']);
});

test('an agent goes on after a restart of the server', async () => {
  const view = await agent('SAY: before the restart');
  await view.text('before the restart');
  await view.phase('idle');
  await world.server.stop();
  await world.start();
  const again = await world.follow(view.id);
  await world.send(again, 'SAY: after the restart');
  await again.text('after the restart');
  assert.ok(requestsOf('SAY: after the restart')[0].userTexts.includes('SAY: before the restart'));
});

test('the effort changes with the next turn', async () => {
  const view = await agent('SAY: usual effort');
  await view.text('usual effort');
  await view.phase('idle');
  await world.api.put(`/agents/${view.id}/reasoning-effort`, { reasoningEffort: 'high' });
  await world.send(view, 'SAY: high effort');
  await view.text('high effort');
  assert.deepEqual(['usual', 'high'].map((word) => requestsOf(`SAY: ${word} effort`)[0].effort), ['medium', 'high']);
});

test('an error of the model API is told, and the agent goes on', async () => {
  const view = await agent('ERROR: 401 99\nSAY: never');
  await view.message((m) => m.kind === 'notice' && m.level === 'error' && /401|log in|unauthorized/i.test(m.content), 'the error');
  await view.phase('idle');
  await world.send(view, 'SAY: next');
  await view.text('next');
});

test('a cut stream: the agent says that it tries again, then goes on', async () => {
  const view = await agent('CUT: 1\nSAY: recovered');
  await view.text('recovered');
  await view.phase('idle');
  assert.ok(view.records.some((r) => r.type === 'state' && r.state.phase === 'retrying'), 'it never said that it retries');
});

test('a deleted agent leaves nothing: no process, and no session when that is wanted', async () => {
  const view = await agent('SAY: to be deleted');
  await view.text('to be deleted');
  await view.phase('idle');
  const { sessionId } = view.state;
  await eventually(() => rollouts(sessionId).length === 1, 'the session is not on the disk');
  const before = world.cliProcesses().length;
  await world.api.delete(`/agents/${view.id}`, { purgeSessionFiles: true });
  assert.equal((await world.api.call('GET', `/agents/${view.id}`)).status, 404);
  await eventually(() => rollouts(sessionId).length === 0, 'the session is still on the disk');
  await eventually(() => world.cliProcesses().length < before, 'its process still runs');
});
