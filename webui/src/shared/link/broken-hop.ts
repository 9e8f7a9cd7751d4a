import { formatClock, formatSpan } from '@/shared/lib/format';
import type { LinkState } from './link-machine';
import { isMachineMissing, type KnownRelay, type RelayState } from './relay-state';

/** From here on a silent link needs an explanation. */
export const amberAfterMs = 12_000;
export const redAfterMs = 20_000;

/** Everything that is known of the way to the machine. */
export interface Evidence {
  link: LinkState;
  relay: RelayState;
  /** The browser's own word; believed only when it says no and nothing else answers. */
  online: boolean;
}

export interface BrokenTunnel {
  hop: 'tunnel';
  machine: string | undefined;
  since: number;
  /** Not once since the relay started, which `since` then is. */
  never: boolean;
}

export type BrokenHop =
  | { hop: 'browser' }
  | { hop: 'relay' }
  | BrokenTunnel
  | { hop: 'server'; behindRelay: boolean };

/** Since the last full round trip; without one, since the link began to wait for it. */
export function silentMs(link: LinkState, now: number): number {
  const from = link.trip?.at ?? ('since' in link ? link.since : now);
  return Math.max(0, now - from);
}

/** Of a relay that says it has no machine. */
export function brokenTunnel({ status, at }: KnownRelay): BrokenTunnel {
  const { machine } = status;
  const since = machine?.disconnectedSince;
  return {
    hop: 'tunnel',
    machine: machine?.name,
    since: since ?? at - status.uptime * 1000,
    never: machine !== undefined && since === undefined,
  };
}

/** The first hop that does not carry, by the newest evidence; undefined while there is nothing to explain. */
export function brokenHop({ link, relay, online }: Evidence, now: number): BrokenHop | undefined {
  if (link.kind === 'idle' || link.kind === 'refused') return undefined;
  if (isMachineMissing(relay) && relay.at > (link.trip?.at ?? 0)) return brokenTunnel(relay);
  const silent = silentMs(link, now) >= amberAfterMs;
  const relayFailed = relay.kind === 'relay' && relay.failedSince !== undefined;
  if (relayFailed && (silent || link.kind !== 'up')) return { hop: online ? 'relay' : 'browser' };
  if (!silent) return undefined;
  if (relay.kind === 'relay') return { hop: 'server', behindRelay: true };
  return online ? { hop: 'server', behindRelay: false } : { hop: 'browser' };
}

export function machineWords(name: string | undefined): string {
  return name === undefined ? 'The machine' : `The machine “${name}”`;
}

/** "since 14:02 (12 min)" */
export function sinceWords(since: number, now: number): string {
  return `since ${formatClock(since, now)} (${formatSpan(now - since)})`;
}

function tunnelTitle({ machine, never }: BrokenTunnel): string {
  if (!never) return `${machineWords(machine)} is not connected to the relay`;
  return `${machine === undefined ? 'No machine has' : `${machineWords(machine)} has not`} connected to the relay`;
}

/** Which hop it is, in words that do not change while it lasts. */
export function brokenTitle(broken: BrokenHop): string {
  switch (broken.hop) {
    case 'browser':
      return 'This device is offline';
    case 'relay':
      return 'The relay does not answer';
    case 'tunnel':
      return tunnelTitle(broken);
    case 'server':
      return broken.behindRelay ? "The machine's server does not answer" : 'The server does not answer';
  }
}

export function brokenWords(broken: BrokenHop, now: number): string {
  const title = brokenTitle(broken);
  return broken.hop === 'tunnel' ? `${title} ${sinceWords(broken.since, now)}` : title;
}
