import assert from 'node:assert/strict';
import { test } from 'node:test';

import { parseScript } from './script.mjs';

const cases = [
  ['plain words are no script', 'hello\nworld', []],
  ['a text', 'SAY: one\\ntwo', [{ kind: 'text', text: 'one\ntwo' }]],
  ['steps in their order', 'THINK: hm\nSAY: hi', [{ kind: 'thinking', text: 'hm' }, { kind: 'text', text: 'hi' }]],
  ['a file', 'WRITE: /a|b|c', [{ kind: 'write', path: '/a', content: 'b|c' }]],
  ['a change', 'EDIT: /a|one\\ntwo|three|four', [{ kind: 'edit', path: '/a', before: 'one\ntwo', after: 'three|four' }]],
  ['a command', 'BASH: a | b', [{ kind: 'run', command: 'a | b' }]],
  ['any tools', 'TOOL: Read {"file_path":"/a"}\nALSO: Read', [
    { kind: 'tool', name: 'Read', input: { file_path: '/a' } }, { kind: 'tool', name: 'Read', input: {}, also: true }]],
  ['a tool that takes a text', 'TOOL: exec "text(1)"', [{ kind: 'tool', name: 'exec', input: 'text(1)' }]],
  ['gates', 'SLOW: g 3\nHOLD: h', [{ kind: 'words', gate: 'g', count: 3 }, { kind: 'hold', gate: 'h' }]],
  ['an error', 'ERROR: 529 2', [{ kind: 'error', status: 529, times: 2, type: undefined }]],
  ['an error of a type', 'ERROR: 429 9 usage_limit_reached', [{ kind: 'error', status: 429, times: 9, type: 'usage_limit_reached' }]],
  ['cuts', 'CUT:\nCUT: 1', [{ kind: 'cut', times: Infinity }, { kind: 'cut', times: 1 }]],
  ['failures', 'FAIL: 2 overloaded\nFAIL: overloaded', [
    { kind: 'fail', message: 'overloaded', times: 2 }, { kind: 'fail', message: 'overloaded', times: Infinity }]],
  ['a question', 'ASK: Which?|red|blue', [{ kind: 'ask', question: 'Which?', labels: ['red', 'blue'], several: false }]],
  ['a question with several answers', 'ASK: *Which?|red', [{ kind: 'ask', question: 'Which?', labels: ['red'], several: true }]],
  ['a plan', 'PLAN: # P\\n', [{ kind: 'plan', text: '# P\n' }]],
  ['a list of things to do', 'TODO: +look|> write|test', [{ kind: 'todo', items: [
    { text: 'look', status: 'completed' }, { text: 'write', status: 'in_progress' }, { text: 'test', status: 'pending' }] }]],
  ['other capitals are words', 'NOTE: this\nSAY: x', [{ kind: 'text', text: 'x' }]],
];

for (const [name, text, expected] of cases) {
  test(name, () => assert.deepEqual(parseScript(text), expected));
}

test('a tool whose input is not JSON is an error, not an empty call', () => {
  assert.throws(() => parseScript('TOOL: Read {oops'), SyntaxError);
});
