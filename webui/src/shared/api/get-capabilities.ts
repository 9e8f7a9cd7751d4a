import { capabilitiesSchema, type Capabilities } from '@/shared/protocol/calls';
import { request } from './http';

/** The first call lets the server ask each CLI, which may take a minute on a slow machine. */
const timeoutMs = 120_000;

/** `refresh`: what the server found before does not hold. */
export function getCapabilities(refresh = false): Promise<Capabilities> {
  const path = '/settings/runtime-capabilities';
  return request('GET', refresh ? `${path}?refresh=true` : path, capabilitiesSchema, undefined, timeoutMs);
}
