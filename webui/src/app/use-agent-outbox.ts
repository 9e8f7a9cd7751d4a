import { useEffect, useMemo } from 'react';
import type { Message } from '@/shared/protocol/message';
import { useServices } from '@/shared/services';
import type { OutboxEntry } from '@/shared/store/outbox';
import { useStore } from '@/shared/store/store';

/** What is on its way to this agent; whatever its timeline shows is taken out. */
export function useAgentOutbox(agentId: string, messages: readonly Message[]): readonly OutboxEntry[] {
  const { outbox } = useServices();
  const entries = useStore(outbox.entries);
  const mine = useMemo(() => entries.filter((entry) => entry.agentId === agentId), [entries, agentId]);
  useEffect(() => {
    if (mine.length === 0) return;
    const shown = new Set<string>();
    for (const message of messages) {
      if (message.kind === 'prompt' && message.clientId !== undefined) shown.add(message.clientId);
    }
    outbox.settle(shown);
  }, [outbox, mine, messages]);
  return mine;
}
