import { Unplug } from 'lucide-react';
import { brokenTitle, sinceWords, type BrokenHop } from '@/shared/link/broken-hop';
import { useLinkLight } from '@/shared/link/use-link-light';
import { useServices } from '@/shared/services';
import { useSelected } from '@/shared/store/store';
import { Icon } from '@/shared/ui/icon';

function testId(broken: BrokenHop): string {
  return broken.hop === 'tunnel' ? 'machine-missing' : 'link-broken';
}

/** Over a page that is already there: which hop is broken. A page with nothing to show says it itself. */
export function LinkBanner() {
  const { agents } = useServices();
  const loaded = useSelected(agents.state, (state) => state.loaded);
  const { light, now } = useLinkLight();
  if (!loaded || light.broken === undefined || light.colour !== 'red') return null;
  return (
    <div
      data-testid={testId(light.broken)}
      className="flex items-start gap-2 border-b border-amber-line bg-amber-bg px-4 py-2"
    >
      <span className="flex h-(--ui-line) items-center text-amber">
        <Icon of={Unplug} size={16} />
      </span>
      <p className="min-w-0 flex-1">
        <span role="status">{brokenTitle(light.broken)}</span>
        {light.broken.hop === 'tunnel' && ` ${sinceWords(light.broken.since, now)}`}.{' '}
        <span className="text-muted">What you write is kept and sent later.</span>
      </p>
    </div>
  );
}
