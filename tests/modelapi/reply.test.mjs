import assert from 'node:assert/strict';
import { test } from 'node:test';

import { tools as opencode } from './completions/tools.mjs';
import { tools as claude } from './messages/tools.mjs';
import { dueReply, repliesOf } from './reply.mjs';
import { tools as codex } from './responses/tools.mjs';

const text = (value) => ({ kind: 'text', text: value });
const tool = (name, input, more = {}) => ({ kind: 'tool', name, input, ...more });
const due = (words, { tools = claude, request = { messages: [] }, given = 0 } = {}) => dueReply({ words, given, request, tools });
const steps = (...args) => due(...args).steps;

test('a tool ends its reply', () => {
  assert.deepEqual(repliesOf([text('a'), tool('T'), text('b'), text('c')]), [[text('a'), tool('T')], [text('b'), text('c')]]);
});

test('two tools in one reply', () => {
  const also = tool('T', {}, { also: true });
  assert.deepEqual(repliesOf([tool('T', {}), also, text('b')]), [[tool('T', {}), also], [text('b')]]);
  assert.deepEqual(repliesOf([also]), [[also]]);
});

test('words without a script are repeated, a script that is used up goes on', () => {
  assert.deepEqual(steps('hello'), [text('You said: hello')]);
  assert.deepEqual(steps('hello', { given: 1 }), [text('Done.')]);
  assert.deepEqual(steps('SAY: a', { given: 1 }), [text('Done.')]);
});

test('the key is that of the reply', () => {
  assert.equal(due('SAY: a').key, due('SAY: a').key);
  assert.notEqual(due('SAY: a').key, due('SAY: a', { given: 1 }).key);
});

test('what nobody can do is an error', () => {
  assert.throws(() => steps('ASK: Which?|a', { tools: opencode }), /nothing to ask with/);
});

const codeMode = { tools: [{ type: 'custom', name: 'exec' }] };
const planned = { messages: [{ role: 'user', content: 'Write it to /home/a/plans/p.md' }] };
const cases = [
  ['claude: write', claude, 'WRITE: /a|b', tool('Write', { file_path: '/a', content: 'b' })],
  ['claude: edit', claude, 'EDIT: /a|b|c', tool('Edit', { file_path: '/a', old_string: 'b', new_string: 'c' })],
  ['codex: run', codex, 'BASH: ls', tool('exec_command', { cmd: 'ls' })],
  ['codex: write', codex, 'WRITE: a|b\\nc\\n', tool('apply_patch', '*** Begin Patch\n*** Add File: a\n+b\n+c\n*** End Patch')],
  ['codex: edit', codex, 'EDIT: a|b|c\\nd', tool('apply_patch', '*** Begin Patch\n*** Update File: a\n@@\n-b\n+c\n+d\n*** End Patch')],
  ['codex: todo', codex, 'TODO: +a|b', tool('update_plan', { plan: [{ step: 'a', status: 'completed' }, { step: 'b', status: 'pending' }] })],
  ['codex: plan', codex, 'PLAN: # P', text('<proposed_plan>\n# P\n</proposed_plan>\n')],
  ['codex in code mode: run', codex, 'BASH: ls', tool('exec', 'text((await tools.exec_command({"cmd":"ls"})).output);'), codeMode],
  ['codex in code mode: write', codex, 'WRITE: a|b',
    tool('exec', 'text(await tools.apply_patch("*** Begin Patch\\n*** Add File: a\\n+b\\n*** End Patch"));'), codeMode],
  ['opencode: write', opencode, 'WRITE: /a|b', tool('write', { filePath: '/a', content: 'b' })],
  ['opencode: edit', opencode, 'EDIT: /a|b|c', tool('edit', { filePath: '/a', oldString: 'b', newString: 'c' })],
  ['opencode: todo', opencode, 'TODO: >a', tool('todowrite', { todos: [{ content: 'a', status: 'in_progress', priority: 'medium' }] })],
];

for (const [name, tools, words, expected, request] of cases) {
  test(name, () => assert.deepEqual(steps(words, { tools, request }), [expected]));
}

test('claude: a command, as a person would see it', () => {
  const [{ name, input }] = steps('BASH: ls');
  assert.deepEqual([name, input.command], ['Bash', 'ls']);
  assert.deepEqual([steps('BASH: ls', { tools: opencode })[0]].map((step) => [step.name, step.input.command]), [['bash', 'ls']]);
});

test('questions', () => {
  const [{ input }] = steps('ASK: *Which?|red|blue');
  assert.equal(input.questions[0].multiSelect, true);
  assert.deepEqual(input.questions[0].options.map((option) => option.label), ['red', 'blue']);
  const [asked] = steps('ASK: Which?|red|blue', { tools: codex });
  assert.equal(asked.name, 'request_user_input');
  assert.deepEqual(asked.input.questions[0].options.map((option) => option.label), ['red', 'blue']);
});

test('claude: a plan takes two replies', () => {
  const words = 'PLAN: # P\nSAY: x';
  assert.deepEqual(steps(words, { request: planned }), [tool('Write', { file_path: '/home/a/plans/p.md', content: '# P' })]);
  assert.deepEqual(steps(words, { request: planned, given: 1 }), [tool('ExitPlanMode', {})]);
  assert.deepEqual(steps(words, { request: planned, given: 2 }), [text('x')]);
});
