import { createContext, use } from 'react';
import type { Link } from './link/link';
import type { RelayState } from './link/relay-state';
import type { AgentsStore } from './store/agents-store';
import type { Decisions } from './store/decisions';
import type { Outbox } from './store/outbox';
import type { SessionPool } from './store/session-pool';
import type { ReadableStore } from './store/store';

/** What lives as long as the page. The app builds it once; a test builds its own. */
export interface Services {
  link: Link;
  relay: ReadableStore<RelayState>;
  agents: AgentsStore;
  outbox: Outbox;
  decisions: Decisions;
  sessions: SessionPool;
}

export const ServicesContext = createContext<Services | undefined>(undefined);

export function useServices(): Services {
  const services = use(ServicesContext);
  if (services === undefined) throw new Error('ServicesContext is missing');
  return services;
}
