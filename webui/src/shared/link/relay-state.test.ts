import { describe, expect, it } from 'vitest';
import { relayStatusSchema } from '@/shared/protocol/relay';
import { isLoggedInAtRelay, isMachineMissing, machineCameBack, needsRelayLogin, nextRelayState, type RelayEvent, type RelayState } from './relay-state';

const status = (fields: object = {}) => relayStatusSchema.parse({ tunnelConnected: true, uptime: 60, ...fields });
const relay = (fields: object = {}, rest: { failedSince?: number } = {}): RelayState => ({
  kind: 'relay',
  status: status(fields),
  at: 10,
  durationMs: 4,
  ...rest,
});
const unknown: RelayState = { kind: 'unknown' };
const local: RelayState = { kind: 'local' };
const missing = { tunnelConnected: false };
const answered: RelayEvent = { type: 'answered', at: 20, durationMs: 5, status: status(missing) };

describe('nextRelayState', () => {
  it.each<[string, RelayState, RelayEvent, RelayState]>([
    ['learns of a relay', unknown, answered, { kind: 'relay', status: status(missing), at: 20, durationMs: 5 }],
    ['renews what it knows', relay({}, { failedSince: 3 }), answered, { kind: 'relay', status: status(missing), at: 20, durationMs: 5 }],
    ['learns that there is none', unknown, { type: 'absent', at: 20 }, local],
    ['learns that there is none, late', { kind: 'unknown', failedSince: 3 }, { type: 'absent', at: 20 }, local],
    ['does not believe that a relay became a server', relay(), { type: 'absent', at: 20 }, relay({}, { failedSince: 20 })],
    ['keeps the last answer while none comes', relay(), { type: 'failed', at: 20 }, relay({}, { failedSince: 20 })],
    ['keeps since when none came', relay({}, { failedSince: 3 }), { type: 'failed', at: 20 }, relay({}, { failedSince: 3 })],
    ['notes that it knows nothing', unknown, { type: 'failed', at: 20 }, { kind: 'unknown', failedSince: 20 }],
    ['stays local', local, { type: 'failed', at: 20 }, local],
  ])('%s', (_name, state, event, expected) => {
    expect(nextRelayState(state, event)).toEqual(expected);
  });
});

describe('machineCameBack', () => {
  const since = (connectedSince: number) => relay({ machine: { connectedSince } });
  it.each<[string, RelayState, RelayState, boolean]>([
    ['it was missing', relay(missing), relay(), true],
    ['the relay was away', relay({}, { failedSince: 3 }), relay(), true],
    ['nothing had answered yet', { kind: 'unknown', failedSince: 3 }, relay(), true],
    ['it left and came between two questions', since(5), since(9), true],
    ['it is still there', since(5), since(5), false],
    ['it is there, by an older relay', relay(), relay(), false],
    ['it is there at the first question', unknown, relay(), false],
    ['it went', relay(), relay(missing), false],
    ['the relay came back without it', relay({}, { failedSince: 3 }), relay(missing), false],
    ['there is no relay', unknown, local, false],
  ])('%s', (_name, before, after, expected) => {
    expect(machineCameBack(before, after)).toBe(expected);
  });
});

describe('isMachineMissing', () => {
  it.each<[string, RelayState, boolean]>([
    ['the relay says so', relay(missing), true],
    ['the relay said so and is silent now', relay(missing, { failedSince: 3 }), false],
    ['it is there', relay(), false],
    ['there is no relay', local, false],
  ])('%s', (_name, state, expected) => {
    expect(isMachineMissing(state)).toBe(expected);
  });
});

describe('needsRelayLogin and isLoggedInAtRelay', () => {
  it.each<[string, RelayState, boolean, boolean]>([
    ['not logged in', relay({ passwordRequired: true, authenticated: false }), true, false],
    ['logged in', relay({ passwordRequired: true, authenticated: true }), false, true],
    ['no password', relay({ passwordRequired: false, authenticated: false }), false, false],
    ['no password, and so inside', relay({ passwordRequired: false, authenticated: true }), false, false],
    ['not told', relay(), false, false],
    ['no relay', local, false, false],
  ])('%s', (_name, state, needed, inside) => {
    expect(needsRelayLogin(state)).toBe(needed);
    expect(isLoggedInAtRelay(state)).toBe(inside);
  });
});
