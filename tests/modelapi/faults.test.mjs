import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Faults } from './faults.mjs';

test('as often as wanted, for each request and kind', () => {
  const faults = new Faults();
  const error = { kind: 'error', times: 2 };
  assert.deepEqual([1, 2, 3].map(() => faults.due(error, 'a')), [true, true, false]);
  assert.equal(faults.due(error, 'b'), true);
  assert.equal(faults.due({ kind: 'cut', times: 1 }, 'a'), true);
  assert.equal(faults.due({ kind: 'fail', times: Infinity }, 'a'), true);
});
