// node soak/soak.mjs AGENTS SECONDS [SEED]
// Agents talk without end while the server and holders are killed at random. In the end each journal must be what the scripted CLI was told to say:
// each prompt once, each answer whole and once; where its holder was killed, a beginning of it. Nothing may run any more after a stop of all.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { eventually } from '../harness/eventually.mjs';
import { paths } from '../harness/paths.mjs';
import { World } from '../harness/world.mjs';

const [agents = 30, seconds = 600, seed = Date.now() % 100_000] = process.argv.slice(2).map(Number);
const WordsPerAnswer = 40;
const WordIntervalMs = 25;
const PauseMs = [400, 3000]; // between two blows
const HolderShare = 0.25; // of the blows hit a holder, the others the server

// A small generator with a seed (mulberry32), so that a run can be repeated.
let state = seed;
function random() {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
}
const between = ([least, most]) => least + random() * (most - least);
const pause = (milliseconds) => new Promise((resolve) => { setTimeout(resolve, milliseconds); });

const world = await World.create({ claude: paths.fakeCli });
const blows = { server: 0, holder: 0 };
let over = false;

// What a script does that does not want to know whether the server is there just now.
async function insist(request) {
  for (;;) {
    try {
      const answer = await request();
      if (answer.status < 500) return answer.body;
    } catch {
      // it is being started again
    }
    await pause(50);
  }
}

const everyMessage = async (id) => {
  const messages = [];
  for (let after = 0, more = true; more;) {
    const page = await insist(() => world.api.call('GET', `/agents/${id}/messages?after=${after}&limit=200`));
    messages.push(...page.messages);
    after = messages.at(-1)?.seq ?? after;
    more = page.more;
  }
  return messages;
};

async function talk(number) {
  const directory = world.directory(`agent-${number}`);
  const prompts = [];
  const prompt = () => `trickle ${number * 10_000 + prompts.length + 1} ${WordsPerAnswer} ${WordIntervalMs}`;
  const first = prompt();
  prompts.push(first);
  const made = await insist(() => world.api.call('POST', '/agents',
    { name: `agent ${number}`, directory, prompt: first, provider: 'claude', clientId: `create-${number}` }));
  while (!over) {
    const agent = await insist(() => world.api.call('GET', `/agents/${made.id}`));
    if (['idle', 'failed', 'stopped'].includes(agent.phase)) {
      const next = prompt();
      prompts.push(next);
      await insist(() => world.api.call('POST', `/agents/${made.id}/message`, { text: next, clientId: `${number}-${prompts.length}` }));
    }
    await pause(200);
  }
  await eventually(async () => ['idle', 'failed', 'stopped'].includes((await insist(() => world.api.call('GET', `/agents/${made.id}`))).phase),
    `agent ${number} does not come to rest`);
  return { number, id: made.id, directory, prompts };
}

async function strike() {
  const until = performance.now() + seconds * 1000;
  while (performance.now() < until) {
    await pause(between(PauseMs));
    const holders = world.holders();
    if (random() < HolderShare && holders.length > 0) {
      blows.holder += 1;
      try { process.kill(holders[Math.floor(random() * holders.length)], 'SIGKILL'); } catch { /* it has ended by itself */ }
    } else {
      blows.server += 1;
      await (random() < 0.8 ? world.server.kill() : world.server.stop());
      await world.start();
    }
  }
  over = true;
}

// Each prompt once and in order; the answers, put together, are what the CLI noted, but for the ends that died with a holder.
async function check({ number, id, directory, prompts }) {
  const messages = await everyMessage(id);
  const shown = messages.filter((m) => m.kind === 'prompt');
  assert.deepEqual(shown.map((m) => m.content), prompts, `the prompts of agent ${number}`);
  const said = readFileSync(join(directory, 'said.txt'), 'utf8');
  let whole = 0;
  let cut = 0;
  for (const prompt of shown) {
    const tag = prompt.content.split(' ')[1];
    const noted = said.match(new RegExp(`${tag}-\\d{4} `, 'g')) ?? [];
    const texts = messages.filter((m) => m.kind === 'text' && m.content.startsWith(`${tag}-`));
    assert.ok(texts.length <= 1, `agent ${number} answers ${tag} ${texts.length} times`);
    const answer = texts[0]?.content ?? '';
    assert.ok(noted.join('').startsWith(answer), `agent ${number} shows what was never said to ${tag}`);
    if (answer === noted.join('') && noted.length === WordsPerAnswer) whole += 1;
    else cut += 1;
  }
  const interruptions = messages.filter((m) => m.kind === 'notice' && /held it was killed/.test(m.content)).length;
  assert.ok(cut <= interruptions, `agent ${number}: ${cut} answers are not whole, but its holder was killed ${interruptions} times`);
  assert.equal(messages.filter((m) => m.open).length, 0, `agent ${number} leaves messages open`);
  return { prompts: prompts.length, whole, cut, words: said.split(' ').length - 1 };
}

console.log(`${agents} agents, ${seconds} s, seed ${seed}`);
try {
  await world.start();
  const talks = Promise.all(Array.from({ length: agents }, (_, i) => talk(i + 1)));
  await strike();
  const sums = { prompts: 0, whole: 0, cut: 0, words: 0 };
  for (const agent of await talks) {
    const result = await check(agent);
    for (const key of Object.keys(sums)) sums[key] += result[key];
  }
  await world.api.post('/agents/actions/stop-all');
  await eventually(() => world.holders().length === 0 && world.cliProcesses().length === 0, 'something runs after stop-all');
  console.log(JSON.stringify({ agents, seconds, seed, killed: blows, ...sums }));
} finally {
  over = true;
  await world.close();
}
