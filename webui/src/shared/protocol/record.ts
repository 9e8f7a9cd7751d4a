import { z } from 'zod/mini';
import { agentStateSchema } from './agent';
import { messageSchema } from './message';

const base = { seq: z.int(), at: z.catch(z.number(), 0) };

const knownRecordSchema = z.discriminatedUnion('type', [
  z.object({ ...base, type: z.literal('message'), message: messageSchema }),
  z.object({ ...base, type: z.literal('append'), id: z.string(), text: z.string() }),
  z.object({ ...base, type: z.literal('state'), state: agentStateSchema }),
]);

/** Counted, not shown: a line no one understands, or a record of a newer server. */
const unknownRecordSchema = z.pipe(
  z.object(base),
  z.transform((record) => ({ ...record, type: 'unknown' as const })),
);

/** A numbered delta of one agent. Whatever has a number keeps it, so that a record we cannot read is no gap. */
export const recordSchema = z.union([knownRecordSchema, unknownRecordSchema]);
export type JournalRecord = z.infer<typeof recordSchema>;
