import assert from 'node:assert/strict';
import { test } from 'node:test';

import { callTool } from '../reply.mjs';
import { play } from '../play.mjs';
import { CompletionsVoice } from './voice.mjs';

const request = { model: 'm', messages: [{ role: 'user', content: 'x' }], stream_options: { include_usage: true } };
const chunksOf = (steps, asked = request) => [...play(steps, new CompletionsVoice(asked))].map((item) => item.event);
const deltas = (chunks) => chunks.flatMap((chunk) => chunk.choices.map((choice) => choice.delta));
const joined = (chunks, field) => deltas(chunks).map((delta) => delta[field] ?? '').join('');

test('thoughts and texts rebuild', () => {
  const chunks = chunksOf([{ kind: 'thinking', text: 'a thought of more than one delta' }, { kind: 'text', text: 'a text of more than one delta' }]);
  assert.equal(joined(chunks, 'reasoning_content'), 'a thought of more than one delta');
  assert.equal(joined(chunks, 'content'), 'a text of more than one delta');
  assert.equal(chunks.at(-2).choices[0].finish_reason, 'stop');
  assert.equal(new Set(chunks.map((chunk) => chunk.id)).size, 1);
});

test('two calls rebuild, each with its name, id and index', () => {
  const chunks = chunksOf([callTool('bash', { command: 'a command of more than one delta' }), callTool('read', { filePath: '/a' })]);
  const parts = deltas(chunks).flatMap((delta) => delta.tool_calls ?? []);
  const call = (index) => {
    const own = parts.filter((part) => part.index === index);
    return [own[0].function.name, JSON.parse(own.map((part) => part.function.arguments).join(''))];
  };
  assert.deepEqual([call(0), call(1)], [['bash', { command: 'a command of more than one delta' }], ['read', { filePath: '/a' }]]);
  assert.equal(new Set(parts.filter((part) => part.id).map((part) => part.id)).size, 2);
  assert.equal(chunks.at(-2).choices[0].finish_reason, 'tool_calls');
});

test('usage comes last, and only to those who ask', () => {
  const { usage } = chunksOf([{ kind: 'text', text: 'x' }]).at(-1);
  assert.equal(usage.total_tokens, usage.prompt_tokens + usage.completion_tokens);
  assert.equal(chunksOf([{ kind: 'text', text: 'x' }], { ...request, stream_options: undefined }).at(-1).usage, undefined);
});
