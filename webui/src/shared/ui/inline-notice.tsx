import { clsx } from 'clsx';
import { CircleAlert, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { Icon } from './icon';

type Level = 'info' | 'warning' | 'error';

const looks: Record<Level, { icon: typeof Info; className: string }> = {
  info: { icon: Info, className: 'text-muted' },
  warning: { icon: TriangleAlert, className: 'text-amber' },
  error: { icon: CircleAlert, className: 'text-red' },
};

interface InlineNoticeProps {
  level: Level;
  children: ReactNode;
  className?: string;
}

export function InlineNotice({ level, children, className }: InlineNoticeProps) {
  const { icon, className: colour } = looks[level];
  return (
    <div role={level === 'error' ? 'alert' : undefined} className={clsx('flex items-start gap-2', colour, className)}>
      <span className="flex h-(--ui-line) items-center">
        <Icon of={icon} size={15} />
      </span>
      <div className="min-w-0 flex-1">{children}</div>
    </div>
  );
}
