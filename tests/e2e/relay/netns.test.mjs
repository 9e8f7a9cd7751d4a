// The tunnel over a poor network, a pulled cable and a change of address: real packets between two network namespaces.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { inNetworkOfItsOwn } from '../harness/network.mjs';

const script = fileURLToPath(new URL('network/scenario.mjs', import.meta.url));

describe('between two hosts', { concurrency: true }, () => {
  const scenarios = {
    poor: '100 ms round trip and 1 % loss: everything arrives whole',
    cable: 'a pulled cable: both sides notice, and the machine comes back when it is in again',
    address: 'another address of the machine: both sides notice, and it comes back from there',
  };
  for (const [name, what] of Object.entries(scenarios)) {
    test(what, { timeout: 240_000 }, async (t) => {
      const scenario = inNetworkOfItsOwn(script, [name]);
      const { code } = await scenario.ended(230_000);
      for (const line of scenario.lines) if (line.startsWith('# ')) t.diagnostic(line.slice(2));
      assert.equal(code, 0, scenario.lines.join('\n'));
      assert.ok(scenario.lines.includes('scenario passed'));
    });
  }
});
