// Terminals in an agent's directory, and agents that are programs on a terminal: bytes both ways, sizes, several of them, and that they outlive the
// server.

import assert from 'node:assert/strict';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { patience } from '../harness/deadline.mjs';
import { eventually } from '../harness/eventually.mjs';
import { TerminalClient } from '../harness/terminalclient.mjs';
import { World } from '../harness/world.mjs';

let world;
before(async () => { world = await World.create(); await world.start(); });
after(() => world.close());

const openTerminal = (agentId, options) => TerminalClient.open(world, agentId, options);

const script = (name, text) => {
  const path = join(world.directory(), name);
  writeFileSync(path, `#!/bin/sh\n${text}\n`);
  chmodSync(path, 0o755);
  return path;
};
const command = (line, prompt = 'run it') => world.agent(prompt, { provider: 'command', flags: { command: line } });
// An agent to have terminals of: a program that only waits.
const waiting = () => command('cat');

test('a shell in the directory of the agent: typing, sizes, exit code', async () => {
  const { id } = await waiting();
  const terminal = await openTerminal(id, { cols: 101, rows: 33 });
  assert.deepEqual(terminal.answer, { ok: true, terminalId: '1', attached: false });
  await terminal.type('pwd; stty size; echo $TERM\r');
  await terminal.shows(`${world.directory()}\r\n33 101\r\nxterm-256color`);
  assert.equal((await terminal.call('terminal:resize', { cols: 70, rows: 20 })).ok, true);
  await terminal.type('stty size\r');
  await terminal.shows('20 70\r\n');
  await terminal.type('exit 7\r');
  await terminal.ended();
  assert.deepEqual(terminal.exit, { agentId: id, terminalId: '1', exitCode: 7 });
  assert.deepEqual((await world.api.get(`/agents/${id}/terminals`)).terminals.map((each) => each.terminalId), ['agent']);
});

test('the initial command is typed into the shell, which stays', async () => {
  const { id } = await waiting();
  const terminal = await openTerminal(id, { initialCommand: 'echo made-$((40+2))' });
  await terminal.shows('made-42');
  await terminal.type('echo still-$((1+1))\r');
  await terminal.shows('still-2');
});

test('bytes that are no text go both ways, and a split character reaches a client of text whole', async () => {
  const { id } = await waiting();
  const binary = await openTerminal(id, { binary: true, initialCommand: 'stty raw -echo; PS1=; echo ready; cat' });
  await binary.until((client) => client.bytes.toString('latin1').includes('ready\n'), 'cat');
  const every = Buffer.from(Array.from({ length: 256 }, (_, n) => n));
  const before = binary.bytes.length;
  await binary.type(every);
  await binary.until((client) => client.bytes.length >= before + 256, 'all bytes');
  assert.deepEqual(binary.bytes.subarray(before, before + 256), every);
  assert.ok(Buffer.isBuffer(binary.chunks.at(-1)));

  const text = await openTerminal(id);
  assert.equal(text.answer.attached, true);
  assert.ok(text.chunks.every((chunk) => typeof chunk === 'string'));
  const seen = text.text.length;
  const [first, ...rest] = Buffer.from('€');
  await binary.type(Buffer.from([first]));
  await binary.until((client) => client.bytes.at(-1) === first, 'the first byte');
  await binary.type(Buffer.from(rest));
  await text.until((client) => client.text.length > seen, 'a character');
  assert.equal(text.text.slice(seen), '€');
});

test('several terminals of one agent know nothing of each other', async () => {
  const { id } = await waiting();
  const one = await openTerminal(id, { terminalId: 'one' });
  const two = await openTerminal(id, { terminalId: 'two', cols: 50 });
  await one.type('echo from-$((10+1))\r');
  await two.type('echo from-$((20+2))\r');
  await one.shows('from-11');
  await two.shows('from-22');
  assert.doesNotMatch(one.text, /from-22/);
  assert.doesNotMatch(two.text, /from-11/);
  const { terminals } = await world.api.get(`/agents/${id}/terminals`);
  assert.deepEqual(terminals, [
    { terminalId: 'agent', ofAgent: true },
    { terminalId: 'one', ofAgent: false, cols: 80, rows: 24 },
    { terminalId: 'two', ofAgent: false, cols: 50, rows: 24 },
  ]);
  await one.call('terminal:close');
  await one.ended();
  await two.type('echo alive-$((1+1))\r');
  await two.shows('alive-2');
});

test('who opens a terminal again gets the last 256 KiB, and no second shell', async () => {
  const { id } = await waiting();
  const first = await openTerminal(id, { binary: true });
  await first.type('echo pid-$$; seq 1 100000; echo end-$((1+1))\r');
  await first.until((client) => client.bytes.includes('end-2'), 'the end of a long output');
  const [, pid] = /pid-(\d+)/.exec(first.text);
  const again = await openTerminal(id, { binary: true });
  assert.equal(again.replays.length, 1);
  assert.equal(again.replays[0].length, 256 * 1024);
  assert.ok(first.bytes.includes(again.replays[0]), 'the replay is not what was shown');
  assert.ok(again.replays[0].includes('end-2'), 'the replay is not the end of what was shown');
  await again.type('echo again-$$\r');
  await again.shows(`again-${pid}`);
});

test('a terminal outlives kill -9 of the server: the same shell, and what it showed meanwhile', async () => {
  const { id } = await waiting();
  const before = await openTerminal(id, { terminalId: 'kept', cols: 90 });
  await before.type('here=set-before; echo pid-$$; (sleep 0.2; echo mean""while) &\r');
  await before.shows(/pid-\d+\r/);
  await world.server.kill();
  await world.start();
  const listed = (await world.api.get(`/agents/${id}/terminals`)).terminals.find((each) => each.terminalId === 'kept');
  assert.deepEqual(listed, { terminalId: 'kept', ofAgent: false, cols: 90, rows: 24 });
  const after = await openTerminal(id, { terminalId: 'kept', cols: 90 });
  assert.equal(after.answer.attached, true);
  await after.shows('meanwhile');
  assert.ok(after.text.startsWith(before.text.slice(0, 40)), 'what it showed before is gone');
  await after.type('echo $here-$$\r');
  await after.shows(`set-before-${/pid-(\d+)/.exec(before.text)[1]}`);
});

test('a deleted agent takes its terminals with it', async () => {
  const others = new Set(world.holders());
  const ofAgent = () => world.holders().filter((pid) => !others.has(pid));
  const { id } = await waiting();
  const terminal = await openTerminal(id, { initialCommand: 'tail -f /dev/null' });
  await eventually(() => ofAgent().length === 2, 'a holder for the agent, and one for its terminal');
  await eventually(() => world.toolProcesses().length === 1, 'the program in the terminal');
  await world.api.delete(`/agents/${id}`, {});
  await terminal.ended();
  await eventually(() => world.toolProcesses().length === 0, 'the program in the terminal to end');
  await eventually(() => ofAgent().length === 0, 'its holders to end');
});

test('what is wrong with an event is said', async () => {
  const { id } = await waiting();
  const socket = await world.connect();
  const error = async (event, ...payload) => (await socket.timeout(patience).emitWithAck(event, ...payload)).error;
  assert.match(await error('terminal:open'), /agentId/);
  assert.match(await error('terminal:open', 'x'), /agentId/);
  assert.match(await error('terminal:open', { agentId: id }), /cols/);
  assert.match(await error('terminal:open', { agentId: id, cols: 0, rows: 24 }), /cols/);
  assert.match(await error('terminal:open', { agentId: id, cols: 80, rows: 1e9 }), /rows/);
  assert.match(await error('terminal:open', { agentId: id, cols: 80, rows: 24, terminalId: '../x' }), /terminalId/);
  assert.match(await error('terminal:open', { agentId: 'nobody', cols: 80, rows: 24 }), /Agent not found/);
  assert.match(await error('terminal:input', { agentId: id, data: 'x' }), /no such terminal/);
  assert.match(await error('terminal:input', { agentId: id, data: 7 }), /data/);
  assert.match(await error('terminal:resize', { agentId: id, cols: 80 }), /rows/);
  assert.match(await error('terminal:close', 'nobody'), /no such terminal/);
  assert.match(await error('terminal:close', { agentId: id, terminalId: 'agent' }), /agent's own/);
  assert.match(await error('terminal:dance', {}), /no event/);
  for (let n = 1; n <= 8; ++n) await openTerminal(id, { terminalId: `t${n}` });
  assert.match(await error('terminal:open', { agentId: id, cols: 80, rows: 24, terminalId: 't9' }), /at most 8/);
});

test('a command agent: works, waits for a person, goes on, ends', async () => {
  const path = script('asks.sh', `stty -echo -icanon
printf '\\033]7501;?\\007'; reply=$(dd bs=1 count=10 2>/dev/null); stty echo icanon
printf '%s' "$reply" | od -c | head -2
printf '\\033]7501;state=blocked:kind=question:msg=%s\\007' "$(printf 'Which colour?' | base64)"
read colour
printf '\\033]7501;state=working\\007you chose %s\\n' "$colour"
printf '\\033]7501;state=idle\\007'; read stop; exit 3`);
  const view = await command(path);
  await view.phase('asking');
  assert.equal(view.state.activity, 'Waits for you in its terminal: Which colour?');
  assert.equal((await view.notice(/Which colour/)).level, 'warning');
  const terminal = await openTerminal(view.id, { terminalId: 'agent' });
  assert.equal(terminal.answer.attached, true);
  await terminal.shows('7   5   0   1');
  await terminal.type('blue\r');
  await terminal.shows('you chose blue');
  await view.phase('idle');
  await world.send(view, 'enough');
  await view.phase('failed');
  assert.match(view.state.error, /3/);
  await terminal.ended();
  assert.equal(terminal.exit.exitCode, 3);
});

test('a command agent that ends well is stopped, not failed; its prompt is not typed', async () => {
  const view = await command(script('reads.sh', 'line=$(timeout --foreground 1 head -n 1); test -z "$line"'), 'tell me');
  await view.phase('stopped');
  assert.equal(view.state.error ?? '', '');
  assert.deepEqual(view.list('prompt').map((m) => m.delivery), ['taken']);
});

test('a command agent that waits outlives kill -9 of the server, and is told no key twice', async () => {
  const path = script('counts.sh', 'n=0; while read -r line; do n=$((n+1)); echo "$n: $line"; printf "\\033]7501;state=blocked:msg=bW9yZT8=\\007"; done');
  const view = await command(path);
  await world.send(view, 'first');
  await view.phase('asking');
  await world.server.kill();
  await world.start();
  const again = await world.follow(view.id);
  assert.equal(again.state.phase, 'asking');
  assert.equal(again.state.activity, 'Waits for you in its terminal: more?');
  const terminal = await openTerminal(view.id, { terminalId: 'agent' });
  await world.send(again, 'second');
  await terminal.shows('2: second');
  assert.equal(terminal.text.match(/: first/g).length, 1);
  assert.equal(again.list('notice').length, 1);
});

test('an interrupt is ^C, and a command that is not there is said', async () => {
  const view = await command(script('endless.sh', 'trap "echo caught; exit 0" INT; echo going; while :; do sleep 0.1; done'));
  const terminal = await openTerminal(view.id, { terminalId: 'agent' });
  await terminal.shows('going');
  await world.api.post(`/agents/${view.id}/interrupt`);
  await terminal.shows('caught');
  await view.phase('stopped');
  const missing = await command('no-such-program');
  await missing.phase('failed');
  assert.match(missing.state.error, /no-such-program/);
});
