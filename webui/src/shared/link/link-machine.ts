/**
 * The state of the connection to the server, as a pure machine.
 *
 *   idle ──start──▶ connecting ──connected──▶ up ──disconnected──▶ down ──retry──▶ connecting
 *                       └──failed──▶ down              any ──refused──▶ refused ──start──▶ connecting
 *
 * `trip` is the last full round trip: the only thing the light believes. It outlives every state, so that
 * its age tells the truth while the link is down.
 */
export interface Trip {
  /** When the answer arrived. */
  at: number;
  durationMs: number;
}

export type LinkState =
  | { kind: 'idle'; trip?: Trip }
  | { kind: 'connecting'; attempt: number; since: number; trip?: Trip }
  | { kind: 'up'; since: number; trip?: Trip; probeSentAt?: number }
  | { kind: 'down'; attempt: number; since: number; reason: string; trip?: Trip }
  | { kind: 'refused'; trip?: Trip };

export type LinkEvent =
  | { type: 'start'; at: number }
  | { type: 'connected'; at: number }
  | { type: 'failed'; at: number; reason: string }
  | { type: 'disconnected'; at: number; reason: string }
  | { type: 'retry'; at: number }
  | { type: 'refused' }
  | { type: 'stopped' }
  | { type: 'probeSent'; at: number }
  | { type: 'probeAnswered'; at: number; sentAt: number };

export const initialLinkState: LinkState = { kind: 'idle' };

export function nextLinkState(state: LinkState, event: LinkEvent): LinkState {
  const { trip } = state;
  switch (event.type) {
    case 'start':
      return state.kind === 'idle' || state.kind === 'refused'
        ? { kind: 'connecting', attempt: 1, since: event.at, trip }
        : state;
    case 'connected':
      // A socket that connects after it was stopped or refused is a leftover.
      return state.kind === 'connecting' || state.kind === 'down'
        ? { kind: 'up', since: event.at, trip }
        : state;
    case 'failed':
      if (state.kind === 'connecting') {
        return { kind: 'down', attempt: state.attempt, since: event.at, reason: event.reason, trip };
      }
      return state.kind === 'down' ? { ...state, reason: event.reason } : state;
    case 'disconnected':
      return state.kind === 'up'
        ? { kind: 'down', attempt: 0, since: event.at, reason: event.reason, trip }
        : state;
    case 'retry':
      return state.kind === 'down'
        ? { kind: 'connecting', attempt: state.attempt + 1, since: event.at, trip }
        : state;
    case 'refused':
      return { kind: 'refused', trip };
    case 'stopped':
      return { kind: 'idle', trip };
    case 'probeSent':
      return state.kind === 'up' ? { ...state, probeSentAt: event.at } : state;
    case 'probeAnswered': {
      if (state.kind !== 'up') return state;
      // An answer to an older probe, or one from before a reconnect, is evidence of nothing newer.
      if (event.sentAt < state.since || (trip !== undefined && event.at < trip.at)) return state;
      return {
        kind: 'up',
        since: state.since,
        trip: { at: event.at, durationMs: event.at - event.sentAt },
        probeSentAt: state.probeSentAt === event.sentAt ? undefined : state.probeSentAt,
      };
    }
  }
}
