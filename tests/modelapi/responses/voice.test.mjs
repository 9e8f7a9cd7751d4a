import assert from 'node:assert/strict';
import { test } from 'node:test';

import { callTool } from '../reply.mjs';
import { play } from '../play.mjs';
import { ResponsesVoice } from './voice.mjs';

const request = { model: 'm', input: [], tools: [{ type: 'custom', name: 'apply_patch' }, { type: 'function', name: 'exec_command' }] };
const eventsOf = (...steps) => [...play(steps, new ResponsesVoice(request))].map((item) => item.event);
const joined = (events, type) => events.filter((event) => event.type === type).map((event) => event.delta).join('');
const done = (events) => events.filter((event) => event.type === 'response.output_item.done').map((event) => event.item);

test('a response begins, is numbered and ends with all that it said', () => {
  const events = eventsOf({ kind: 'text', text: 'hi' });
  assert.equal(events[0].type, 'response.created');
  assert.deepEqual(events.map((event) => event.sequence_number), events.map((_, i) => i));
  const { type, response } = events.at(-1);
  assert.deepEqual([type, response.status, response.output], ['response.completed', 'completed', done(events)]);
  assert.equal(response.usage.total_tokens, response.usage.input_tokens + response.usage.output_tokens);
});

test('thoughts and texts rebuild', () => {
  const events = eventsOf({ kind: 'thinking', text: 'a thought of more than one delta' }, { kind: 'text', text: 'a text of more than one delta' });
  assert.equal(joined(events, 'response.reasoning_summary_text.delta'), 'a thought of more than one delta');
  assert.equal(joined(events, 'response.output_text.delta'), 'a text of more than one delta');
  const [thought, message] = done(events);
  assert.equal(thought.summary[0].text, 'a thought of more than one delta');
  assert.equal(message.content[0].text, 'a text of more than one delta');
  assert.deepEqual(events.filter((event) => event.type === 'response.output_item.added').map((event) => event.output_index), [0, 1]);
  assert.ok(events.at(-1).response.usage.output_tokens_details.reasoning_tokens > 0);
});

test('a function takes JSON, a custom tool takes text', () => {
  const events = eventsOf(callTool('exec_command', { cmd: 'a command of more than one delta' }), callTool('apply_patch', '*** Begin Patch'));
  const [command, patch] = done(events);
  assert.deepEqual([command.type, JSON.parse(command.arguments)], ['function_call', { cmd: 'a command of more than one delta' }]);
  assert.equal(joined(events, 'response.function_call_arguments.delta'), command.arguments);
  assert.deepEqual([patch.type, patch.input], ['custom_tool_call', '*** Begin Patch']);
  assert.equal(joined(events, 'response.custom_tool_call_input.delta'), patch.input);
  assert.notEqual(command.call_id, patch.call_id);
});

test('gates stand before the words', () => {
  const items = [...play([{ kind: 'words', gate: 'g', count: 2 }], new ResponsesVoice(request))];
  const kinds = items.map((item) => item.gate ?? item.event.delta).filter(Boolean);
  assert.deepEqual(kinds, ['g', 'word0001 ', 'g', 'word0002 ']);
});

test('a failure', () => {
  const { type, response } = new ResponsesVoice(request).failed('no');
  assert.deepEqual([type, response.status, response.error.message], ['response.failed', 'failed', 'no']);
});
