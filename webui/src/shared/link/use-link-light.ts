import { useNow } from '@/shared/lib/use-now';
import { useOnline } from '@/shared/lib/use-online';
import { useServices } from '@/shared/services';
import { useStore } from '@/shared/store/store';
import { linkLight, type LinkLight } from './link-light';
import type { LinkState } from './link-machine';
import type { RelayState } from './relay-state';

export interface LinkView {
  state: LinkState;
  relay: RelayState;
  light: LinkLight;
  now: number;
}

/** The light as it is now, renewed every second. */
export function useLinkLight(): LinkView {
  const services = useServices();
  const state = useStore(services.link.state);
  const relay = useStore(services.relay);
  const online = useOnline();
  // An answer may be newer than the last tick.
  const now = Math.max(useNow(1_000), state.trip?.at ?? 0, 'at' in relay ? relay.at : 0);
  return { state, relay, light: linkLight({ link: state, relay, online }, now), now };
}
