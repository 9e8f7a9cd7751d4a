import assert from 'node:assert/strict';
import { test } from 'node:test';

import { isCustom, toolsOf } from './toolset.mjs';

const exec = { type: 'custom', name: 'exec' };
const wait = { type: 'function', name: 'wait' };
const inInput = { input: [{ type: 'additional_tools', tools: [{ type: 'namespace', name: 'functions', tools: [exec, wait] }] }] };

test('tools of the request', () => assert.deepEqual(toolsOf({ tools: [exec, wait], input: 'x' }), [exec, wait]));
test('tools in an item of the input, in a namespace', () => assert.deepEqual(toolsOf(inInput), [exec, wait]));
test('no tools', () => assert.deepEqual(toolsOf({ input: [] }), []));

test('which take a text', () => {
  assert.ok(isCustom(inInput, 'exec'));
  assert.ok(!isCustom(inInput, 'wait'));
  assert.ok(!isCustom(inInput, 'unknown'));
});
