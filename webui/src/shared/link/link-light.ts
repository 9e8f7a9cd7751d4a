import { amberAfterMs, brokenHop, brokenWords, redAfterMs, silentMs, type BrokenHop, type Evidence } from './broken-hop';
import type { LinkState } from './link-machine';

export type LightColour = 'grey' | 'green' | 'amber' | 'red';

export interface LinkLight {
  colour: LightColour;
  /** Since the last full round trip; undefined if there was none yet. */
  ageMs: number | undefined;
  /** What a person reads: "Connected", "Reconnecting", or which hop is broken. */
  words: string;
  /** Set once it is known which hop does not carry. */
  broken: BrokenHop | undefined;
}

function stateWords(state: LinkState, ageMs: number | undefined): string {
  switch (state.kind) {
    case 'idle':
      return 'Not connected';
    case 'connecting':
      return ageMs === undefined && state.attempt === 1 ? 'Connecting' : 'Reconnecting';
    case 'down':
      return 'Link lost, trying again';
    case 'refused':
      return 'Log in needed';
    case 'up':
      return ageMs === undefined ? 'Connected, not measured yet' : 'Connected';
  }
}

function lightColour(state: LinkState, broken: BrokenHop | undefined, now: number): LightColour {
  if (state.kind === 'idle') return 'grey';
  const silent = silentMs(state, now);
  // That the tunnel is gone is said by the relay itself: no need to wait for it.
  if (state.kind === 'refused' || silent >= redAfterMs || broken?.hop === 'tunnel') return 'red';
  if (state.kind === 'down' || silent >= amberAfterMs) return 'amber';
  if (state.trip === undefined) return 'grey';
  return state.kind === 'up' ? 'green' : 'amber';
}

/** The colour follows the age of the last full round trip. A socket that says it is connected proves nothing. */
export function linkLight(evidence: Evidence, now: number): LinkLight {
  const { link } = evidence;
  const ageMs = link.trip === undefined ? undefined : Math.max(0, now - link.trip.at);
  const broken = brokenHop(evidence, now);
  return {
    colour: lightColour(link, broken, now),
    ageMs,
    words: broken === undefined ? stateWords(link, ageMs) : brokenWords(broken, now),
    broken,
  };
}
