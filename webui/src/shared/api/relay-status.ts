import { relayStatusSchema, type RelayStatus } from '@/shared/protocol/relay';
import { ApiError, request } from './http';

const timeoutMs = 5_000;

/**
 * Undefined where no relay stands between: the local server does not know this call. Older servers answer
 * every unknown path with the page (200), or ask for a login first.
 */
export async function getRelayStatus(): Promise<RelayStatus | undefined> {
  try {
    return await request('GET', '/relay/status', relayStatusSchema, undefined, timeoutMs);
  } catch (error) {
    if (error instanceof ApiError && [200, 401, 403, 404].includes(error.status)) return undefined;
    throw error;
  }
}
