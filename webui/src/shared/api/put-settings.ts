import { settingsSchema, type Settings } from '@/shared/protocol/calls';
import { request } from './http';

/** Any subset; a list replaces the whole list. */
export function putSettings(changes: Partial<Settings>): Promise<Settings> {
  return request('PUT', '/settings', settingsSchema, changes);
}
