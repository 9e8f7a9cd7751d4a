import { Link } from '@tanstack/react-router';
import { LinkLightButton } from '@/features/link-light/link-light-button';
import { ThemeMenu } from '@/features/theme/theme-menu';
import { LogOutButton } from './log-out-button';

export function AppBar() {
  return (
    <header className="flex items-center gap-1 border-b border-line pt-(--safe-top) pr-1 pl-4 lg:pr-2">
      <Link to="/" className="mr-auto flex min-h-12 items-center font-semibold">
        AgentMonitor
      </Link>
      <LinkLightButton />
      <ThemeMenu />
      <LogOutButton />
    </header>
  );
}
