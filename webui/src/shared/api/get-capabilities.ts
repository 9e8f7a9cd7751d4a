import { capabilitiesSchema, type Capabilities } from '@/shared/protocol/calls';
import { request } from './http';

export function getCapabilities(): Promise<Capabilities> {
  return request('GET', '/settings/runtime-capabilities', capabilitiesSchema);
}
