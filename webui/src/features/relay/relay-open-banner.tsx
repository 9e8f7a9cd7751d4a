import { ShieldAlert } from 'lucide-react';
import { useServices } from '@/shared/services';
import { useStore } from '@/shared/store/store';
import { Icon } from '@/shared/ui/icon';

/** A relay without a password: said on every page, and not to be closed. */
export function RelayOpenBanner() {
  const { relay } = useServices();
  const state = useStore(relay);
  if (state.kind !== 'relay' || state.status.passwordRequired !== false) return null;
  return (
    <div role="alert" data-testid="relay-open-banner" className="flex items-start gap-2 bg-alarm px-4 py-2 text-on-alarm">
      <span className="flex h-(--ui-line) items-center">
        <Icon of={ShieldAlert} size={16} />
      </span>
      <p className="min-w-0 flex-1">
        <strong className="font-semibold">Anyone who knows this address can control your agents.</strong> Set{' '}
        <code className="font-mono">RELAY_PASSWORD</code> on the relay.
      </p>
    </div>
  );
}
