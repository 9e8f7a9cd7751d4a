import { z } from 'zod/mini';
import { optionalText } from './fields';

/** The agent's own terminal, for agents that run on one. */
export const agentTerminalId = 'agent';

/** Socket.IO gives an ArrayBuffer in browsers and a Buffer in Node; a server that knows no `binary` sends text. */
const bytesSchema = z.pipe(
  z.custom<ArrayBuffer | Uint8Array | string>(
    (value) => typeof value === 'string' || value instanceof ArrayBuffer || ArrayBuffer.isView(value),
  ),
  z.transform((value): Uint8Array => {
    if (typeof value === 'string') return new TextEncoder().encode(value);
    return value instanceof ArrayBuffer ? new Uint8Array(value) : value;
  }),
);

const name = { agentId: z.string(), terminalId: z.string() };

export const terminalOutputSchema = z.object({ ...name, data: bytesSchema, replay: z.catch(z.boolean(), false) });
export const terminalExitSchema = z.object({ ...name, exitCode: z.catch(z.number(), -1), error: optionalText });

export const terminalReplySchema = z.union([
  z.object({ ok: z.literal(true), attached: z.catch(z.boolean(), false) }),
  z.object({ error: z.string() }),
]);

const terminalInfoSchema = z.object({ terminalId: z.string(), ofAgent: z.catch(z.boolean(), false) });
export type TerminalInfo = z.infer<typeof terminalInfoSchema>;
export const terminalListSchema = z.object({ terminals: z.array(terminalInfoSchema) });
