import { sendPrompt } from '@/shared/api/send-prompt';
import { SocketLink } from '@/shared/link/socket-link';
import type { Services } from '@/shared/services';
import { AgentsStore } from '@/shared/store/agents-store';
import { Decisions } from '@/shared/store/decisions';
import { Outbox } from '@/shared/store/outbox';
import { SessionPool } from '@/shared/store/session-pool';

export interface RunningServices extends Services {
  link: SocketLink;
}

/** The composition root of everything that lives outside React. */
export function buildServices(onLoginNeeded: () => void): RunningServices {
  const link = new SocketLink(onLoginNeeded);
  const agents = new AgentsStore(link);
  const outbox = new Outbox(sendPrompt);
  const services = { link, agents, outbox, decisions: new Decisions(), sessions: new SessionPool(link) };

  link.onUp(() => outbox.flush());
  window.addEventListener('online', () => {
    link.wake();
    outbox.flush();
  });
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') link.wake();
  });
  window.addEventListener('storage', () => outbox.reread());
  return services;
}
