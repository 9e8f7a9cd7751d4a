import { useQuery } from '@tanstack/react-query';
import { getMessage } from '@/shared/api/get-message';
import { isAsk, type AskMessage } from '@/shared/protocol/message';

interface WholeAsk {
  ask: AskMessage;
  /** False while texts of it are missing their middle: then it must not be edited. */
  isWhole: boolean;
}

/** What is decided must be seen whole: fetches what the server left out of a long ask. */
export function useWholeAsk(agentId: string, ask: AskMessage): WholeAsk {
  const isClipped = ask.clipped !== undefined;
  const query = useQuery({
    queryKey: ['message', agentId, ask.seq, 'ask'],
    queryFn: () => getMessage(agentId, ask.seq),
    enabled: isClipped,
    staleTime: Infinity,
  });
  if (!isClipped) return { ask, isWhole: true };
  const { data } = query;
  if (data === undefined || !isAsk(data) || data.kind !== ask.kind) return { ask, isWhole: false };
  return { ask: data, isWhole: true };
}
