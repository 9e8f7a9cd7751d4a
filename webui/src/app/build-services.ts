import { getRelayStatus } from '@/shared/api/relay-status';
import { sendPrompt } from '@/shared/api/send-prompt';
import { RelayWatch } from '@/shared/link/relay-watch';
import { SocketLink } from '@/shared/link/socket-link';
import type { Services } from '@/shared/services';
import { AgentsStore } from '@/shared/store/agents-store';
import { Decisions } from '@/shared/store/decisions';
import { Outbox } from '@/shared/store/outbox';
import { SessionPool } from '@/shared/store/session-pool';

export interface RunningServices extends Services {
  link: SocketLink;
  relayWatch: RelayWatch;
}

/** The composition root of everything that lives outside React. */
export function buildServices(onLoginNeeded: () => void): RunningServices {
  const link = new SocketLink(onLoginNeeded);
  const agents = new AgentsStore(link);
  const outbox = new Outbox(sendPrompt);
  const relayWatch = new RelayWatch(getRelayStatus, {
    onLoginNeeded,
    onMachineBack: () => {
      link.reconnect();
      void agents.load();
      outbox.flush();
    },
  });

  link.onUp(() => outbox.flush());
  // Whatever breaks the link, the relay may know which hop it was.
  link.state.subscribe(() => {
    if (link.state.get().kind === 'down') relayWatch.askNow();
  });
  const wake = () => {
    link.wake();
    relayWatch.askNow();
  };
  window.addEventListener('online', () => {
    wake();
    outbox.flush();
  });
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') wake();
  });
  window.addEventListener('storage', () => outbox.reread());
  return {
    link,
    relay: relayWatch.state,
    relayWatch,
    agents,
    outbox,
    decisions: new Decisions(),
    sessions: new SessionPool(link),
  };
}
