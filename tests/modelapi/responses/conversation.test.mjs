import assert from 'node:assert/strict';
import { test } from 'node:test';

import { readConversation, sideRequest, userTexts } from './conversation.mjs';

const message = (role, text) => ({ type: 'message', role, content: [{ type: role === 'assistant' ? 'output_text' : 'input_text', text }] });
const user = (text) => message('user', text);
const call = { type: 'function_call', call_id: 'c', name: 'exec_command', arguments: '{}' };
const output = { type: 'function_call_output', call_id: 'c', output: 'ok' };
const thought = { type: 'reasoning', summary: [] };
const read = (...input) => readConversation({ input });

const cases = [
  ['what Codex adds is not what the person said', [user('SAY: a'), user('<environment_context>\n <cwd>/</cwd>\n</environment_context>')], 'SAY: a', 0],
  ['developers are not the person', [user('SAY: a'), message('developer', 'SAY: b')], 'SAY: a', 0],
  ['one call', [user('old'), message('assistant', 'x'), user('BASH: a'), call, output], 'BASH: a', 1],
  ['a thought, a text and two calls are one reply', [user('w'), thought, message('assistant', 'x'), call, call, output, output], 'w', 1],
  ['two replies', [user('w'), call, output, thought, call, output], 'w', 2],
  ['custom tools', [user('w'), { type: 'custom_tool_call', name: 'apply_patch' }, { type: 'custom_tool_call_output' }], 'w', 1],
  ['a message in mid-turn begins a script of its own', [user('BASH: a'), call, output, user('SAY: now')], 'SAY: now', 0],
  ['after an interrupt the new prompt counts', [user('SLOW: g 9'), user('<turn_aborted>\nnews\n</turn_aborted>'), user('SAY: new')], 'SAY: new', 0],
  ['nothing said', [message('developer', 'x')], '', 0],
];

for (const [name, input, words, given] of cases) {
  test(name, () => assert.deepEqual(read(...input), { words, given }));
}

test('an input that is only a text', () => {
  assert.deepEqual(readConversation({ input: 'SAY: a' }), { words: 'SAY: a', given: 0 });
});

test('what the person said', () => {
  assert.deepEqual(userTexts({ input: [user('<environment_context>x</environment_context>'), user('a'), call, output, user('b')] }), ['a', 'b']);
});

test('a summary is a side request', () => {
  assert.equal(sideRequest({ input: [user('You are performing a CONTEXT CHECKPOINT COMPACTION.')] }), 'summary');
  assert.equal(sideRequest({ input: [user('SAY: a')] }), undefined);
});
