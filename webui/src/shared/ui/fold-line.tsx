import { clsx } from 'clsx';
import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { Icon } from './icon';

interface FoldLineProps {
  open: boolean;
  onToggle: () => void;
  children: ReactNode;
  testId: string;
}

/** One line that unfolds what is behind it. */
export function FoldLine({ open, onToggle, children, testId }: FoldLineProps) {
  return (
    <button
      type="button"
      aria-expanded={open}
      data-testid={testId}
      onClick={onToggle}
      className="-ml-1.5 flex min-h-row w-[calc(100%+12px)] items-center gap-2 rounded-md px-1.5 text-left text-muted transition-colors duration-100 hover:bg-hover hover:text-text"
    >
      <Icon
        of={ChevronRight}
        size={14}
        className={clsx('shrink-0 transition-transform duration-100', open && 'rotate-90')}
      />
      {children}
    </button>
  );
}
