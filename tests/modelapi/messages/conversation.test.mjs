import assert from 'node:assert/strict';
import { test } from 'node:test';

import { planFile, readConversation, sideRequest, userTexts } from './conversation.mjs';

const text = (value) => ({ type: 'text', text: value });
const user = (...content) => ({ role: 'user', content });
const assistant = { role: 'assistant', content: [text('x')] };
const result = user({ type: 'tool_result', tool_use_id: 't', content: 'ok' });
const read = (...messages) => readConversation({ messages });

test('reminders of the CLI are not what the person said', () => {
  assert.equal(read(user(text('<system-reminder>\nSAY: no\n</system-reminder>'), text('SAY: yes'))).words, 'SAY: yes');
});

test('replies are counted from the last words on', () => {
  const { given, words } = read(user(text('old')), assistant, user(text('BASH: a\nSAY: b')), assistant, result);
  assert.deepEqual({ given, words }, { given: 1, words: 'BASH: a\nSAY: b' });
});

test('after an interrupt the new prompt counts', () => {
  assert.equal(read(user(text('SLOW: g 9'), text('[Request interrupted by user]'), text('SAY: new'))).words, 'SAY: new');
});

test('a message in mid-turn begins a script of its own', () => {
  const steer = { role: 'system', content: 'The user sent a new message while you were working:\nSAY: now\n\nThis is how it works.' };
  const { given, words } = read(user(text('BASH: a')), assistant, result, steer);
  assert.deepEqual({ given, words }, { given: 0, words: 'SAY: now' });
  assert.deepEqual(userTexts({ messages: [user(text('BASH: a')), assistant, result, steer] }), ['BASH: a', 'SAY: now']);
});

test('side requests are told apart', () => {
  const messages = [{ role: 'user', content: 'hello' }];
  assert.equal(sideRequest({ messages, tools: [{}] }), undefined);
  assert.equal(sideRequest({ messages }), 'other');
  assert.equal(sideRequest({ messages, output_config: { format: {} } }), 'title');
  const summary = [{ role: 'user', content: 'Your task is to create a detailed summary of the conversation so far.' }];
  assert.equal(sideRequest({ messages: summary, tools: [{}] }), 'summary');
});

test('the plan file is the one that the CLI names', () => {
  const messages = [user(text('<system-reminder>Write it to /home/a/.claude/plans/some-plan.md.</system-reminder>'))];
  assert.equal(planFile({ messages }), '/home/a/.claude/plans/some-plan.md');
});
