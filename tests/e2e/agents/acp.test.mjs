// Agents that speak the Agent Client Protocol, with the real OpenCode: text, approvals, files, interrupt, waiting prompts, the end and going on.

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { eventually } from '../harness/eventually.mjs';
import { paths } from '../harness/paths.mjs';
import { endlessTool, World } from '../harness/world.mjs';

let world;
before(async () => { world = await World.create(); await world.start(); });
after(() => world.close());

// OpenCode takes its time to start.
async function agent(prompt, rest = {}) {
  const view = await world.agent(prompt, { provider: 'opencode', ...rest });
  await view.until(() => view.state.sessionId, 'a session');
  return view;
}

const path = (name) => join(world.directory(), name);
const content = (name) => readFileSync(path(name), 'utf8');
const requestsOf = (words) => world.modelApi.log.filter((entry) => !entry.side && entry.userTexts?.at(-1) === words);
const tool = (view, n = 0) => view.list('tool')[n].tool;
const texts = (view) => view.list('text').map((m) => m.content);

test('an answer streams word by word, and REST says the same as the records', async () => {
  const view = await agent('THINK: Let me see.\nSLOW: acp-stream 20');
  world.modelApi.gates.credit('acp-stream', 5);
  await view.message((m) => m.kind === 'text' && m.open && m.content.includes('word0004'), 'the fourth word while it streams');
  assert.equal(view.state.phase, 'working');
  world.modelApi.gates.open('acp-stream');
  const text = await view.message((m) => m.kind === 'text' && !m.open && m.content.includes('word0020'), 'the whole text');
  await view.phase('idle');
  assert.ok(view.records.some((record) => record.type === 'append' && record.id === text.id), 'no delta was sent');
  assert.equal(view.list('thought')[0].content, 'Let me see.');
  const details = await world.api.get(`/agents/${view.id}`);
  assert.deepEqual(details.messages, view.list());
  assert.deepEqual([details.config.provider, details.status], ['opencode', 'waiting_input']);
  assert.match(details.cliVersion, /^1\.18\./);
});

test('an approved command runs', async () => {
  const view = await agent('BASH: echo yes > yes.txt\nSAY: ran');
  const message = await view.waiting('approval');
  assert.equal(view.state.phase, 'asking');
  assert.equal(message.approval.kind, 'exec');
  assert.match(JSON.stringify([message.approval.title, message.approval.input]), /echo yes > yes\.txt/);
  assert.ok(!existsSync(path('yes.txt')), 'it ran before anyone decided');
  await world.decide(view, message);
  await view.text('ran');
  assert.equal(content('yes.txt'), 'yes\n');
  assert.deepEqual([tool(view).kind, tool(view).status], ['exec', 'ok']);
});

test('a rejected command does not run; OpenCode ends its turn, and the agent waits', async () => {
  const view = await agent('BASH: echo no > no.txt\nSAY: never');
  await world.decide(view, await view.waiting('approval'), 'reject_once');
  await view.phase('idle');
  assert.ok(!existsSync(path('no.txt')));
  assert.equal(tool(view).status, 'denied');
  assert.deepEqual(texts(view), []);
  await world.send(view, 'SAY: next');
  await view.text('next');
});

test('what is always allowed is not asked again', async () => {
  const view = await agent('BASH: touch first.txt\nBASH: touch second.txt\nSAY: both');
  await world.decide(view, await view.waiting('approval'), 'allow_always');
  await view.text('both');
  assert.equal(view.list('approval').length, 1);
  assert.ok(existsSync(path('first.txt')) && existsSync(path('second.txt')));
});

test('a file change shows its diff before anyone decides', async () => {
  const view = await agent(`WRITE: ${path('note.txt')}|one\\ntwo\\n\nEDIT: ${path('note.txt')}|two|three\nSAY: changed`);
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
});

test('an interrupt in mid-text is a notice, not an error, and the agent goes on', async () => {
  const view = await agent('SLOW: acp-interrupted 50');
  world.modelApi.gates.credit('acp-interrupted', 7);
  await view.message((m) => m.kind === 'text' && m.content.includes('word0006'), 'the sixth word');
  await world.api.post(`/agents/${view.id}/interrupt`);
  assert.equal((await view.notice(/interrupt/i)).level, 'info');
  await view.phase('idle');
  assert.deepEqual(view.list('notice').filter((m) => m.level === 'error'), []);
  assert.deepEqual(view.list().filter((m) => m.open), []);
  await world.send(view, 'SAY: still here');
  await view.text('still here');
});

test('an interrupt ends a running command', async () => {
  const view = await agent(endlessTool);
  await world.decide(view, await view.waiting('approval'));
  await eventually(() => world.toolProcesses().length > 0, 'the command does not run');
  await world.api.post(`/agents/${view.id}/interrupt`);
  // OpenCode calls such a command completed; what it printed says more.
  await view.message((m) => m.kind === 'tool' && !m.open && /aborted/.test(m.toolResult), 'the end of the command');
  await eventually(() => world.toolProcesses().length === 0, 'the command still runs');
  await view.phase('idle');
});

test('an interrupt withdraws an approval', async () => {
  const view = await agent('BASH: echo x > withdrawn.txt\nSAY: never');
  const message = await view.waiting('approval');
  await world.api.post(`/agents/${view.id}/interrupt`);
  await view.message((m) => m.id === message.id && m.approval.state === 'withdrawn', 'the approval as withdrawn');
  await view.phase('idle');
  assert.ok(!existsSync(path('withdrawn.txt')));
});

test('a prompt that comes while it works waits, and is answered next', async () => {
  const view = await agent('SLOW: acp-busy 3');
  await world.modelApi.gates.reached('acp-busy', 0);
  await world.send(view, 'SAY: the second', 'acp-second');
  const waiting = await view.message((m) => m.clientId === 'acp-second', 'the second prompt');
  assert.notEqual(waiting.delivery, 'taken');
  world.modelApi.gates.open('acp-busy');
  await view.text('the second');
  await view.message((m) => m.clientId === 'acp-second' && m.delivery === 'taken', 'the second prompt as taken');
  await view.phase('idle');
  assert.deepEqual(texts(view).map((text) => text.trim()), ['word0001 word0002 word0003', 'the second']);
});

test('a stopped agent resumes by a message, knows what was said before, and says nothing twice', async () => {
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
  assert.deepEqual(texts(view), ['the first answer', 'the second answer']);
  assert.equal(view.list('prompt').length, 2);
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

test('the mode of a running agent changes', async () => {
  const view = await agent('SAY: build');
  await view.text('build');
  await view.phase('idle');
  const { choices } = await world.api.get(`/agents/${view.id}`);
  assert.ok(choices.modes.includes('plan'), `the modes are ${choices.modes}`);
  await world.api.put(`/agents/${view.id}/mode`, { mode: 'plan' });
  await view.until(() => view.state.mode === 'plan', 'the mode');
  await world.send(view, 'SAY: plan');
  await view.text('plan');
});

test('an error of the model API is told, and the agent goes on', async () => {
  const view = await agent('ERROR: 401 99\nSAY: never');
  await view.message((m) => m.kind === 'notice' && m.level === 'error' && /The script wants this error|401|log in/i.test(m.content), 'the error');
  await view.phase('idle');
  await world.send(view, 'SAY: next');
  await view.text('next');
});

test('any agent of the protocol, by its command line', async () => {
  const view = await agent('SAY: by command line', { provider: 'acp', flags: { command: `"${paths.opencode}" acp` } });
  await view.text('by command line');
  await view.phase('idle');
});

test('a deleted agent leaves no process', async () => {
  const view = await agent('SAY: to be deleted');
  await view.text('to be deleted');
  await view.phase('idle');
  const before = world.cliProcesses().length;
  await world.api.delete(`/agents/${view.id}`, { purgeSessionFiles: true });
  assert.equal((await world.api.call('GET', `/agents/${view.id}`)).status, 404);
  await eventually(() => world.cliProcesses().length < before, 'its process still runs');
});
