import { z } from 'zod/mini';
import { answerQuestion, type QuestionReply } from '@/shared/api/answer-question';
import { decideApproval, type ApprovalDecision } from '@/shared/api/decide-approval';
import { ApiError, messageOf } from '@/shared/api/http';
import { approvalSchema, questionSchema } from '@/shared/protocol/ask';
import type { AskMessage } from '@/shared/protocol/message';
import { Store } from './store';

/** How far a person's answer has come. The timeline, not this, says that it counts. */
export type DecisionState =
  | { kind: 'sending'; label: string }
  | { kind: 'arrived'; label: string }
  | { kind: 'failed'; message: string }
  /** Someone else was first; `ask` is how it stands. */
  | { kind: 'conflict'; ask: AskMessage };

const conflictSchema = z.object({ approval: z.optional(approvalSchema), question: z.optional(questionSchema) });

function conflictOf(error: unknown, ask: AskMessage): AskMessage | undefined {
  if (!(error instanceof ApiError) || error.status !== 409) return undefined;
  const parsed = conflictSchema.safeParse(error.body);
  if (!parsed.success) return undefined;
  const { approval, question } = parsed.data;
  if (ask.kind === 'approval') return approval === undefined ? undefined : { ...ask, approval };
  return question === undefined ? undefined : { ...ask, question };
}

export function decisionKey(agentId: string, ask: AskMessage): string {
  return `${agentId}/${ask.id}`;
}

/**
 * Answers under way, by ask: the list and the agent page show the same. Nothing is repeated by itself:
 * a permission is given by a person, now, or not at all.
 */
export class Decisions {
  readonly state = new Store<ReadonlyMap<string, DecisionState>>(new Map());

  decide(agentId: string, ask: AskMessage & { kind: 'approval' }, decision: ApprovalDecision, label: string) {
    return this.#run(agentId, ask, label, () => decideApproval(agentId, ask.approval.id, decision));
  }

  answer(agentId: string, ask: AskMessage & { kind: 'question' }, reply: QuestionReply, label: string) {
    return this.#run(agentId, ask, label, () => answerQuestion(agentId, ask.question.id, reply));
  }

  #put(key: string, state: DecisionState): void {
    this.state.update((states) => new Map(states).set(key, state));
  }

  async #run(agentId: string, ask: AskMessage, label: string, send: () => Promise<unknown>): Promise<void> {
    const key = decisionKey(agentId, ask);
    const known = this.state.get().get(key);
    if (known !== undefined && known.kind !== 'failed') return;
    this.#put(key, { kind: 'sending', label });
    try {
      await send();
      this.#put(key, { kind: 'arrived', label });
    } catch (error) {
      const conflict = conflictOf(error, ask);
      this.#put(key, conflict === undefined ? { kind: 'failed', message: messageOf(error) } : { kind: 'conflict', ask: conflict });
    }
  }
}
