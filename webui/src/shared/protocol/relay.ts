import { z } from 'zod/mini';
import { optional, optionalText, optionalTime } from './fields';

const machineSchema = z.object({
  name: z.catch(optionalText, undefined),
  version: z.catch(optionalText, undefined),
  connectedSince: z.catch(optionalTime, undefined),
  disconnectedSince: z.catch(optionalTime, undefined),
  roundTripMs: z.catch(optional(z.number()), undefined),
});

/**
 * GET /api/relay/status, answered by the relay itself. Relays of other versions may lack fields or send
 * others in their place: only `tunnelConnected` is needed, the rest is then unknown.
 */
export const relayStatusSchema = z.object({
  tunnelConnected: z.boolean(),
  /** Seconds since the relay started. */
  uptime: z.catch(z.number().check(z.nonnegative()), 0),
  version: z.catch(optionalText, undefined),
  passwordRequired: z.catch(optional(z.boolean()), undefined),
  authenticated: z.catch(optional(z.boolean()), undefined),
  /** Only for those who are logged in. Times are milliseconds since the epoch by the relay's clock. */
  machine: z.catch(optional(machineSchema), undefined),
});
export type RelayStatus = z.infer<typeof relayStatusSchema>;
