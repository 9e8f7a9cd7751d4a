import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { CloudOff, SearchX } from 'lucide-react';
import { lazy, Suspense, useEffect, useMemo } from 'react';
import { AgentHeader } from '@/features/agent-header/agent-header';
import { LinkLightButton } from '@/features/link-light/link-light-button';
import { TimelineSkeleton } from '@/features/timeline/timeline-skeleton';
import { useServices } from '@/shared/services';
import type { AgentSession, SessionState } from '@/shared/store/agent-session';
import { useStore } from '@/shared/store/store';
import { Button } from '@/shared/ui/button';
import { StatePanel } from '@/shared/ui/state-panel';
import { tabSearch, viewOf } from './agent-search';
import { MessagesView } from './messages-view';
import { usePageShows } from './use-page-shows';
import { ViewSwitch } from './view-switch';
import { WaitsStrip } from './waits-strip';

// With them comes xterm, which most visits do not need.
const ShellView = lazy(async () => ({ default: (await import('@/features/terminal/shell-view')).ShellView }));
const AgentScreen = lazy(async () => ({ default: (await import('@/features/terminal/agent-screen')).AgentScreen }));

export function AgentPage() {
  const { agentId } = useParams({ from: '/shell/agents/$agentId' });
  const { sessions } = useServices();
  const session = useMemo(() => sessions.get(agentId), [sessions, agentId]);
  useEffect(() => {
    session.open();
    return () => session.close();
  }, [session]);
  usePageShows(agentId);
  return <SessionView key={agentId} session={session} />;
}

function SessionView({ session }: { session: AgentSession }) {
  const { agents } = useServices();
  const state = useStore(session.state);
  const { agents: known } = useStore(agents.state);
  const search = useSearch({ from: '/shell/agents/$agentId' });
  switch (state.kind) {
    case 'ready':
      return <ReadyView session={session} state={state} />;
    case 'loading': {
      const agent = known.get(session.id);
      if (agent === undefined) return <TimelineSkeleton />;
      const view = viewOf(search, agent);
      const views = <ViewSwitch agent={agent} current={view} />;
      return (
        <>
          <AgentHeader agent={agent} light={<LinkLightButton />} views={views} />
          {view === 'messages' && <TimelineSkeleton />}
        </>
      );
    }
    case 'missing':
      return (
        <StatePanel
          icon={SearchX}
          title="This agent is gone"
          action={
            <Link to="/" className="text-accent hover:underline">
              All agents
            </Link>
          }
        >
          It was deleted, or the address is wrong.
        </StatePanel>
      );
    case 'error':
      return (
        <StatePanel
          icon={CloudOff}
          title="The agent could not be loaded"
          action={<Button onClick={() => session.retry()}>Try again</Button>}
        >
          {state.message}
        </StatePanel>
      );
  }
}

function ReadyView({ session, state }: { session: AgentSession; state: Extract<SessionState, { kind: 'ready' }> }) {
  const navigate = useNavigate();
  const search = useSearch({ from: '/shell/agents/$agentId' });
  const { agent } = state.timeline;
  const view = viewOf(search, agent);
  const views = <ViewSwitch agent={agent} current={view} />;
  return (
    <>
      <AgentHeader agent={agent} light={<LinkLightButton />} views={views} titleOnly={view !== 'messages'} />
      {view !== 'messages' && <WaitsStrip agent={agent} />}
      {view === 'messages' ? (
        <MessagesView session={session} state={state} />
      ) : (
        <Suspense fallback={null}>
          {view === 'screen' ? (
            <AgentScreen agent={agent} leading={views} />
          ) : (
            <ShellView
              agent={agent}
              leading={views}
              tab={search.tab?.toString()}
              onTab={(id) =>
                void navigate({ to: '/agents/$agentId', params: { agentId: agent.id }, search: tabSearch(id), replace: true })
              }
            />
          )}
        </Suspense>
      )}
    </>
  );
}
