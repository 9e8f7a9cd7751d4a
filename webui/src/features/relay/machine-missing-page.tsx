import { Unplug } from 'lucide-react';
import { useNow } from '@/shared/lib/use-now';
import { brokenTitle, brokenTunnel, sinceWords } from '@/shared/link/broken-hop';
import type { KnownRelay } from '@/shared/link/relay-state';
import { StatePanel } from '@/shared/ui/state-panel';

/** Nothing can be shown yet: there is no machine at the other end of the relay. */
export function MachineMissingPage({ relay }: { relay: KnownRelay }) {
  const now = useNow(1_000);
  const broken = brokenTunnel(relay);
  return (
    <div data-testid="machine-missing" className="flex flex-1 flex-col justify-center overflow-y-auto pb-[12vh]">
      <StatePanel
        icon={Unplug}
        title={
          <>
            <span role="status">{brokenTitle(broken)}</span>{' '}
            <span className="whitespace-nowrap">{sinceWords(broken.since, Math.max(now, relay.at))}</span>
          </>
        }
      >
        <p>
          {broken.never && 'That is when the relay started. '}
          This page comes alive by itself when a machine connects.
        </p>
        <p className="mt-3">
          If it should be there: see that AgentMonitor runs on that machine, and that its <code className="font-mono">RELAY_URL</code>{' '}
          and <code className="font-mono">RELAY_TOKEN</code> are those of this relay.
        </p>
      </StatePanel>
    </div>
  );
}
