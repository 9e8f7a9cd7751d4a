import { z } from 'zod';
import { agentStateSchema } from './agent';
import { messageSchema } from './message';

const base = { seq: z.number().int(), at: z.number().catch(0) };

const knownRecordSchema = z.discriminatedUnion('type', [
  z.object({ ...base, type: z.literal('message'), message: messageSchema }),
  z.object({ ...base, type: z.literal('append'), id: z.string(), text: z.string() }),
  z.object({ ...base, type: z.literal('state'), state: agentStateSchema }),
]);

/** Counted, not shown: a line no one understands, or a record of a newer server. */
const unknownRecordSchema = z.object(base).transform((record) => ({ ...record, type: 'unknown' as const }));

/** A numbered delta of one agent. Whatever has a number keeps it, so that a record we cannot read is no gap. */
export const recordSchema = z.union([knownRecordSchema, unknownRecordSchema]);
export type JournalRecord = z.infer<typeof recordSchema>;
