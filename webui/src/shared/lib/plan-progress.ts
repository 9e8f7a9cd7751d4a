import type { Message, MessageOf, PlanEntry } from '@/shared/protocol/message';

export interface PlanProgress {
  done: number;
  total: number;
  /** What is worked on, or comes next; undefined when all is done. */
  current: PlanEntry | undefined;
}

export function planProgress(entries: readonly PlanEntry[]): PlanProgress {
  return {
    done: entries.filter(({ state }) => state === 'done').length,
    total: entries.length,
    current: entries.find(({ state }) => state === 'active') ?? entries.find(({ state }) => state === 'pending'),
  };
}

/** The agent's own plan (not a subagent's) as it stands now, as long as there is something left to do. */
export function livePlan(messages: readonly Message[]): MessageOf<'plan'> | undefined {
  const plan = messages.findLast((message) => message.kind === 'plan' && message.parentId === undefined);
  return plan?.kind === 'plan' && planProgress(plan.entries).current !== undefined ? plan : undefined;
}
