// What the server finds on the machine, and what it says of agents' processes.

import assert from 'node:assert/strict';
import { chmodSync, existsSync, readdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { eventually } from '../harness/eventually.mjs';
import { paths } from '../harness/paths.mjs';
import { endlessTool, World } from '../harness/world.mjs';

const CAPABILITIES = '/settings/runtime-capabilities';

let world;
before(async () => { world = await World.create(); await world.start(); });
after(() => world.close());

const files = (...names) => {
  const path = join(world.home, ...names);
  return existsSync(path) ? readdirSync(path, { recursive: true }) : [];
};

test('the installed CLIs say what they are and what can be chosen', async () => {
  const { providers, checkedAt } = await world.api.get(CAPABILITIES);
  assert.ok(Math.abs(Date.now() - checkedAt) < 60_000);

  const { claude, codex, opencode } = providers;
  assert.deepEqual([claude.available, claude.hint, claude.detectedFrom], [true, undefined, paths.claude]);
  assert.match(claude.version, /^\d+\.\d+\.\d+$/);
  assert.ok(claude.models.length > 1 && claude.models.every((model) => model.id && model.name), JSON.stringify(claude.models));
  assert.ok(claude.modes.includes('plan') && claude.reasoningEfforts.includes('high'));
  assert.ok(claude.commands.length > 0);

  assert.deepEqual([codex.available, codex.hint, codex.detectedFrom], [true, undefined, paths.codex]);
  assert.match(codex.version, /^\d+\.\d+\.\d+$/);
  assert.ok(codex.models.some((model) => model.efforts.length > 0), JSON.stringify(codex.models));
  assert.ok(codex.modes.includes('full-access'));

  assert.deepEqual([opencode.available, opencode.hint], [true, undefined]);
  assert.ok(opencode.models.some((model) => model.id === 'scripted/model'), JSON.stringify(opencode.models));
  assert.ok(opencode.modes.includes('build'));
});

test('what is not installed says what to install', async () => {
  const { providers } = await world.api.get(CAPABILITIES);
  assert.equal(providers.gemini.available, false);
  assert.match(providers.gemini.hint, /npm install .*GEMINI_BIN/);
  assert.deepEqual([providers.acp.available, providers.acp.detectedFrom], [true, undefined]);
});

test('no model was asked, no session of claude or codex was left, nothing runs on', async () => {
  await world.api.get(CAPABILITIES);
  assert.deepEqual(world.modelApi.log, []);
  assert.deepEqual(files('.claude', 'projects'), []);
  assert.deepEqual(files('.codex', 'sessions'), []);
  assert.deepEqual(readdirSync(join(world.data, 'inquiry')), []);
  await eventually(() => world.cliProcesses().length === 0, 'a CLI still runs');
});

test('a CLI is asked once, and again when it is another one', async () => {
  const scripted = await World.create();
  try {
    const link = join(scripted.root, 'claude');
    const starts = join(scripted.root, 'starts');
    const install = (name, version) => {
      const program = join(scripted.root, name);
      const answer = JSON.stringify({
        type: 'control_response',
        response: { subtype: 'success', request_id: 'ID', response: { models: [{ value: `model-${version}` }], commands: [] } },
      });
      writeFileSync(program, `#!${process.execPath}
const { appendFileSync } = require('node:fs');
if (process.argv[2] === '--version') { console.log('${version} (Claude Code)'); process.exit(); }
appendFileSync(${JSON.stringify(starts)}, 'x');
require('node:readline').createInterface({ input: process.stdin })
  .on('line', (line) => console.log(${JSON.stringify(answer)}.replace('ID', JSON.parse(line).request_id)));
`);
      chmodSync(program, 0o755);
      symlinkSync(program, `${link}.new`);
      renameSync(`${link}.new`, link);
    };
    install('claude-1', '9.0.1');
    await scripted.start({ claude: link });
    const ask = async (query = '') => (await scripted.api.get(CAPABILITIES + query)).providers.claude;
    const [first, second] = await Promise.all([ask(), ask()]);
    assert.deepEqual([first.version, first.models[0].id, second.version], ['9.0.1', 'model-9.0.1', '9.0.1']);
    assert.equal((await ask()).version, '9.0.1');
    assert.equal(readFileSync(starts, 'utf8'), 'x');
    install('claude-2', '9.0.2');
    const updated = await ask();
    assert.deepEqual([updated.version, updated.models[0].id], ['9.0.2', 'model-9.0.2']);
    assert.equal(readFileSync(starts, 'utf8'), 'xx');
    await ask('?refresh=true');
    assert.equal(readFileSync(starts, 'utf8'), 'xxx');
  } finally {
    await scripted.close();
  }
});

test('the server answers while CLIs are asked', async () => {
  const asked = world.api.get(`${CAPABILITIES}?refresh=true`);
  let answered = false;
  asked.then(() => { answered = true; });
  await world.api.get('/health');
  assert.ok(!answered, 'the CLIs were faster than a health check');
  await asked;
});

test('what an agent and its tools use is told, and goes away with the process', async () => {
  const view = await world.agent(endlessTool, { flags: { dangerouslySkipPermissions: true } });
  await eventually(() => world.toolProcesses().length > 0, 'the tool does not run');
  const snapshots = [];
  view.socket.on('agent:snapshot', ({ agentId, agent }) => { if (agentId === view.id) snapshots.push(agent); });
  const details = await eventually(async () => {
    const agent = await world.api.get(`/agents/${view.id}`);
    return agent.resources?.processes > 1 && agent;
  }, 'the resources');
  const { rssBytes, cpu, processes, sampledAt } = details.resources;
  assert.ok(rssBytes > 20 * 1024 * 1024 && rssBytes < 8 * 1024 ** 3, `rssBytes ${rssBytes}`);
  assert.ok(cpu >= 0 && cpu < 64, `cpu ${cpu}`);
  assert.ok(processes >= 2 && processes < 20, `processes ${processes}`);
  assert.ok(sampledAt > details.createdAt);
  const [listed] = (await world.api.get('/agents')).filter((agent) => agent.id === view.id);
  assert.ok(listed.resources.sampledAt >= sampledAt);
  await eventually(() => snapshots.some((agent) => agent.resources?.processes > 1), 'a snapshot with resources');
  await world.api.post(`/agents/${view.id}/stop`);
  await view.phase('stopped');
  assert.equal((await world.api.get(`/agents/${view.id}`)).resources, undefined);
});
