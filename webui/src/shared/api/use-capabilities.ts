import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { Capabilities } from '@/shared/protocol/calls';
import { getCapabilities } from './get-capabilities';
import { messageOf } from './http';

export const capabilitiesQuery = { queryKey: ['capabilities'], queryFn: () => getCapabilities(), staleTime: 300_000 };

export interface KnownCapabilities {
  /** Undefined until the server has said it. */
  known: Capabilities | undefined;
  looking: boolean;
  /** Why the last look found nothing out. */
  error: string | undefined;
  /** Lets the server ask every CLI anew: one may just have been installed. */
  lookAgain: () => void;
  /** This one is new, another or gone: what was found of it does not hold. The server asks only what it does not know. */
  ask: (provider: string) => void;
}

export function useCapabilities(): KnownCapabilities {
  const queries = useQueryClient();
  const query = useQuery(capabilitiesQuery);
  const { queryKey } = capabilitiesQuery;
  const look = async (refresh: boolean) => {
    // An answer that is still on its way does not know what has changed.
    await queries.cancelQueries({ queryKey });
    await queries.query({ queryKey, queryFn: () => getCapabilities(refresh), staleTime: 0 });
  };
  // Its failure stands in the query.
  const start = (refresh: boolean) => void look(refresh).catch(() => undefined);
  return {
    known: query.data,
    looking: query.isFetching,
    error: query.error === null || query.isFetching ? undefined : messageOf(query.error),
    lookAgain: () => start(true),
    ask: (provider) => {
      queries.setQueryData<Capabilities>(queryKey, (known) => known && without(known, provider));
      start(false);
    },
  };
}

function without({ providers, ...rest }: Capabilities, provider: string): Capabilities {
  return { ...rest, providers: Object.fromEntries(Object.entries(providers).filter(([id]) => id !== provider)) };
}
