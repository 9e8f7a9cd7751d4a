// From a person's order to the first words of the CLI in a browser, beside the same CLI on a pipe of this process.

import { spawn } from 'node:child_process';
import { once } from 'node:events';

import { AgentView } from '../../harness/agentview.mjs';
import { eventually } from '../../harness/eventually.mjs';
import { World } from '../../harness/world.mjs';
import { medianDifference, sampled } from '../figures.mjs';
import { monotonic, programs } from './programs.mjs';

const Rounds = 60;

// When the CLI says that it began.
const beganAt = (text) => Number(/began (\d+)/.exec(text)[1]) / 1e6;

async function directly() {
  const begun = monotonic();
  const child = spawn(programs.claude, [], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [words] = await once(child.stdout, 'data');
  const shown = monotonic() - begun;
  child.stdin.end();
  await once(child, 'close');
  return { shown, began: beganAt(words.toString()) - begun };
}

async function asAgent(world, socket, directory) {
  const begun = monotonic();
  const { id } = await world.api.post('/agents', { name: 'bench', directory, prompt: 'hello', provider: 'claude' });
  const answered = monotonic() - begun;
  const view = await new AgentView(id).join(socket);
  const words = await view.message((m) => m.kind === 'text' && m.content.startsWith('began'));
  const shown = monotonic() - begun;
  await view.phase('idle');
  await world.api.delete(`/agents/${id}`);
  await eventually(() => world.holders().length === 0, 'the holder of a deleted agent stays');
  return { shown, answered, began: beganAt(words.content) - begun };
}

export async function benchStart() {
  const world = await World.create({ claude: programs.claude });
  try {
    await world.start();
    const socket = await world.connect();
    const directory = world.directory();
    const direct = [];
    const agent = [];
    for (let round = 0; round < Rounds; ++round) {
      direct.push(await directly());
      agent.push(await asAgent(world, socket, directory));
    }
    const of = (runs, key) => runs.map((each) => each[key]);
    return [
      sampled('POST /api/agents until a browser has the first words of the CLI, median', of(agent, 'shown')),
      sampled('  until it is answered', of(agent, 'answered')),
      sampled('  until the CLI runs', of(agent, 'began')),
      sampled('  the same CLI on a pipe of Node.js, until it has the first words', of(direct, 'shown')),
      sampled('  until the CLI runs', of(direct, 'began')),
      { what: '  an agent adds, median', value: medianDifference(of(agent, 'shown'), of(direct, 'shown')), unit: 'ms', target: 15 },
    ];
  } finally {
    await world.close();
  }
}
