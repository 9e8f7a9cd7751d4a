// What other clients rely on: the original's events and calls, limits, errors, deletion.

import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { deadline, patience } from '../harness/deadline.mjs';
import { eventually } from '../harness/eventually.mjs';
import { World } from '../harness/world.mjs';

let world;
before(async () => { world = await World.create(); await world.start(); });
after(() => world.close());

// Collects what a socket is sent and waits for the first that fits.
function listen(socket) {
  const seen = [];
  const watchers = new Set();
  socket.onAny((event, payload) => {
    seen.push({ event, payload });
    for (const watcher of [...watchers]) watcher();
  });
  const first = (event, fits) => deadline(new Promise((resolve) => {
    const watcher = () => {
      const found = seen.find((each) => each.event === event && fits(each.payload));
      if (!found) return;
      watchers.delete(watcher);
      resolve(found.payload);
    };
    watchers.add(watcher);
    watcher();
  }), patience, () => `no ${event} that fits among ${seen.map((each) => each.event)}`);
  return { seen, first };
}

for (const transports of [['websocket'], ['polling'], ['polling', 'websocket']]) {
  test(`an old client over ${transports} gets the events that it knows`, async () => {
    const view = await world.agent('SAY: one');
    await view.text('one');
    const socket = await world.connect({ transports });
    const { seen, first } = listen(socket);
    socket.emit('agent:join', view.id);
    const { agent } = await first('agent:update', ({ agentId }) => agentId === view.id);
    assert.ok(agent.messages.every((m) => typeof m.content === 'string' && m.id && m.role && m.timestamp));
    assert.equal(typeof agent.config.directory, 'string');
    assert.equal(typeof agent.config.flags, 'object');

    socket.emit('agent:send', { agentId: view.id, text: `WRITE: ${join(world.directory(), 'old.txt')}|x\nSAY: two` });
    const { inputInfo } = await first('agent:input_required', ({ agentId }) => agentId === view.id);
    assert.equal(typeof inputInfo.prompt, 'string');
    await first('agent:status', ({ agentId, status }) => agentId === view.id && status === 'waiting_input');
    await world.decide(view, await view.waiting('approval'));
    const { delta } = await first('agent:delta', ({ agentId, delta: d }) => agentId === view.id && d.messages.some((m) => m.content === 'two'));
    assert.ok(['running', 'waiting_input'].includes(delta.status));
    await first('agent:message', ({ message }) => message.type === 'assistant');
    await first('agent:snapshot', ({ agentId, agent: a }) => agentId === view.id && a.messages.length <= 3);
    assert.ok(!seen.some(({ event, payload }) => event === 'agent:message' && payload.message.type === 'stream_event'));
    assert.ok(!seen.some(({ event }) => event === 'agent:records'), 'records are for those who asked for them');
    socket.disconnect();
  });
}

test('payloads of another shape do no harm', async () => {
  const socket = await world.connect();
  const bad = [[], [null], [7], ['x'], [[]], [{}], [{ agentId: 7, text: 'x' }], [{ agentId: 'unknown', text: 'x' }], [{ id: {} }], [true, false]];
  for (const event of ['agent:send', 'agent:join', 'agent:leave', 'agent:interrupt', 'no:such:event'])
    for (const args of bad) socket.emit(event, ...args);
  for (const args of [[null], [{}], [{ agentId: 'unknown', text: 'x' }]]) {
    const answer = await socket.timeout(patience).emitWithAck('agent:send', ...args);
    assert.equal(typeof answer.error, 'string');
  }
  const answer = await socket.timeout(patience).emitWithAck('link:probe');
  assert.equal(typeof answer.at, 'number');
  assert.equal((await world.api.get('/health')).ok, true);
});

test('a message can be sent over the socket, with a receipt', async () => {
  const view = await world.agent('SAY: one');
  await view.text('one');
  const request = { agentId: view.id, text: 'SAY: by socket', clientId: 'socket-1' };
  const answers = [await view.socket.emitWithAck('agent:send', request), await view.socket.emitWithAck('agent:send', request)];
  assert.equal(answers[0].ok, true);
  assert.equal(answers[0].messageId, answers[1].messageId);
  await view.text('by socket');
});

test('lists are short, details longer, everything can be paged', async () => {
  const view = await world.agent('SAY: message 1');
  await view.text('message 1');
  for (let i = 2; i <= 6; ++i) {
    await world.send(view, `SAY: message ${i}`);
    await view.text(`message ${i}`);
  }
  await view.phase('idle');
  const listed = (await world.api.get('/agents')).find((each) => each.id === view.id);
  assert.ok(listed.messages.length <= 3);
  assert.ok(listed.messages.every((m) => m.content.length <= 200));
  assert.equal(listed.messageCount, view.list().length);
  assert.equal(listed.lastSeq, view.lastSeq);

  const forward = await pages(view.id, (page) => `after=${page?.at(-1).seq ?? 0}`);
  const backward = await pages(view.id, (page) => (page ? `before=${page[0].seq}` : ''));
  assert.deepEqual(forward.flat(), view.list());
  assert.deepEqual(backward.reverse().flat(), view.list());
});

async function pages(id, query) {
  const all = [];
  for (let more = true; more;) {
    const page = await world.api.get(`/agents/${id}/messages?limit=4&${query(all.at(-1))}`);
    assert.ok(page.messages.length <= 4 && page.messages.length > 0);
    all.push(page.messages);
    ({ more } = page);
  }
  return all;
}

test('a long text is clipped where it is listed, and whole where it is asked for', async () => {
  const view = await world.agent('WORDS: 12000');
  const text = await view.message((m) => m.kind === 'text' && !m.open, 'the long text');
  const whole = Array.from({ length: 12_000 }, (_, i) => `word${String(i + 1).padStart(4, '0')}`);
  const { messages } = await world.api.get(`/agents/${view.id}`);
  const clipped = messages.find((m) => m.id === text.id);
  assert.ok(clipped.content.length <= 65_536 + 200, `${clipped.content.length} characters are not clipped`);
  assert.ok(clipped.clipped.content >= 100_000);
  const full = await world.api.get(`/agents/${view.id}/messages/${text.seq}`);
  assert.deepEqual(full.content.trim().split(/\s+/), whole);
  assert.equal(full.clipped, undefined);
});

test('bad input is refused with a word on what is wrong', async () => {
  const view = await world.agent('SAY: one');
  const good = { name: 'n', directory: world.directory(), prompt: 'SAY: x' };
  const rows = [
    ['POST', '/agents', {}, 400, /required/],
    ['POST', '/agents', { ...good, name: 7 }, 400, /name/],
    ['POST', '/agents', { ...good, directory: join(world.root, 'missing') }, 400, /director/i],
    ['POST', '/agents', { ...good, provider: 'nobody' }, 400, /provider/i],
    ['POST', '/agents', { ...good, flags: { permissionMode: 'anything' } }, 400, /permissionMode/],
    ['POST', '/agents', { ...good, flags: { reasoningEffort: 'huge' } }, 400, /reasoningEffort/],
    ['POST', '/agents', 'not json', 400, /JSON/i],
    ['GET', '/agents/unknown', undefined, 404, /not found/i],
    ['POST', '/agents/unknown/message', { text: 'x' }, 404, /not found/i],
    ['POST', `/agents/${view.id}/message`, {}, 400, /text/],
    ['POST', `/agents/${view.id}/message`, { text: ['x'] }, 400, /text/],
    ['PUT', `/agents/${view.id}/mode`, { mode: 'anything' }, 400, /mode/],
    ['PUT', `/agents/${view.id}/rename`, { name: '' }, 400, /name/],
    ['GET', `/agents/${view.id}/messages?limit=0`, undefined, 400, /limit/],
    ['GET', `/agents/${view.id}/messages?before=x`, undefined, 400, /before/],
    ['GET', `/agents/${view.id}/messages/999999`, undefined, 404, /./],
    ['PATCH', '/agents', {}, 405, /./],
    ['PUT', '/settings', { agentRetentionMs: -1 }, 400, /agentRetentionMs/],
  ];
  for (const [method, path, body, status, error] of rows) {
    const answer = await world.api.call(method, path, body);
    assert.equal(answer.status, status, `${method} ${path} ${JSON.stringify(body)}: ${answer.raw}`);
    assert.match(answer.body.error, error);
  }
});

test('a directory is listed for the file chooser', async () => {
  world.directory('listed/inside');
  const path = join(world.root, 'listed');
  assert.deepEqual(await world.api.get(`/directories?path=${encodeURIComponent(path)}`), {
    path, parent: world.root, entries: [{ name: 'inside', path: join(path, 'inside'), isDirectory: true }],
  });
});

function liveSessions() {
  const folder = join(world.home, '.claude', 'sessions');
  return readdirSync(folder).filter((name) => name.endsWith('.json')).map((name) => {
    try {
      return readFileSync(join(folder, name), 'utf8');
    } catch (error) {
      if (error.code !== 'ENOENT') throw error;
      return ''; // its CLI has ended since the folder was read
    }
  }).join('\n');
}

for (const purgeSessionFiles of [true, false]) {
  test(`deleting ${purgeSessionFiles ? 'purges' : 'keeps'} the session files, and everyone is told`, async () => {
    const view = await world.agent('SAY: to be deleted');
    await view.text('to be deleted');
    const { sessionId } = view.state;
    await eventually(() => world.sessionFiles(sessionId).length > 0, 'there is no session file to begin with');
    const { first } = listen(await world.connect());
    const answer = await world.api.delete(`/agents/${view.id}`, { purgeSessionFiles });
    assert.deepEqual(answer, { ok: true, purgeSessionFiles });
    await first('agent:status', ({ agentId, status }) => agentId === view.id && status === 'deleted');
    assert.equal((await world.api.call('GET', `/agents/${view.id}`)).status, 404);
    assert.ok(!existsSync(join(world.data, 'agents', view.id)));
    // They go when the CLI, which writes them, has ended; its own note of the process goes at its end.
    await eventually(() => !liveSessions().includes(sessionId), 'the CLI of a deleted agent still runs');
    if (purgeSessionFiles) await eventually(() => world.sessionFiles(sessionId).length === 0, 'the session files are still there');
    else assert.ok(world.sessionFiles(sessionId).length > 0);
  });
}

test('stop-all stops all', async () => {
  const views = [await world.agent('SAY: one'), await world.agent('SAY: two')];
  await Promise.all([views[0].text('one'), views[1].text('two')]);
  await world.api.post('/agents/actions/stop-all');
  await Promise.all(views.map((view) => view.phase('stopped')));
});
