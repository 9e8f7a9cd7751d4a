// The server is killed and another copy of it takes its place, under one agent each of claude, codex, an ACP agent and a command, all in mid-turn.

import assert from 'node:assert/strict';
import { chmodSync, copyFileSync, mkdirSync, readlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { after, before, test } from 'node:test';

import { Browser } from '../harness/browser.mjs';
import { eventually } from '../harness/eventually.mjs';
import { paths } from '../harness/paths.mjs';
import { TerminalClient } from '../harness/terminalclient.mjs';
import { World } from '../harness/world.mjs';

const Words = 400;
const Before = 50;
const Kinds = ['claude', 'codex', 'opencode'];
const word = (n) => `word${String(n).padStart(4, '0')}`;
const allWords = Array.from({ length: Words }, (_, i) => word(i + 1));

let world;
let browser;
before(async () => {
  world = await World.create();
  await world.start();
  browser = await Browser.launch('upgrade-');
});
after(async () => {
  await browser?.close();
  await world.close();
});

// What a person sees of all of them.
async function look(name) {
  const page = await browser.open('desktop', `${world.server.base}/agents/${world.looksAt}`);
  for (const kind of [...Kinds, 'counter']) await page.getByTestId('agent-row').filter({ hasText: kind }).first().waitFor();
  await page.locator('[data-testid=terminal][data-state=attached]:visible').waitFor();
  await browser.shot(page, name);
  assert.deepEqual(page.faults, []);
  await page.close();
}

// As a package's update leaves it: other files, at another place.
function upgrade() {
  const folder = join(world.root, 'upgraded');
  mkdirSync(folder);
  for (const program of [paths.server, paths.holder]) copyFileSync(program, join(folder, basename(program)));
  return join(folder, basename(paths.server));
}

// Counts to Words as fast as it is let: each line of its input is worth some more.
function counter() {
  const path = join(world.directory(), 'counter.sh');
  writeFileSync(path, `#!/bin/sh
stty -echo; n=0
while [ $n -lt ${Words} ] && read -r more; do
  while [ "$more" -gt 0 ]; do n=$((n+1)); more=$((more-1)); printf 'word%04d\\n' $n; done
done
printf '\\033]7501;state=done:msg=%s\\007' "$(printf counted | base64)"; read -r last
`);
  chmodSync(path, 0o755);
  return path;
}

test('nothing is missing, nothing is there twice, and no CLI has noticed', async () => {
  const views = new Map();
  for (const kind of Kinds) {
    const view = await world.agent(`SLOW: ${kind}-upgrade ${Words}`, { provider: kind, name: kind });
    world.modelApi.gates.credit(`${kind}-upgrade`, Before);
    views.set(kind, view);
  }
  const command = await world.agent('count', { provider: 'command', name: 'counter', flags: { command: counter() } });
  world.looksAt = command.id;
  const screen = await TerminalClient.open(world, command.id, { terminalId: 'agent', binary: true });
  await screen.type(`${Before}\r`);
  await screen.shows(word(Before));
  for (const [kind, view] of views) {
    // OpenCode takes its time to start, and keeps the last word of what it has until the next one comes.
    await view.until(() => view.list('text').some((m) => m.content.includes(word(Before - 2))), `half an answer of ${kind}`);
    assert.equal(view.state.phase, 'working');
  }

  await look('in-mid-turn');

  const processes = world.cliProcesses();
  await world.server.kill();
  for (const kind of Kinds) world.modelApi.gates.credit(`${kind}-upgrade`, 100); // while nobody listens
  await world.start({ program: upgrade() });
  assert.match(readlinkSync(`/proc/${world.server.pid}/exe`), /upgraded/);

  await look('after-the-kill');
  for (const [kind, view] of views) {
    const restored = await world.follow(view.id);
    assert.equal(restored.state.phase, 'working', kind);
    assert.deepEqual(restored.records.slice(0, view.records.length), view.records, `records of ${kind} that were sent have changed`);
    world.modelApi.gates.open(`${kind}-upgrade`);
    await restored.phase('idle');
    const said = restored.list('text').map((m) => m.content).join(' ');
    assert.deepEqual(said.match(/word\d{4}/g), allWords, kind);
    assert.deepEqual(restored.list('notice').map((m) => m.content), [], kind);
    await world.send(restored, 'SAY: and on it goes');
    await restored.text('and on it goes');
  }

  const again = await world.follow(command.id);
  const rejoined = await TerminalClient.open(world, command.id, { terminalId: 'agent', binary: true });
  assert.equal(again.state.phase, 'working');
  await rejoined.type(`${Words - Before}\r`);
  await again.phase('idle');
  await eventually(() => rejoined.text.includes(word(Words)), 'the last word on the screen');
  assert.deepEqual(rejoined.text.match(/word\d{4}/g), allWords, 'the screen');
  assert.ok(processes.every((pid) => world.cliProcesses().includes(pid)), 'a CLI is another one');
});
