import { Outlet, useRouterState } from '@tanstack/react-router';
import { LinkBanner } from '@/features/relay/link-banner';
import { RelayOpenBanner } from '@/features/relay/relay-open-banner';
import { VersionNotice } from '@/features/relay/version-notice';

/** What stands above every page, the login too. */
export function AppFrame() {
  const isLogin = useRouterState({ select: (state) => state.location.pathname === '/login' });
  return (
    <div className="flex h-(--app-height) flex-col overflow-hidden">
      <div className="above-all shrink-0">
        <RelayOpenBanner />
        {!isLogin && <LinkBanner />}
        {!isLogin && <VersionNotice />}
      </div>
      <div className="flex min-h-0 flex-1 flex-col">
        <Outlet />
      </div>
    </div>
  );
}
