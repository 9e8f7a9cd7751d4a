import { formatRoundTrip } from '@/shared/lib/format';
import type { LinkView } from '@/shared/link/use-link-light';

export interface Hop {
  from: string;
  to: string;
  testId: string;
  broken: boolean;
  /** The time there and back, or what is wrong. */
  words: string;
}

const timeWords = (ms: number | undefined) => (ms === undefined ? 'not measured' : formatRoundTrip(ms));

/** The way to the machine, hop by hop. */
export function hopsOf({ state, relay, light }: Pick<LinkView, 'state' | 'relay' | 'light'>): Hop[] {
  const broken = light.broken?.hop;
  if (relay.kind !== 'relay') {
    const words = broken === undefined ? timeWords(state.trip?.durationMs) : 'no answer';
    return [{ from: 'Browser', to: 'Machine', testId: 'link-hop-machine', broken: broken !== undefined, words }];
  }
  const relayBroken = broken === 'relay' || broken === 'browser';
  const machineBroken = broken === 'tunnel' || broken === 'server';
  const machineMs = relay.status.machine?.roundTripMs;
  return [
    {
      from: 'Browser',
      to: 'Relay',
      testId: 'link-hop-relay',
      broken: relayBroken,
      words: relayBroken ? 'no answer' : timeWords(relay.durationMs),
    },
    {
      from: 'Relay',
      to: 'Machine',
      testId: 'link-hop-machine',
      broken: machineBroken,
      // Behind a broken hop nothing is known of the next.
      words: broken === 'tunnel' ? 'not connected' : machineBroken ? 'no answer' : timeWords(relayBroken ? undefined : machineMs),
    },
  ];
}
