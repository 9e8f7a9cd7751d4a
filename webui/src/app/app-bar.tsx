import { Link } from '@tanstack/react-router';
import { Settings } from 'lucide-react';
import { LinkLightButton } from '@/features/link-light/link-light-button';
import { ThemeMenu } from '@/features/theme/theme-menu';
import { Icon } from '@/shared/ui/icon';
import { LogOutButton } from './log-out-button';

export function AppBar() {
  return (
    <header className="flex items-center gap-1 border-b border-line pt-(--safe-top) pr-1 pl-4 lg:pr-2">
      <Link to="/" className="mr-auto flex min-h-12 items-center font-semibold">
        AgentMonitor
      </Link>
      <LinkLightButton />
      <ThemeMenu />
      <Link
        to="/settings"
        aria-label="Settings"
        title="Settings (g s)"
        data-testid="settings-link"
        className="inline-flex size-row shrink-0 items-center justify-center rounded-md text-muted transition-colors duration-100 hover:bg-hover hover:text-text"
      >
        <Icon of={Settings} />
      </Link>
      <LogOutButton />
    </header>
  );
}
