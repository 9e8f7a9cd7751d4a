import type { RelayStatus } from '@/shared/protocol/relay';

/**
 * What is known of the relay between this browser and the machine, as a pure machine.
 *
 *   unknown ──absent──▶ local (for good: the page came from the server itself)
 *      └──────answered──▶ relay ──answered, failed──▶ relay
 *
 * The last answer stays while later questions fail: what it says of password and versions still holds, and
 * `failedSince` says that nothing else of it does.
 */
export type RelayState =
  | { kind: 'unknown'; failedSince?: number }
  | { kind: 'local' }
  | { kind: 'relay'; status: RelayStatus; at: number; durationMs: number; failedSince?: number };

export type KnownRelay = Extract<RelayState, { kind: 'relay' }>;

export type RelayEvent =
  | { type: 'answered'; at: number; durationMs: number; status: RelayStatus }
  | { type: 'absent'; at: number }
  | { type: 'failed'; at: number };

export const initialRelayState: RelayState = { kind: 'unknown' };

export function nextRelayState(state: RelayState, event: RelayEvent): RelayState {
  switch (event.type) {
    case 'answered':
      return { kind: 'relay', status: event.status, at: event.at, durationMs: event.durationMs };
    case 'absent':
      // A relay that is suddenly not there any more is a proxy's error, not a local server.
      return state.kind === 'relay' ? nextRelayState(state, { type: 'failed', at: event.at }) : { kind: 'local' };
    case 'failed':
      return state.kind === 'local' ? state : { ...state, failedSince: state.failedSince ?? event.at };
  }
}

/** The relay answers and has no machine. */
export function isMachineMissing(state: RelayState): state is KnownRelay {
  return state.kind === 'relay' && state.failedSince === undefined && !state.status.tunnelConnected;
}

/** The relay's status, if it answers and has a machine. */
function statusWithMachine(state: RelayState): RelayStatus | undefined {
  if (state.kind !== 'relay' || state.failedSince !== undefined || !state.status.tunnelConnected) return undefined;
  return state.status;
}

/** The way to the machine is open, and was not, or was opened anew in between: whatever waits may try now. */
export function machineCameBack(before: RelayState, after: RelayState): boolean {
  const now = statusWithMachine(after);
  if (now === undefined) return false;
  const then = statusWithMachine(before);
  if (then === undefined) return before.kind === 'relay' || (before.kind === 'unknown' && before.failedSince !== undefined);
  const opened = now.machine?.connectedSince;
  return opened !== undefined && opened !== then.machine?.connectedSince;
}

/** The visitor has to log in at the relay. Older relays do not say. */
export function needsRelayLogin(state: RelayState): boolean {
  return state.kind === 'relay' && state.status.passwordRequired !== false && state.status.authenticated === false;
}

/** True also while no machine is there to ask. */
export function isLoggedInAtRelay(state: RelayState): boolean {
  return state.kind === 'relay' && state.status.passwordRequired === true && state.status.authenticated === true;
}
