import { Outlet, useParams, useRouterState } from '@tanstack/react-router';
import { clsx } from 'clsx';
import { useDocumentTitle } from './use-document-title';
import { ListColumn } from './list-column';
import { ShortcutsHost } from './shortcuts-host';

/** Desktop: the list beside the page. Phone: one of the two. */
export function RootLayout() {
  useDocumentTitle();
  const { agentId } = useParams({ strict: false });
  const isHome = useRouterState({ select: (state) => state.location.pathname === '/' });
  return (
    <div className="flex h-(--app-height) overflow-hidden">
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
