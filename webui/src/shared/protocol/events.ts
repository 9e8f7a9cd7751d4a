import { z } from 'zod/mini';
import { agentSchema } from './agent';
import { recordSchema } from './record';

export const recordsEventSchema = z.object({ agentId: z.string(), records: z.array(recordSchema) });
export const snapshotEventSchema = z.object({ agentId: z.string(), agent: agentSchema });
export const statusEventSchema = z.object({ agentId: z.string(), status: z.string() });

/** The acknowledgement of `agent:join {id, afterSeq}`. */
export const joinReplySchema = z.union([
  z.object({ ok: z.literal(true), records: z.array(recordSchema), lastSeq: z.number() }),
  z.object({ ok: z.literal(true), snapshot: agentSchema, lastSeq: z.number() }),
  z.object({ error: z.string() }),
]);
export type JoinReply = z.infer<typeof joinReplySchema>;

export const probeReplySchema = z.object({ at: z.number() });
