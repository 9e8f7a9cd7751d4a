import { clsx } from 'clsx';
import { Popover } from 'radix-ui';
import { formatLinkAge } from '@/shared/lib/format';
import type { LightColour } from '@/shared/link/link-light';
import { useLinkLight } from '@/shared/link/use-link-light';
import { LinkDetails } from './link-details';

const dots: Record<LightColour, string> = {
  grey: 'bg-line-strong',
  green: 'bg-green-mark',
  amber: 'bg-amber-mark',
  red: 'bg-red-mark',
};

const inks: Record<LightColour, string> = {
  grey: 'text-muted',
  green: 'text-muted',
  amber: 'text-amber',
  red: 'text-red',
};

/** The dot and the age of the last full round trip. */
export function LinkLightButton() {
  const view = useLinkLight();
  const { light } = view;
  const age = light.ageMs === undefined ? '–' : formatLinkAge(light.ageMs);
  return (
    <Popover.Root>
      <Popover.Trigger
        data-testid="link-light"
        data-colour={light.colour}
        aria-label={`Link: ${light.words}, last answer ${light.ageMs === undefined ? 'none' : `${age} ago`}`}
        className="inline-flex h-row items-center gap-2 rounded-md px-2 hover:bg-hover"
      >
        <span aria-hidden className={clsx('size-2 rounded-full', dots[light.colour])} />
        <span aria-hidden className={clsx('min-w-10 text-left font-mono text-small', inks[light.colour])}>
          {age}
        </span>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="end"
          sideOffset={4}
          collisionPadding={8}
          className="layer-in z-50 w-80 rounded-lg bg-surface p-4 shadow-layer outline-none"
        >
          <LinkDetails view={view} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
