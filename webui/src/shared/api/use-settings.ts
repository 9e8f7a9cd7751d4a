import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Settings } from '@/shared/protocol/calls';
import { getSettings } from './get-settings';
import { putSettings } from './put-settings';

export const settingsQuery = { queryKey: ['settings'], queryFn: getSettings, staleTime: 60_000 };

export function useSettings() {
  return useQuery(settingsQuery);
}

/** What is to be sent, by what stands there now: a list replaces a list, and another browser may have added to it. */
export type SettingsChange = (current: Settings) => Partial<Settings>;

/** What the server then says counts everywhere. */
export function useChangeSettings() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (change: SettingsChange) => putSettings(change(await getSettings())),
    onSuccess: (settings) => queries.setQueryData(settingsQuery.queryKey, settings),
  });
}
