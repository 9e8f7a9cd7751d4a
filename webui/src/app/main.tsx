import '@/shared/styles/main.css';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { checkAccess } from '@/shared/api/auth';
import { ApiError, setUnauthorizedHandler } from '@/shared/api/http';
import { startAppHeight } from '@/shared/lib/app-height';
import { startTheme } from '@/shared/lib/theme';
import { ServicesContext } from '@/shared/services';
import { buildServices } from './build-services';
import { router } from './router';

startTheme();
startAppHeight();

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      refetchOnWindowFocus: false,
      retry: (failures, error) => failures < 2 && error instanceof ApiError && error.isPassing,
    },
  },
});

function goToLogin(): void {
  const { pathname, href } = router.state.location;
  services.link.stop();
  if (pathname !== '/login') void router.navigate({ to: '/login', search: { back: href }, replace: true });
}

const services = buildServices(goToLogin);
setUnauthorizedHandler(goToLogin);
// What failed for want of a link is asked again; what is on the screen does not reload.
services.link.onUp(() => void queries.invalidateQueries({ predicate: ({ state }) => state.status === 'error' }));

/** Who may not see anything gets the login before a socket is tried; without an answer, the link says why. */
async function start(): Promise<void> {
  const access = await checkAccess().catch(() => 'open' as const);
  if (access === 'login-needed') {
    goToLogin();
    return;
  }
  services.link.start();
  const { pathname, search } = router.state.location;
  // Once per document: a server that refuses after all brings the login back, and it stays.
  if (pathname === '/login') void router.navigate({ href: search.back ?? '/', replace: true });
}

const container = document.getElementById('root');
if (container === null) throw new Error('#root is missing');
createRoot(container).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <ServicesContext value={services}>
        <RouterProvider router={router} />
      </ServicesContext>
    </QueryClientProvider>
  </StrictMode>,
);

services.relayWatch.start();
void start();
void services.agents.load();
void import('@/shared/styles/font.css');
