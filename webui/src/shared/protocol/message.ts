import { z } from 'zod/mini';
import { approvalSchema, questionSchema } from './ask';
import { optional, optionalText } from './fields';
import { fileDiffSchema } from './file-diff';

const toolSchema = z.object({
  id: z.string(),
  kind: z.catch(z.enum(['read', 'edit', 'exec', 'search', 'fetch', 'think', 'agent', 'mcp', 'other']), 'other'),
  title: z.string(),
  status: z.enum(['running', 'ok', 'failed', 'denied', 'cancelled']),
  exitCode: optional(z.number()),
  durationMs: optional(z.number()),
  diff: optional(fileDiffSchema),
});
export type Tool = z.infer<typeof toolSchema>;
export type ToolKind = Tool['kind'];
export type ToolStatus = Tool['status'];

const planEntrySchema = z.object({ text: z.string(), state: z.catch(z.enum(['pending', 'active', 'done']), 'pending') });
export type PlanEntry = z.infer<typeof planEntrySchema>;

const base = {
  id: z.string(),
  seq: z.int(),
  content: z.catch(z.string(), ''),
  timestamp: z.number(),
  open: z.catch(z.boolean(), false),
  parentId: optionalText,
  /** What was left out: a text's full length in characters, a diff's; true for texts inside an ask. */
  clipped: optional(
    z.object({
      content: z.optional(z.number()),
      toolInput: z.optional(z.number()),
      toolResult: z.optional(z.number()),
      diff: z.optional(z.number()),
      approval: z.optional(z.boolean()),
      question: z.optional(z.boolean()),
    }),
  ),
};

export const deliverySchema = z.enum(['accepted', 'sent', 'taken', 'cancelled', 'failed']);
export type Delivery = z.infer<typeof deliverySchema>;

const knownMessageSchema = z.discriminatedUnion('kind', [
  z.object({ ...base, kind: z.literal('prompt'), clientId: optionalText, delivery: deliverySchema }),
  z.object({ ...base, kind: z.literal('text'), aborted: z.optional(z.boolean()) }),
  z.object({ ...base, kind: z.literal('thought'), durationMs: optional(z.number()) }),
  z.object({
    ...base,
    kind: z.literal('tool'),
    toolName: z.string(),
    toolInput: z.catch(z.string(), ''),
    toolResult: optional(z.string()),
    tool: toolSchema,
  }),
  z.object({ ...base, kind: z.literal('approval'), approval: approvalSchema }),
  z.object({ ...base, kind: z.literal('question'), question: questionSchema }),
  z.object({ ...base, kind: z.literal('plan'), entries: z.array(planEntrySchema) }),
  z.object({ ...base, kind: z.literal('notice'), level: z.catch(z.enum(['info', 'warning', 'error']), 'info') }),
]);

/** A kind that a newer server knows and we do not: its text is shown, nothing is lost. */
const unsupportedMessageSchema = z.pipe(
  z.object({ ...base, kind: z.string() }),
  z.transform((message) => ({ ...message, wireKind: message.kind, kind: 'unsupported' as const })),
);

export const messageSchema = z.union([knownMessageSchema, unsupportedMessageSchema]);
export type Message = z.infer<typeof messageSchema>;
export type MessageOf<K extends Message['kind']> = Extract<Message, { kind: K }>;
export type AskMessage = MessageOf<'approval' | 'question'>;

export function isAsk(message: Message): message is AskMessage {
  return message.kind === 'approval' || message.kind === 'question';
}

export function askState(message: AskMessage) {
  return message.kind === 'approval' ? message.approval.state : message.question.state;
}

export function isWaiting(message: Message): message is AskMessage {
  return isAsk(message) && askState(message) === 'waiting';
}
