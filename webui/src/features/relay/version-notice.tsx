import { ArrowUpCircle, X } from 'lucide-react';
import { useState } from 'react';
import { machineWords } from '@/shared/link/broken-hop';
import { keyPrefix, readStored, writeStored } from '@/shared/lib/storage';
import { useServices } from '@/shared/services';
import { useStore } from '@/shared/store/store';
import { IconButton } from '@/shared/ui/button';
import { Icon } from '@/shared/ui/icon';
import { versionDifference, type VersionDifference } from './version-difference';

function storageKey({ relay, machine }: VersionDifference): string {
  return `${keyPrefix}versions-seen.${relay}/${machine}`;
}

function words({ older, relay, machine, machineName }: VersionDifference): string {
  const name = machineWords(machineName);
  return older === 'relay'
    ? `The relay (${relay}) is older than ${name.replace('The', 'the')} (${machine}): update the relay.`
    : `${name} (${machine}) is older than the relay (${relay}): update the machine.`;
}

/** They work together all the same; closed once, it is quiet until one of the two changes. */
export function VersionNotice() {
  const { relay } = useServices();
  const difference = versionDifference(useStore(relay));
  const [closed, setClosed] = useState<string>();
  if (difference === undefined) return null;
  const key = storageKey(difference);
  if (closed === key || readStored(key) !== undefined) return null;
  return (
    <div data-testid="version-notice" className="flex items-start gap-2 border-b border-line bg-sunken pl-4 text-muted">
      <span className="flex h-row items-center">
        <Icon of={ArrowUpCircle} size={15} />
      </span>
      <p className="min-w-0 flex-1 py-[calc((var(--row-height)-var(--ui-line))/2)]">{words(difference)}</p>
      <IconButton
        label="Dismiss"
        onClick={() => {
          writeStored(key, '1');
          setClosed(key);
        }}
      >
        <Icon of={X} size={15} />
      </IconButton>
    </div>
  );
}
