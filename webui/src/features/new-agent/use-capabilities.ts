import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getCapabilities } from '@/shared/api/get-capabilities';
import type { Capabilities } from '@/shared/protocol/calls';

const queryKey = ['capabilities'];

interface KnownCapabilities {
  /** Undefined until the server has said it. */
  known: Capabilities | undefined;
  looking: boolean;
  /** Lets the server ask every CLI anew: one may just have been installed. */
  lookAgain: () => void;
}

export function useCapabilities(): KnownCapabilities {
  const queries = useQueryClient();
  const query = useQuery({ queryKey, queryFn: () => getCapabilities(), staleTime: 300_000 });
  const refresh = useMutation({
    mutationFn: () => getCapabilities(true),
    onSuccess: (capabilities) => queries.setQueryData(queryKey, capabilities),
  });
  return { known: query.data, looking: query.isFetching || refresh.isPending, lookAgain: () => refresh.mutate() };
}
