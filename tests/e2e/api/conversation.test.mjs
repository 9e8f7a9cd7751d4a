// A conversation with the real Claude Code: it streams, is interrupted, steered, stopped and resumed.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { eventually } from '../harness/eventually.mjs';
import { endlessTool, World } from '../harness/world.mjs';

let world;
before(async () => { world = await World.create(); await world.start(); });
after(() => world.close());

const turns = (words) => world.modelApi.log.filter((entry) => !entry.side && entry.userTexts?.at(-1) === words);

test('an answer streams word by word, and every client has the same in the end', async () => {
  const view = await world.agent('THINK: Let me see.\nSLOW: stream 20');
  world.modelApi.gates.credit('stream', 5);
  await view.message((m) => m.kind === 'text' && m.open && m.content.includes('word0005'), 'the fifth word while it streams');
  assert.equal(view.state.phase, 'working');
  assert.equal(view.state.status, 'running');
  world.modelApi.gates.open('stream');
  const text = await view.message((m) => m.kind === 'text' && !m.open && m.content.includes('word0020'), 'the whole text');
  await view.phase('idle');
  assert.ok(view.records.some((record) => record.type === 'append' && record.id === text.id), 'no delta was sent');
  assert.equal(view.list('thought')[0].content, 'Let me see.');

  const details = await world.api.get(`/agents/${view.id}`);
  assert.deepEqual(details.messages, view.list(), 'what REST says is not what the records say');
  assert.equal(details.lastSeq, view.lastSeq);
  assert.equal(details.status, 'waiting_input');
  assert.match(details.cliVersion, /^2\.1\.330/);
});

test('a prompt is accepted, sent and taken, in this order', async () => {
  const view = await world.agent('SAY: first');
  await view.text('first');
  await world.send(view, 'SAY: second', 'delivery-1');
  await view.text('second');
  const prompt = await view.message((m) => m.clientId === 'delivery-1' && m.delivery === 'taken', 'the prompt as taken');
  const seen = view.records.filter((r) => r.message?.id === prompt.id).map((r) => r.message.delivery);
  assert.deepEqual([...new Set(seen)], ['accepted', 'sent', 'taken'].filter((state) => seen.includes(state)));
  assert.equal(seen[0], 'accepted');
});

test('a repeated client id is delivered once', async () => {
  const view = await world.agent('SAY: ready');
  await view.text('ready');
  const answers = await Promise.all([1, 2, 3].map(() => world.send(view, 'SAY: only once', 'same-id')));
  await view.text('only once');
  await view.phase('idle');
  const again = await world.send(view, 'SAY: only once', 'same-id');
  assert.equal(new Set([...answers, again].map((answer) => answer.messageId)).size, 1);
  assert.equal(view.list('prompt').filter((m) => m.content === 'SAY: only once').length, 1);
  assert.equal(turns('SAY: only once').length, 1);
});

test('a repeated create makes one agent', async () => {
  const request = { name: 'twice', directory: world.directory(), prompt: 'SAY: x', clientId: 'create-1' };
  const [one, two] = [await world.api.post('/agents', request), await world.api.post('/agents', request)];
  assert.equal(one.id, two.id);
});

test('an interrupt in mid-turn is a notice, not an error, and the agent goes on', async () => {
  const view = await world.agent('SLOW: interrupted 50');
  world.modelApi.gates.credit('interrupted', 7);
  await view.message((m) => m.kind === 'text' && m.content.includes('word0007'), 'the seventh word');
  await world.api.post(`/agents/${view.id}/interrupt`);
  const notice = await view.notice(/interrupt/i);
  await view.phase('idle');
  assert.equal(notice.level, 'info');
  assert.equal(view.state.status, 'waiting_input');
  assert.deepEqual(view.list('notice').filter((m) => m.level === 'error'), []);
  const [text] = view.list('text');
  assert.match(text.content, /word0007/);
  assert.equal(text.aborted, true);
  assert.equal(text.open, false);
  await world.send(view, 'SAY: still here');
  await view.text('still here');
});

test('an interrupt ends a running tool', async () => {
  const view = await world.agent(endlessTool, { flags: { permissionMode: 'bypassPermissions' } });
  await view.message((m) => m.kind === 'tool' && m.tool.status === 'running', 'the running tool');
  await eventually(() => world.toolProcesses().length > 0, 'the tool does not run');
  await world.api.post(`/agents/${view.id}/interrupt`);
  const tool = await view.message((m) => m.kind === 'tool' && !m.open, 'the end of the tool');
  assert.ok(['cancelled', 'failed'].includes(tool.tool.status), tool.tool.status);
  await eventually(() => world.toolProcesses().length === 0, 'the tool still runs');
  await view.phase('idle');
});

test('a message during a turn reaches the model', async () => {
  const view = await world.agent('HOLD: busy\nBASH: echo one\nSAY: not reached');
  await world.modelApi.gates.reached('busy', 0);
  await world.send(view, 'SAY: steered', 'steer-1');
  world.modelApi.gates.open('busy');
  await view.text('steered');
  await view.message((m) => m.clientId === 'steer-1' && m.delivery === 'taken', 'the message as taken');
  await view.phase('idle');
  assert.ok(turns('SAY: steered').length > 0);
});

test('a stopped agent resumes by a message and knows what was said before', async () => {
  const view = await world.agent('SAY: the first answer');
  await view.text('the first answer');
  const { sessionId } = view.state;
  await world.api.post(`/agents/${view.id}/stop`);
  await view.phase('stopped');
  assert.equal(view.state.status, 'stopped');
  await world.send(view, 'SAY: the second answer');
  await view.text('the second answer');
  assert.equal(view.state.sessionId, sessionId);
  assert.ok(turns('SAY: the second answer')[0].userTexts.includes('SAY: the first answer'), 'the model was not told the first turn');
});

test('resume starts a stopped agent, and is refused while it runs', async () => {
  const view = await world.agent('SAY: one');
  await view.text('one');
  assert.equal((await world.api.call('POST', `/agents/${view.id}/resume`)).status, 409);
  await world.api.post(`/agents/${view.id}/stop`);
  await view.phase('stopped');
  await world.api.post(`/agents/${view.id}/resume`);
  await view.phase('idle');
  await world.send(view, 'SAY: two');
  await view.text('two');
});

test('a browser that was away gets exactly what it missed', async () => {
  const view = await world.agent('SLOW: away 30');
  world.modelApi.gates.credit('away', 3);
  await view.message((m) => m.kind === 'text' && m.content.includes('word0003'), 'the third word');
  view.socket.disconnect();
  const seen = view.lastSeq;
  world.modelApi.gates.credit('away', 10);
  await world.modelApi.gates.reached('away', 13);
  await view.join((view.socket = await world.connect()), seen);
  world.modelApi.gates.open('away');
  const text = await view.message((m) => m.kind === 'text' && !m.open, 'the whole text');
  const words = text.content.trim().split(' ');
  assert.deepEqual(words, Array.from({ length: 30 }, (_, i) => `word${String(i + 1).padStart(4, '0')}`));
});

test('the model API fails for a while: the agent says that it retries, then goes on', async () => {
  const view = await world.agent('ERROR: 529 2\nSAY: recovered');
  await view.text('recovered');
  await view.phase('idle');
  assert.ok(view.records.some((r) => r.type === 'state' && r.state.phase === 'retrying'), 'it never said that it retries');
});

test('a request that the model API refuses is told as an error', async () => {
  const view = await world.agent('ERROR: 400 99\nSAY: never');
  await view.message((m) => m.kind === 'notice' && m.level === 'error' && /400/.test(m.content), 'the error');
  await world.send(view, 'SAY: next');
  await view.text('next');
});

test('/compact keeps the session, /clear begins a new one', async () => {
  const view = await world.agent('SAY: before');
  await view.text('before');
  await world.send(view, '/compact');
  await view.notice(/compact/i);
  await world.send(view, 'SAY: after compact');
  await view.text('after compact');
  const { sessionId } = view.state;
  await world.send(view, '/clear');
  await view.until(() => view.state.sessionId !== sessionId, 'a new session id');
  await world.send(view, 'SAY: after clear');
  await view.text('after clear');
  assert.deepEqual(turns('SAY: after clear')[0].userTexts.filter((text) => text.startsWith('SAY:')), ['SAY: after clear']);
});

test('model and effort of a running agent change with the next turn', async () => {
  const view = await world.agent('SAY: with one model');
  await view.text('with one model');
  await view.phase('idle');
  const { choices, model } = await world.api.get(`/agents/${view.id}`);
  const other = choices.models.find((each) => each.id === 'sonnet') ?? choices.models.at(-1);
  await world.api.put(`/agents/${view.id}/model`, { model: other.id });
  await world.api.put(`/agents/${view.id}/reasoning-effort`, { reasoningEffort: 'high' });
  await world.send(view, 'SAY: with another');
  await view.text('with another');
  const [first, second] = [turns('SAY: with one model')[0], turns('SAY: with another')[0]];
  assert.notEqual(second.model, first.model, `the model is still ${model}`);
  assert.equal(second.effort, 'high');
});
