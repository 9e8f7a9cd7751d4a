import { directoryListingSchema, type DirectoryListing } from '@/shared/protocol/calls';
import { request } from './http';

/** Without a path: the home directory. */
export function getDirectories(path: string | undefined): Promise<DirectoryListing> {
  const query = path === undefined ? '' : `?${new URLSearchParams({ path }).toString()}`;
  return request('GET', `/directories${query}`, directoryListingSchema);
}
