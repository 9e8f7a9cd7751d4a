import { describe, expect, it } from 'vitest';
import { nextLinkState, type LinkEvent, type LinkState } from './link-machine';

const trip = { at: 100, durationMs: 20 };
const idle: LinkState = { kind: 'idle' };
const connecting: LinkState = { kind: 'connecting', attempt: 2, since: 50, trip };
const up: LinkState = { kind: 'up', since: 60, trip };
const down: LinkState = { kind: 'down', attempt: 2, since: 70, reason: 'transport close', trip };
const refused: LinkState = { kind: 'refused', trip };

describe('nextLinkState', () => {
  it.each<[string, LinkState, LinkEvent, object]>([
    ['starts', idle, { type: 'start', at: 1 }, { kind: 'connecting', attempt: 1, since: 1 }],
    ['starts again after a login', refused, { type: 'start', at: 1 }, { kind: 'connecting', attempt: 1, trip }],
    ['does not start twice', up, { type: 'start', at: 1 }, up],
    ['connects', connecting, { type: 'connected', at: 9 }, { kind: 'up', since: 9, trip }],
    ['connects out of a retry of the client', down, { type: 'connected', at: 9 }, { kind: 'up', since: 9, trip }],
    ['ignores a leftover that connects', refused, { type: 'connected', at: 9 }, refused],
    ['ignores a leftover when idle', idle, { type: 'connected', at: 9 }, idle],
    ['fails', connecting, { type: 'failed', at: 9, reason: 'timeout' }, { kind: 'down', attempt: 2, reason: 'timeout', trip }],
    ['learns a newer reason', down, { type: 'failed', at: 9, reason: 'timeout' }, { kind: 'down', since: 70, reason: 'timeout' }],
    ['loses the link', up, { type: 'disconnected', at: 9, reason: 'x' }, { kind: 'down', attempt: 0, since: 9, trip }],
    ['stays stopped when the socket closes', idle, { type: 'disconnected', at: 9, reason: 'x' }, idle],
    ['tries again', down, { type: 'retry', at: 9 }, { kind: 'connecting', attempt: 3, since: 9, trip }],
    ['has no retry while up', up, { type: 'retry', at: 9 }, up],
    ['is refused', connecting, { type: 'refused' }, { kind: 'refused', trip }],
    ['stops', up, { type: 'stopped' }, { kind: 'idle', trip }],
    ['notes a probe', up, { type: 'probeSent', at: 110 }, { kind: 'up', probeSentAt: 110, trip }],
    ['measures a round trip', up, { type: 'probeAnswered', at: 130, sentAt: 110 }, { kind: 'up', trip: { at: 130, durationMs: 20 } }],
    ['does not believe an answer to a probe of the connection before', up, { type: 'probeAnswered', at: 130, sentAt: 59 }, up],
    ['does not go back in time', up, { type: 'probeAnswered', at: 99, sentAt: 80 }, up],
    ['does not believe an answer while down', down, { type: 'probeAnswered', at: 130, sentAt: 110 }, down],
  ])('%s', (_name, state, event, expected) => {
    expect(nextLinkState(state, event)).toMatchObject(expected);
  });

  it('forgets the last round trip in no state', () => {
    const events: LinkEvent[] = [
      { type: 'disconnected', at: 1, reason: 'x' },
      { type: 'retry', at: 2 },
      { type: 'failed', at: 3, reason: 'x' },
      { type: 'refused' },
      { type: 'start', at: 4 },
      { type: 'stopped' },
    ];
    let state: LinkState = up;
    for (const event of events) {
      state = nextLinkState(state, event);
      expect(state.trip).toEqual(trip);
    }
  });
});
