import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { z } from 'zod/mini';
import { agentSearchSchema } from './agent-search';
import { AppFrame } from './app-frame';
import { backSchema } from './back-schema';
import { NotFoundPage } from './not-found-page';
import { newAgentSearchSchema, settingsSearchSchema } from './page-search';
import { RootLayout } from './root-layout';

const root = createRootRoute({ component: AppFrame, notFoundComponent: NotFoundPage });

const shell = createRoute({ getParentRoute: () => root, id: 'shell', component: RootLayout });

const home = createRoute({
  getParentRoute: () => shell,
  path: '/',
  component: lazyRouteComponent(() => import('./home-page'), 'HomePage'),
});

const newAgent = createRoute({
  getParentRoute: () => shell,
  path: '/new',
  validateSearch: newAgentSearchSchema,
  component: lazyRouteComponent(() => import('./new-agent-page'), 'NewAgentPage'),
});

const settings = createRoute({
  getParentRoute: () => shell,
  path: '/settings',
  validateSearch: settingsSearchSchema,
  component: lazyRouteComponent(() => import('./settings-page'), 'SettingsPage'),
});

const agent = createRoute({
  getParentRoute: () => shell,
  path: '/agents/$agentId',
  validateSearch: agentSearchSchema,
  component: lazyRouteComponent(() => import('./agent-page'), 'AgentPage'),
});

const login = createRoute({
  getParentRoute: () => root,
  path: '/login',
  validateSearch: z.object({ back: backSchema }),
  component: lazyRouteComponent(() => import('./login-page'), 'LoginPage'),
});

const routeTree = root.addChildren([shell.addChildren([home, newAgent, settings, agent]), login]);

export const router = createRouter({ routeTree, defaultPreload: 'intent' });

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
