import { describe, expect, it } from 'vitest';
import { linkLight } from '@/shared/link/link-light';
import type { LinkState } from '@/shared/link/link-machine';
import type { RelayState } from '@/shared/link/relay-state';
import { relayStatusSchema } from '@/shared/protocol/relay';
import { hopsOf } from './hops';

const trip = { at: 1_000_000, durationMs: 36 };
const up: LinkState = { kind: 'up', since: 0, trip };
const down: LinkState = { kind: 'down', attempt: 1, since: 0, reason: 'x', trip };
const relay = (fields: object, failedSince?: number): RelayState => ({
  kind: 'relay',
  status: relayStatusSchema.parse({ tunnelConnected: true, uptime: 1, ...fields }),
  at: trip.at + 1,
  durationMs: 4.04,
  ...(failedSince === undefined ? {} : { failedSince }),
});
const measured = { machine: { roundTripMs: 31.4 } };

describe('hopsOf', () => {
  it.each<[string, LinkState, RelayState, number, string[]]>([
    ['all well', up, relay(measured), 1, ['link-hop-relay: 4.0 ms', 'link-hop-machine: 31 ms']],
    ['a relay that does not measure', up, relay({}), 1, ['link-hop-relay: 4.0 ms', 'link-hop-machine: not measured']],
    ['no tunnel', down, relay({ tunnelConnected: false }), 1, ['link-hop-relay: 4.0 ms', 'link-hop-machine: not connected!']],
    ['a relay that is gone', down, relay(measured, 5), 1, ['link-hop-relay: no answer!', 'link-hop-machine: not measured']],
    ['a server that hangs', up, relay(measured), 15, ['link-hop-relay: 4.0 ms', 'link-hop-machine: no answer!']],
    ['no relay', up, { kind: 'local' }, 1, ['link-hop-machine: 36 ms']],
    ['no relay, and no answer', up, { kind: 'local' }, 15, ['link-hop-machine: no answer!']],
  ])('%s', (_name, state, known, seconds, expected) => {
    const light = linkLight({ link: state, relay: known, online: true }, trip.at + seconds * 1000);
    const hops = hopsOf({ state, relay: known, light });
    expect(hops.map(({ testId, words, broken }) => `${testId}: ${words}${broken ? '!' : ''}`)).toEqual(expected);
  });
});
