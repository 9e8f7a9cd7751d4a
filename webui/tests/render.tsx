import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render } from '@testing-library/react';
import type { ReactNode } from 'react';
import { vi } from 'vitest';
import { sendPrompt } from '@/shared/api/send-prompt';
import type { Link } from '@/shared/link/link';
import type { LinkState } from '@/shared/link/link-machine';
import type { RelayState } from '@/shared/link/relay-state';
import { ServicesContext, type Services } from '@/shared/services';
import { AgentsStore } from '@/shared/store/agents-store';
import { Decisions } from '@/shared/store/decisions';
import { Outbox } from '@/shared/store/outbox';
import { SessionPool } from '@/shared/store/session-pool';
import { Store } from '@/shared/store/store';

/** A link that never hears anything. */
function silentLink(state: LinkState): Link {
  return {
    state: new Store(state),
    isUp: state.kind === 'up',
    request: () => new Promise(() => undefined),
    send: () => undefined,
    on: () => () => undefined,
    onUp: () => () => undefined,
  };
}

export function testServices(
  state: LinkState = { kind: 'up', since: 0 },
  relay: RelayState = { kind: 'local' },
): Services {
  const link = silentLink(state);
  return {
    link,
    relay: new Store(relay),
    agents: new AgentsStore(link),
    outbox: new Outbox(sendPrompt),
    decisions: new Decisions(),
    sessions: new SessionPool(link),
  };
}

export function renderWith(services: Services, element: ReactNode) {
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  return render(
    <QueryClientProvider client={queries}>
      <ServicesContext value={services}>{element}</ServicesContext>
    </QueryClientProvider>,
  );
}

export interface SentRequest {
  method: string;
  path: string;
  body: unknown;
}

type Reply = { status: number; body: unknown } | 'no answer' | 'never';

/** Answers every request by `reply` and keeps what was sent. */
export function stubServer(reply: (request: SentRequest) => Reply): SentRequest[] {
  const sent: SentRequest[] = [];
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => {
    const body: unknown = typeof init.body === 'string' ? JSON.parse(init.body) : undefined;
    const request = { method: init.method ?? 'GET', path, body };
    sent.push(request);
    const answer = reply(request);
    if (answer === 'never') return new Promise<Response>(() => undefined);
    if (answer === 'no answer') return Promise.reject(new TypeError('Failed to fetch'));
    return Promise.resolve(new Response(JSON.stringify(answer.body), { status: answer.status }));
  });
  return sent;
}
