import { clsx } from 'clsx';
import { ChevronRight } from 'lucide-react';
import { useId, useState, type ReactNode } from 'react';
import { keyPrefix, readStored, writeStored } from '@/shared/lib/storage';
import { Icon } from '@/shared/ui/icon';

interface AgentGroupProps {
  name: string;
  title: string;
  count: number;
  /** Amber: it waits for a person. */
  urgent?: boolean;
  foldable?: boolean;
  children: ReactNode;
}

export function AgentGroup({ name, title, count, urgent = false, foldable = false, children }: AgentGroupProps) {
  const key = `${keyPrefix}folded.${name}`;
  const [folded, setFolded] = useState(() => foldable && readStored(key) !== 'no');
  const listId = useId();
  const toggle = () => {
    writeStored(key, folded ? 'no' : undefined);
    setFolded(!folded);
  };
  const heading = clsx(
    'flex w-full items-center gap-2 px-4 pt-4 pb-1.5 text-left text-small font-semibold tracking-wide uppercase',
    urgent ? 'text-amber' : 'text-muted',
  );
  const label = (
    <>
      {title} <span className="font-normal">{count}</span>
    </>
  );
  return (
    <section aria-label={`${title}, ${count}`} data-testid={`group-${name}`}>
      <h2>
        {foldable ? (
          <button
            type="button"
            aria-expanded={!folded}
            aria-controls={listId}
            onClick={toggle}
            className={clsx(heading, 'min-h-row hover:text-text')}
          >
            {label}
            <Icon
              of={ChevronRight}
              size={14}
              className={clsx('shrink-0 transition-transform duration-100', !folded && 'rotate-90')}
            />
          </button>
        ) : (
          <span className={heading}>{label}</span>
        )}
      </h2>
      {!folded && <ul id={listId}>{children}</ul>}
    </section>
  );
}
