import { z } from 'zod';
import { approvalSchema, questionSchema } from './ask';
import { messageSchema } from './message';

export const errorBodySchema = z.object({ error: z.string() });
export const okSchema = z.object({ ok: z.literal(true) });
export const authCheckSchema = z.object({ authenticated: z.boolean(), required: z.boolean().optional() });
export const sendReplySchema = z.object({ ok: z.literal(true), messageId: z.string().optional() });
export const approvalReplySchema = z.object({ approval: approvalSchema });
export const questionReplySchema = z.object({ question: questionSchema });

export const messagePageSchema = z.object({
  messages: z.array(messageSchema),
  more: z.boolean(),
  lastSeq: z.number(),
});
export type MessagePage = z.infer<typeof messagePageSchema>;

export const directoryListingSchema = z.object({
  path: z.string(),
  parent: z.string().nullish(),
  entries: z.array(z.object({ name: z.string(), path: z.string(), isDirectory: z.boolean() })),
});
export type DirectoryListing = z.infer<typeof directoryListingSchema>;

/** Models are plain names in the original, objects with a name and efforts in ours. */
const modelSchema = z.union([
  z.string().transform((id) => ({ id, name: id, description: '' })),
  z.object({ id: z.string(), name: z.string().catch(''), description: z.string().catch('') }),
]);

const providerSchema = z.object({
  available: z.boolean(),
  version: z.string().nullish(),
  reasoningEfforts: z.array(z.string()).catch([]),
  models: z.array(modelSchema).catch([]),
  modes: z.array(z.string()).catch([]),
  hint: z.string().nullish(),
});
export const capabilitiesSchema = z.object({ providers: z.record(z.string(), providerSchema) });
export type Capabilities = z.infer<typeof capabilitiesSchema>;

export const settingsSchema = z.object({
  deleteSessionFilesPolicy: z.enum(['ask', 'keep', 'purge']).catch('ask'),
  pathHistory: z.record(z.string(), z.array(z.string())).catch({}),
});
export type Settings = z.infer<typeof settingsSchema>;

export const claudeMdSchema = z.object({ exists: z.boolean(), fileName: z.string().optional() });
