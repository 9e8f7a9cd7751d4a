import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { Icon } from './icon';

interface StatePanelProps {
  icon: LucideIcon;
  title: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
}

/** What a list or page says when it has nothing to show, and what can be done about it. */
export function StatePanel({ icon, title, children, action }: StatePanelProps) {
  return (
    <div className="flex flex-col items-center justify-center gap-1 px-6 py-16 text-center">
      <span className="mb-2 text-muted">
        <Icon of={icon} size={24} />
      </span>
      <p className="max-w-sm font-medium text-balance">{title}</p>
      {children !== undefined && <div className="max-w-sm text-balance text-muted">{children}</div>}
      {action !== undefined && <div className="mt-4 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  );
}
