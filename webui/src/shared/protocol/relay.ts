import { z } from 'zod';
import { optional, optionalText, optionalTime } from './fields';

const machineSchema = z.object({
  name: optionalText.catch(undefined),
  version: optionalText.catch(undefined),
  connectedSince: optionalTime.catch(undefined),
  disconnectedSince: optionalTime.catch(undefined),
  roundTripMs: optional(z.number()).catch(undefined),
});

/**
 * GET /api/relay/status, answered by the relay itself. Relays of other versions may lack fields or send
 * others in their place: only `tunnelConnected` is needed, the rest is then unknown.
 */
export const relayStatusSchema = z.object({
  tunnelConnected: z.boolean(),
  /** Seconds since the relay started. */
  uptime: z.number().nonnegative().catch(0),
  version: optionalText.catch(undefined),
  passwordRequired: optional(z.boolean()).catch(undefined),
  authenticated: optional(z.boolean()).catch(undefined),
  /** Only for those who are logged in. Times are milliseconds since the epoch by the relay's clock. */
  machine: optional(machineSchema).catch(undefined),
});
export type RelayStatus = z.infer<typeof relayStatusSchema>;
