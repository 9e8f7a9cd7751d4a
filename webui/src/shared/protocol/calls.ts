import { z } from 'zod/mini';
import { modelChoiceSchema } from './agent';
import { approvalSchema, questionSchema } from './ask';
import { optionalText } from './fields';
import { messageSchema } from './message';

export const errorBodySchema = z.object({ error: z.string() });
export const okSchema = z.object({ ok: z.literal(true) });
export const authCheckSchema = z.object({ authenticated: z.boolean(), required: z.optional(z.boolean()) });
export const sendReplySchema = z.object({ ok: z.literal(true), messageId: z.optional(z.string()) });
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
  parent: z.nullish(z.string()),
  entries: z.array(z.object({ name: z.string(), path: z.string(), isDirectory: z.boolean() })),
});
export type DirectoryListing = z.infer<typeof directoryListingSchema>;

/** Models are plain names in the original, objects with a name and efforts in ours. */
const modelSchema = z.union([
  z.pipe(
    z.string(),
    z.transform((id) => ({ id, name: id, description: '', efforts: [] as string[] })),
  ),
  modelChoiceSchema,
]);

/** What one CLI can on that machine. */
const providerSchema = z.object({
  name: optionalText,
  available: z.boolean(),
  version: optionalText,
  /** The path of its program. */
  detectedFrom: optionalText,
  reasoningEfforts: z.catch(z.array(z.string()), []),
  models: z.catch(z.array(modelSchema), []),
  modes: z.catch(z.array(z.string()), []),
  hint: optionalText,
  /** How its agents can be shown. Older servers knew conversations only. */
  interfaces: z.catch(z.array(z.string()), ['conversation']),
});
export type ProviderCapabilities = z.infer<typeof providerSchema>;
export const capabilitiesSchema = z.object({ providers: z.record(z.string(), providerSchema) });
export type Capabilities = z.infer<typeof capabilitiesSchema>;

/** A program that a person added: the provider "acp:<id>". */
const acpAgentSchema = z.object({
  id: z.string(),
  name: z.string(),
  command: z.string(),
  env: z._default(z.record(z.string(), z.string()), {}),
});
export type AcpAgent = z.infer<typeof acpAgentSchema>;

export const sessionFilesPolicySchema = z.enum(['ask', 'keep', 'purge']);

export const settingsSchema = z.object({
  /** How long stopped agents are kept; 0: for ever. */
  agentRetentionMs: z.catch(z.number(), 0),
  deleteSessionFilesPolicy: z.catch(sessionFilesPolicySchema, 'ask'),
  // The whole list is sent back: one that cannot be read must not pass for an empty one.
  acpAgents: z._default(z.array(acpAgentSchema), []),
  pathHistory: z.catch(z.record(z.string(), z.array(z.string())), {}),
});
export type Settings = z.infer<typeof settingsSchema>;

export const claudeMdSchema = z.object({ exists: z.boolean(), fileName: z.optional(z.string()) });
