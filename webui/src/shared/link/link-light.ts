import type { LinkState } from './link-machine';

export type LightColour = 'grey' | 'green' | 'amber' | 'red';

export interface LinkLight {
  colour: LightColour;
  /** Since the last full round trip; undefined if there was none yet. */
  ageMs: number | undefined;
  /** What a person reads: "Connected", "Reconnecting", … */
  words: string;
}

export const amberAfterMs = 12_000;
export const redAfterMs = 20_000;

function words(state: LinkState, ageMs: number | undefined): string {
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
      if (ageMs === undefined) return 'Connected, not measured yet';
      return ageMs >= amberAfterMs ? 'No answer' : 'Connected';
  }
}

/** The colour follows the age of the last full round trip. A socket that says it is connected proves nothing. */
export function linkLight(state: LinkState, now: number): LinkLight {
  const ageMs = state.trip === undefined ? undefined : Math.max(0, now - state.trip.at);
  const waitedMs = ageMs ?? ('since' in state ? Math.max(0, now - state.since) : 0);
  let colour: LightColour;
  if (state.kind === 'idle') colour = 'grey';
  else if (state.kind === 'refused' || waitedMs >= redAfterMs) colour = 'red';
  else if (state.kind === 'down' || waitedMs >= amberAfterMs) colour = 'amber';
  else if (ageMs === undefined) colour = 'grey';
  else colour = state.kind === 'up' ? 'green' : 'amber';
  return { colour, ageMs, words: words(state, ageMs) };
}
