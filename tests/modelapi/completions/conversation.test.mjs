import assert from 'node:assert/strict';
import { test } from 'node:test';

import { readConversation, sideRequest, userTexts } from './conversation.mjs';

const user = (content) => ({ role: 'user', content });
const system = { role: 'system', content: 'You are helpful.' };
const call = { role: 'assistant', content: null, tool_calls: [{ id: 'c' }] };
const result = { role: 'tool', tool_call_id: 'c', content: 'ok' };

const cases = [
  ['replies are counted from the last words on', [system, user('old'), call, result, user('BASH: a'), call, result], 'BASH: a', 1],
  ['parts', [user([{ type: 'text', text: 'a' }, { type: 'image_url' }, { type: 'text', text: 'SAY: b' }])], 'SAY: b', 0],
  ['reminders are not what the person said', [user('SAY: a <system-reminder>SAY: b</system-reminder>')], 'SAY: a', 0],
  ['a message of nothing but a reminder', [user('SAY: a'), call, result, user('<system-reminder>x</system-reminder>')], 'SAY: a', 1],
  ['a message in mid-turn begins a script of its own', [user('BASH: a'), call, result, user('SAY: now')], 'SAY: now', 0],
  ['nothing said', [system], '', 0],
];

for (const [name, messages, words, given] of cases) {
  test(name, () => assert.deepEqual(readConversation({ messages }), { words, given }));
}

test('what the person said', () => {
  assert.deepEqual(userTexts({ messages: [system, user('a'), call, result, user('SAY: now')] }), ['a', 'SAY: now']);
});

test('what comes without tools is a side request', () => {
  const messages = [system, user('SAY: a')];
  assert.equal(sideRequest({ messages, tools: [{}] }), undefined);
  assert.equal(sideRequest({ messages }), 'other');
  assert.equal(sideRequest({ messages: [{ role: 'system', content: 'You are a title generator.' }, user('a')] }), 'title');
  assert.equal(sideRequest({ messages: [system, user('Summarize the conversation.')] }), 'summary');
});
