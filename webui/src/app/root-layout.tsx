import { Outlet, useParams, useRouterState } from '@tanstack/react-router';
import { clsx } from 'clsx';
import { MachineMissingPage } from '@/features/relay/machine-missing-page';
import { isMachineMissing } from '@/shared/link/relay-state';
import { useServices } from '@/shared/services';
import { useSelected, useStore } from '@/shared/store/store';
import { AppBar } from './app-bar';
import { ListColumn } from './list-column';
import { ShortcutsHost } from './shortcuts-host';
import { useDocumentTitle } from './use-document-title';

/** Desktop: the list beside the page. Phone: one of the two. */
export function RootLayout() {
  useDocumentTitle();
  const { agentId } = useParams({ strict: false });
  const isHome = useRouterState({ select: (state) => state.location.pathname === '/' });
  const services = useServices();
  const loaded = useSelected(services.agents.state, (state) => state.loaded);
  const relay = useStore(services.relay);
  if (!loaded && isMachineMissing(relay)) {
    return (
      <main className="flex min-h-0 flex-1 flex-col">
        <AppBar />
        <MachineMissingPage relay={relay} />
      </main>
    );
  }
  return (
    <div className="flex min-h-0 flex-1 overflow-hidden">
      <aside
        className={clsx(
          'min-h-0 w-full flex-col lg:flex lg:w-80 lg:shrink-0 lg:border-r lg:border-line xl:w-88',
          isHome ? 'flex' : 'hidden',
        )}
      >
        <ListColumn selectedId={agentId} />
      </aside>
      <main className={clsx('min-h-0 min-w-0 flex-1 flex-col lg:flex', isHome ? 'hidden' : 'flex')}>
        <Outlet />
      </main>
      <ShortcutsHost />
    </div>
  );
}
