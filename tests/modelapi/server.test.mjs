import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { ModelApi } from './server.mjs';

const api = new ModelApi();
let base;
before(async () => { base = `http://127.0.0.1:${await api.listen()}`; });
after(() => api.close());

const post = (path, body, signal) =>
  fetch(base + path, { method: 'POST', body: JSON.stringify(body), signal });
const ask = (content, extra = {}) => ({ model: 'm', tools: [{}], messages: [{ role: 'user', content }], ...extra });

async function eventsOf(response) {
  const text = await response.text();
  return text.split('\n').filter((line) => line.startsWith('data: ')).map((line) => JSON.parse(line.slice(6)));
}

test('a whole message', async () => {
  const body = await (await post('/v1/messages', ask('THINK: hm\nSAY: hi'))).json();
  assert.deepEqual(body.content.map((block) => block.type), ['thinking', 'text']);
  assert.equal(body.stop_reason, 'end_turn');
});

test('a stream rebuilds to the same blocks', async () => {
  const content = 'THINK: a thought of more than one delta\nSAY: a text of more than one delta\nWRITE: /a|b';
  const events = await eventsOf(await post('/v1/messages', ask(content, { stream: true })));
  assert.equal(events[0].type, 'message_start');
  assert.equal(events.at(-1).type, 'message_stop');
  const join = (type, field) => events.filter((e) => e.delta?.type === type).map((e) => e.delta[field]).join('');
  assert.equal(join('thinking_delta', 'thinking'), 'a thought of more than one delta');
  assert.equal(join('text_delta', 'text'), 'a text of more than one delta');
  assert.deepEqual(JSON.parse(join('input_json_delta', 'partial_json')), { file_path: '/a', content: 'b' });
  assert.equal(events.find((e) => e.type === 'message_delta').delta.stop_reason, 'tool_use');
});

test('an error as often as the script says', async () => {
  const statuses = [];
  for (let i = 0; i < 3; ++i) statuses.push((await post('/v1/messages', ask('ERROR: 529 2\nSAY: now'))).status);
  assert.deepEqual(statuses, [529, 529, 200]);
});

test('a gate holds the stream at an exact word', async () => {
  const control = (body) => post('/control/gates/words', body);
  const answer = post('/v1/messages', ask('SLOW: words 5', { stream: true }));
  await control({ words: 2 });
  const state = await (await fetch(`${base}/control/gates/words/reached?passed=2`)).json();
  assert.deepEqual(state, { credit: 0, open: false, passed: 2, waiting: 1 });
  await control({ open: true });
  const deltas = (await eventsOf(await answer)).filter((e) => e.delta?.type === 'text_delta');
  assert.deepEqual(deltas.map((e) => e.delta.text).join('').trim().split(' ').at(-1), 'word0005');
});

test('a client that leaves frees its place at the gate', async () => {
  const leaving = new AbortController();
  const answer = post('/v1/messages', ask('SLOW: left 5', { stream: true }), leaving.signal);
  await fetch(`${base}/control/gates/left/reached?passed=0`);
  const body = (await answer).body.getReader();
  leaving.abort();
  await assert.rejects(async () => { while (!(await body.read()).done); });
  await api.gates.emptied('left');
  assert.equal(api.gates.state('left').waiting, 0);
});

test('a cut connection', async () => {
  const answer = await post('/v1/messages', ask('SAY: half\nCUT:\nSAY: never', { stream: true }));
  await assert.rejects(answer.text());
});

test('the log tells what the person said', async () => {
  await post('/v1/messages', ask('SAY: logged'));
  const log = await (await fetch(`${base}/control/log`)).json();
  assert.deepEqual(log.at(-1).userTexts, ['SAY: logged']);
  assert.equal(log.at(-1).status, 200);
});

const toCodex = (input) => ({ model: 'm', tools: [], stream: true, input });
const toOpenCode = (content) => ({ model: 'm', tools: [{}], stream: true, messages: [{ role: 'user', content }] });

for (const [path, ask, last] of [['/v1/responses', toCodex, /response\.completed/], ['/v1/chat/completions', toOpenCode, /data: \[DONE\]\n\n$/]]) {
  test(`${path}: a stream, and what the log says of it`, async () => {
    const text = await (await post(path, ask(`SAY: over ${path}`))).text();
    assert.match(text, last);
    assert.match(text, /over/);
    assert.deepEqual(api.log.at(-1).userTexts, [`SAY: over ${path}`]);
  });

  test(`${path}: an error in the words of the API`, async () => {
    const answer = await post(path, ask('ERROR: 429 1 usage_limit_reached\nSAY: x'));
    assert.equal(answer.status, 429);
    assert.equal((await answer.json()).error.type, 'usage_limit_reached');
  });

  test(`${path}: cut once, failed once, then whole`, async () => {
    const cut = ask(`CUT: 1\nSAY: ${path}`);
    await assert.rejects((await post(path, cut)).text());
    assert.match(await (await post(path, cut)).text(), last);
    const failing = ask(`FAIL: 1 out of order\nSAY: ${path}`);
    const failed = await (await post(path, failing)).text();
    assert.match(failed, /out of order/);
    assert.doesNotMatch(failed, last);
    assert.match(await (await post(path, failing)).text(), last);
  });

  test(`${path}: only streams`, async () => {
    const answer = await post(path, { ...ask('SAY: x'), stream: false });
    assert.equal(answer.status, 400);
    assert.match((await answer.json()).error.message, /stream/);
  });
}

test('a script that this CLI cannot follow is refused with the reason', async () => {
  const answer = await post('/v1/chat/completions', toOpenCode('ASK: Which?|a'));
  assert.equal(answer.status, 400);
  assert.match((await answer.json()).error.message, /nothing to ask with/);
});

test('a stream of messages that fails', async () => {
  const events = await eventsOf(await post('/v1/messages', ask('SAY: half\nFAIL: overloaded', { stream: true })));
  assert.deepEqual(events.at(-1), { type: 'error', error: { type: 'overloaded_error', message: 'overloaded' } });
});

test('tokens are counted, unknown endpoints refused', async () => {
  assert.ok((await (await post('/v1/messages/count_tokens', ask('x'))).json()).input_tokens > 0);
  assert.equal((await post('/v1/nothing', {})).status, 404);
});

test('the program says its port and ends when it is told to', async () => {
  const program = spawn(process.execPath, [fileURLToPath(new URL('main.mjs', import.meta.url))], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(program.stdout, 'data');
  const { port } = JSON.parse(line);
  assert.equal((await fetch(`http://127.0.0.1:${port}/control/log`)).status, 200);
  program.kill('SIGTERM');
  assert.deepEqual(await once(program, 'exit'), [0, null]);
});
