import { compareVersions } from '@/shared/lib/semver';
import type { RelayState } from '@/shared/link/relay-state';

export interface VersionDifference {
  older: 'relay' | 'machine';
  relay: string;
  machine: string;
  machineName: string | undefined;
}

/** Undefined while they agree, while the machine is away, or where one of them does not say. */
export function versionDifference(state: RelayState): VersionDifference | undefined {
  if (state.kind !== 'relay') return undefined;
  const { version: relay, machine, tunnelConnected } = state.status;
  if (!tunnelConnected || relay === undefined || machine?.version === undefined) return undefined;
  const order = compareVersions(relay, machine.version);
  if (order === undefined || order === 0) return undefined;
  return { older: order < 0 ? 'relay' : 'machine', relay, machine: machine.version, machineName: machine.name };
}
