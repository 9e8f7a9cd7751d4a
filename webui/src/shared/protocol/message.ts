import { z } from 'zod';
import { approvalSchema, questionSchema } from './ask';
import { optional, optionalText } from './fields';

const diffHunkSchema = z.object({
  oldStart: z.number(),
  oldLines: z.number(),
  newStart: z.number(),
  newLines: z.number(),
  lines: z.array(z.string()),
});
export type DiffHunk = z.infer<typeof diffHunkSchema>;

export const fileDiffSchema = z.object({
  path: z.string(),
  added: z.number(),
  removed: z.number(),
  hunks: z.array(diffHunkSchema),
});
export type FileDiff = z.infer<typeof fileDiffSchema>;

const toolSchema = z.object({
  id: z.string(),
  kind: z.enum(['read', 'edit', 'exec', 'search', 'fetch', 'think', 'agent', 'mcp', 'other']).catch('other'),
  title: z.string(),
  status: z.enum(['running', 'ok', 'failed', 'denied', 'cancelled']),
  exitCode: optional(z.number()),
  durationMs: optional(z.number()),
  diff: optional(fileDiffSchema),
});
export type Tool = z.infer<typeof toolSchema>;
export type ToolKind = Tool['kind'];
export type ToolStatus = Tool['status'];

const base = {
  id: z.string(),
  seq: z.number().int(),
  content: z.string().catch(''),
  timestamp: z.number(),
  open: z.boolean().catch(false),
  parentId: optionalText,
  /** What was left out: a text's full length in characters, a diff's; true for texts inside an ask. */
  clipped: optional(
    z.object({
      content: z.number().optional(),
      toolInput: z.number().optional(),
      toolResult: z.number().optional(),
      diff: z.number().optional(),
      approval: z.boolean().optional(),
      question: z.boolean().optional(),
    }),
  ),
};

export const deliverySchema = z.enum(['accepted', 'sent', 'taken', 'cancelled', 'failed']);
export type Delivery = z.infer<typeof deliverySchema>;

const knownMessageSchema = z.discriminatedUnion('kind', [
  z.object({ ...base, kind: z.literal('prompt'), clientId: optionalText, delivery: deliverySchema }),
  z.object({ ...base, kind: z.literal('text'), aborted: z.boolean().optional() }),
  z.object({ ...base, kind: z.literal('thought'), durationMs: optional(z.number()) }),
  z.object({
    ...base,
    kind: z.literal('tool'),
    toolName: z.string(),
    toolInput: z.string().catch(''),
    toolResult: optional(z.string()),
    tool: toolSchema,
  }),
  z.object({ ...base, kind: z.literal('approval'), approval: approvalSchema }),
  z.object({ ...base, kind: z.literal('question'), question: questionSchema }),
  z.object({ ...base, kind: z.literal('notice'), level: z.enum(['info', 'warning', 'error']).catch('info') }),
]);

/** A kind that a newer server knows and we do not: its text is shown, nothing is lost. */
const unsupportedMessageSchema = z.object({ ...base, kind: z.string() }).transform((message) => ({
  ...message,
  wireKind: message.kind,
  kind: 'unsupported' as const,
}));

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
