import assert from 'node:assert/strict';
import { test } from 'node:test';

import { parseScript } from './script.mjs';

const cases = [
  ['plain words are no script', 'hello\nworld', []],
  ['a text', 'SAY: one\\ntwo', [[{ kind: 'text', text: 'one\ntwo' }]]],
  ['steps of one reply', 'THINK: hm\nSAY: hi', [[{ kind: 'thinking', text: 'hm' }, { kind: 'text', text: 'hi' }]]],
  ['a tool ends its reply', 'WRITE: /a|b|c\nSAY: done', [
    [{ kind: 'tool', name: 'Write', input: { file_path: '/a', content: 'b|c' } }], [{ kind: 'text', text: 'done' }]]],
  ['two tools in one reply', 'TOOL: Read {"file_path":"/a"}\nALSO: Read {"file_path":"/b"}', [[
    { kind: 'tool', name: 'Read', input: { file_path: '/a' } },
    { kind: 'tool', name: 'Read', input: { file_path: '/b' }, also: true }]]],
  ['gates', 'SLOW: g 3\nHOLD: h', [[{ kind: 'words', gate: 'g', count: 3 }, { kind: 'hold', gate: 'h' }]]],
  ['an error before a text', 'ERROR: 529 2\nSAY: x', [[{ kind: 'error', status: 529, times: 2 }, { kind: 'text', text: 'x' }]]],
  ['a plan takes two replies', 'PLAN: # P\nSAY: x', [
    [{ kind: 'planFile', text: '# P' }], [{ kind: 'tool', name: 'ExitPlanMode', input: {} }], [{ kind: 'text', text: 'x' }]]],
  ['other capitals are words', 'NOTE: this\nSAY: x', [[{ kind: 'text', text: 'x' }]]],
];

for (const [name, text, expected] of cases) {
  test(name, () => assert.deepEqual(parseScript(text), expected));
}

test('a question with several answers', () => {
  const [[step]] = parseScript('ASK: *Which?|red|blue');
  assert.equal(step.input.questions[0].multiSelect, true);
  assert.deepEqual(step.input.questions[0].options.map((option) => option.label), ['red', 'blue']);
});

test('a tool whose input is not JSON is an error, not an empty call', () => {
  assert.throws(() => parseScript('TOOL: Read {oops'), SyntaxError);
});
