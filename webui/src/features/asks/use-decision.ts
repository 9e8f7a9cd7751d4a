import { useCallback } from 'react';
import type { AskMessage } from '@/shared/protocol/message';
import { useServices } from '@/shared/services';
import { decisionKey, type DecisionState } from '@/shared/store/decisions';
import { useSelected } from '@/shared/store/store';

export function useDecision(agentId: string, ask: AskMessage): DecisionState | undefined {
  const { decisions } = useServices();
  const key = decisionKey(agentId, ask);
  return useSelected(
    decisions.state,
    useCallback((states: ReadonlyMap<string, DecisionState>) => states.get(key), [key]),
  );
}
