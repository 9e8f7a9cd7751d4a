// From a prompt on until its turn has ended, an agent of every CLI is shown at work: at no moment as one that waits for its next prompt.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { World } from '../harness/world.mjs';

let world;
before(async () => { world = await World.create(); await world.start(); });
after(() => world.close());

// The phases that were told after record `seq`, each once in a row.
const phasesAfter = (view, seq) => view.records.filter((record) => record.type === 'state' && record.seq > seq)
  .map((record) => record.state.phase).filter((phase, n, all) => phase !== all[n - 1]);

const taken = (view, text) => view.message((m) => m.kind === 'prompt' && m.content === text && m.delivery === 'taken', `${text} to be taken`);

for (const provider of ['claude', 'codex', 'opencode']) {
  test(provider, async () => {
    const view = await world.agent('SAY: first', { provider });
    await view.text('first');
    await view.phase('idle');
    assert.deepEqual(phasesAfter(view, 0), ['starting', 'working', 'idle']);

    const before_ = view.lastSeq;
    await world.send(view, 'SAY: second');
    await view.text('second');
    await view.phase('idle');
    assert.deepEqual(phasesAfter(view, before_), ['working', 'idle']);

    const beforeTwo = view.lastSeq;
    world.modelApi.gates.credit(`light-${provider}`, 5);
    await world.send(view, `SLOW: light-${provider} 10`);
    await taken(view, `SLOW: light-${provider} 10`);
    await world.send(view, 'SAY: fourth');
    world.modelApi.gates.open(`light-${provider}`);
    await view.text('fourth');
    await view.phase('idle');
    assert.deepEqual(phasesAfter(view, beforeTwo), ['working', 'idle']);
  });
}

test('claude, while it compacts', async () => {
  const view = await world.agent('SAY: much', {});
  await view.text('much');
  await view.phase('idle');
  const before_ = view.lastSeq;
  await world.send(view, '/compact');
  await taken(view, '/compact');
  await view.message((m) => m.kind === 'notice' && /ompact/.test(m.content), 'the notice that it has compacted');
  await view.phase('idle');
  assert.deepEqual(phasesAfter(view, before_), ['working', 'idle']);
});
