import { settingsSchema, type Settings } from '@/shared/protocol/calls';
import { request } from './http';

export function getSettings(): Promise<Settings> {
  return request('GET', '/settings', settingsSchema);
}
