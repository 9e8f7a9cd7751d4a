// Claude Code asks, a person decides: approvals, questions and plans.

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { World } from '../harness/world.mjs';

let world;
before(async () => { world = await World.create(); await world.start(); });
after(() => world.close());

const path = (name) => join(world.directory(), name);
const content = (name) => readFileSync(path(name), 'utf8');

test('an approved Write is on the disk; who comes second is told who was first', async () => {
  const view = await world.agent(`WRITE: ${path('approved.txt')}|alpha\nSAY: written`);
  const message = await view.waiting('approval');
  assert.equal(view.state.phase, 'asking');
  assert.equal(message.approval.kind, 'edit');
  assert.equal(message.approval.toolName, 'Write');
  assert.equal(message.approval.input.content, 'alpha');
  assert.ok(!existsSync(path('approved.txt')), 'it was written before anyone decided');
  const { pending } = await world.api.get(`/agents/${view.id}`);
  assert.deepEqual(pending.map((each) => each.id), [message.id]);

  const { approval } = await world.decide(view, message);
  assert.equal(approval.state, 'decided');
  await view.text('written');
  assert.equal(content('approved.txt'), 'alpha');
  const [tool] = view.list('tool');
  assert.equal(tool.tool.status, 'ok');
  assert.equal(tool.tool.kind, 'edit');

  const [option] = message.approval.options;
  const second = await world.api.call('POST', `/agents/${view.id}/approvals/${approval.id}`, { optionId: option.id });
  assert.equal(second.status, 409);
  assert.ok(second.body.error);
  assert.equal(second.body.approval.decision.optionId, approval.decision.optionId);
  assert.equal(second.body.approval.decision.from, approval.decision.from);
  assert.ok(second.body.approval.decision.by);
});

test('a rejected Write is not on the disk, and the model is told', async () => {
  const view = await world.agent(`WRITE: ${path('rejected.txt')}|x\nSAY: understood`);
  const { approval } = await view.waiting('approval');
  const option = approval.options.find((each) => each.kind === 'reject_once');
  await world.api.post(`/agents/${view.id}/approvals/${approval.id}`, { optionId: option.id, message: 'not this file' });
  await view.text('understood');
  assert.ok(!existsSync(path('rejected.txt')));
  assert.equal(view.list('tool')[0].tool.status, 'denied');
});

test('of two people who decide at once, one decides', async () => {
  const view = await world.agent(`WRITE: ${path('race.txt')}|x\nSAY: raced`);
  const { approval } = await view.waiting('approval');
  const answers = await Promise.all(['allow_once', 'reject_once'].map((kind) =>
    world.api.call('POST', `/agents/${view.id}/approvals/${approval.id}`, { optionId: approval.options.find((o) => o.kind === kind).id })));
  assert.deepEqual(answers.map((each) => each.status).sort(), [200, 409]);
  const [first, second] = [answers.find((each) => each.status === 200), answers.find((each) => each.status === 409)];
  assert.equal(second.body.approval.decision.optionId, first.body.approval.decision.optionId);
  await view.text('raced');
});

test('a person may change what is written', async () => {
  const view = await world.agent(`WRITE: ${path('changed.txt')}|theirs\nSAY: written`);
  const { approval } = await view.waiting('approval');
  assert.equal(approval.inputEditable, true);
  const optionId = approval.options.find((each) => each.kind === 'allow_once').id;
  await world.api.post(`/agents/${view.id}/approvals/${approval.id}`, { optionId, updatedInput: { ...approval.input, content: 'mine' } });
  await view.text('written');
  assert.equal(content('changed.txt'), 'mine');
});

test('two approvals wait side by side and are decided in any order', async () => {
  const write = (name) => JSON.stringify({ file_path: path(name), content: name });
  const view = await world.agent(`TOOL: Write ${write('one.txt')}\nALSO: Write ${write('two.txt')}\nSAY: both`);
  const decided = new Set();
  while (!view.list('text').some((m) => m.content === 'both')) {
    const next = await view.until(() => {
      const waiting = view.list('approval').filter((m) => m.approval.state === 'waiting' && !decided.has(m.id));
      return waiting.at(-1) ?? view.list('text').find((m) => m.content === 'both');
    }, 'another approval or the end');
    if (next.kind !== 'approval') break;
    decided.add(next.id);
    await world.decide(view, next);
  }
  assert.equal(decided.size, 2);
  assert.deepEqual([content('one.txt'), content('two.txt')], ['one.txt', 'two.txt']);
});

test('an interrupt withdraws an approval; it can no longer be decided', async () => {
  const view = await world.agent(`WRITE: ${path('withdrawn.txt')}|x\nSAY: never`);
  const message = await view.waiting('approval');
  await world.api.post(`/agents/${view.id}/interrupt`);
  await view.message((m) => m.id === message.id && m.approval.state === 'withdrawn', 'the approval as withdrawn');
  const late = await world.api.call('POST', `/agents/${view.id}/approvals/${message.approval.id}`, { optionId: message.approval.options[0].id });
  assert.equal(late.status, 409);
  assert.ok(!existsSync(path('withdrawn.txt')));
});

test('an option that was not offered is refused, and the approval still waits', async () => {
  const view = await world.agent(`WRITE: ${path('option.txt')}|x\nSAY: written`);
  const message = await view.waiting('approval');
  const url = `/agents/${view.id}/approvals/${message.approval.id}`;
  const answer = await world.api.call('POST', url, { optionId: 'no such option' });
  assert.equal(answer.status, 400);
  assert.match(answer.body.error, /option/i);
  assert.equal((await world.api.call('POST', `/agents/${view.id}/approvals/unknown`, { optionId: 'x' })).status, 404);
  await world.decide(view, message);
  await view.text('written');
});

test('an approval outlives the server, not the process that asked: after a stop it can no longer be decided', async () => {
  const view = await world.agent(`WRITE: ${path('restart.txt')}|x\nSAY: never`);
  const message = await view.waiting('approval');
  await world.server.stop();
  await world.start();
  const again = await world.follow(view.id);
  assert.equal((await again.waiting('approval')).id, message.id);
  await world.api.post(`/agents/${view.id}/stop`);
  await again.phase('stopped');
  const voided = await again.message((m) => m.id === message.id && ['void', 'withdrawn'].includes(m.approval.state), 'the approval as no longer waiting');
  assert.equal(voided.seq, message.seq);
  const late = await world.api.call('POST', `/agents/${view.id}/approvals/${message.approval.id}`, { optionId: message.approval.options[0].id });
  assert.equal(late.status, 409);
  assert.ok(!existsSync(path('restart.txt')));
});

test('a question is answered', async () => {
  const view = await world.agent('ASK: Which colour?|red|blue\nSAY: chosen');
  const { question } = await view.waiting('question');
  const [item] = question.items;
  assert.deepEqual([item.text, item.options.map((each) => each.label)], ['Which colour?', ['red', 'blue']]);
  const url = `/agents/${view.id}/questions/${question.id}`;
  await world.api.post(url, { answers: { [item.id]: 'blue' } });
  await view.text('chosen');
  const [answered] = view.list('question');
  assert.deepEqual(answered.question.answers, { [item.id]: 'blue' });
  assert.equal((await world.api.call('POST', url, { answers: { [item.id]: 'red' } })).status, 409);
});

test('a question with several answers, and one that is skipped', async () => {
  const view = await world.agent('ASK: *Which ones?|red|blue|green\nSAY: several');
  const several = (await view.waiting('question')).question;
  assert.equal(several.items[0].multiSelect, true);
  await world.api.post(`/agents/${view.id}/questions/${several.id}`, { answers: { [several.items[0].id]: ['red', 'green'] } });
  await view.text('several');
  await world.send(view, 'ASK: Again?|yes|no\nSAY: skipped');
  const skipped = (await view.waiting('question')).question;
  await world.api.post(`/agents/${view.id}/questions/${skipped.id}`, { skip: true, message: 'decide yourself' });
  await view.text('skipped');
});

test('an approved plan leaves plan mode and is carried out', async () => {
  const view = await world.agent(`PLAN: # The plan\\n\\n1. Write\nWRITE: ${path('planned.txt')}|planned\nSAY: implemented`,
    { flags: { permissionMode: 'plan' } });
  const message = await view.waiting('approval');
  assert.equal(message.approval.kind, 'plan');
  assert.match(message.approval.detail, /# The plan/);
  await world.decide(view, message);
  await view.until(() => view.state.mode && view.state.mode !== 'plan', 'another mode than plan');
  const next = await view.until(() => view.list('text').find((m) => m.content === 'implemented')
    ?? view.list('approval').find((m) => m.approval.state === 'waiting'), 'the Write or its approval');
  if (next.kind === 'approval') await world.decide(view, next);
  await view.text('implemented');
  assert.equal(content('planned.txt'), 'planned');
});

test('a rejected plan stays in plan mode', async () => {
  const view = await world.agent('PLAN: # No\nSAY: another plan then', { flags: { permissionMode: 'plan' } });
  const message = await view.waiting('approval');
  await world.decide(view, message, 'reject_once');
  await view.text('another plan then');
  assert.equal(view.state.mode, 'plan');
});

test('in mode acceptEdits nobody is asked for a Write', async () => {
  const view = await world.agent('SAY: ready');
  await view.text('ready');
  assert.equal((await world.api.put(`/agents/${view.id}/mode`, { mode: 'acceptEdits' })).id, view.id);
  await view.until(() => view.state.mode === 'acceptEdits', 'the mode');
  await world.send(view, `WRITE: ${path('unasked.txt')}|free\nSAY: free`);
  await view.text('free');
  assert.equal(content('unasked.txt'), 'free');
  assert.deepEqual(view.list('approval'), []);
});
