import { Link, useParams } from '@tanstack/react-router';
import { CloudOff, SearchX } from 'lucide-react';
import { useEffect, useMemo } from 'react';
import { AgentHeader } from '@/features/agent-header/agent-header';
import { AskDock } from '@/features/asks/ask-dock';
import { Composer } from '@/features/composer/composer';
import { LinkLightButton } from '@/features/link-light/link-light-button';
import { PlanStrip } from '@/features/plan/plan-strip';
import { Timeline } from '@/features/timeline/timeline';
import { TimelineSkeleton } from '@/features/timeline/timeline-skeleton';
import { livePlan } from '@/shared/lib/plan-progress';
import { isDown } from '@/shared/protocol/agent';
import { useServices } from '@/shared/services';
import type { AgentSession, SessionState } from '@/shared/store/agent-session';
import { useStore } from '@/shared/store/store';
import { Button } from '@/shared/ui/button';
import { StatePanel } from '@/shared/ui/state-panel';
import { useAgentOutbox } from './use-agent-outbox';

export function AgentPage() {
  const { agentId } = useParams({ from: '/shell/agents/$agentId' });
  const { sessions } = useServices();
  const session = useMemo(() => sessions.get(agentId), [sessions, agentId]);
  useEffect(() => {
    session.open();
    return () => session.close();
  }, [session]);
  return <SessionView key={agentId} session={session} />;
}

function SessionView({ session }: { session: AgentSession }) {
  const { agents } = useServices();
  const state = useStore(session.state);
  const { agents: known } = useStore(agents.state);
  switch (state.kind) {
    case 'ready':
      return <ReadyView session={session} state={state} />;
    case 'loading': {
      const agent = known.get(session.id);
      return (
        <>
          {agent !== undefined && <AgentHeader agent={agent} light={<LinkLightButton />} />}
          <TimelineSkeleton />
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
  const { agent, messages } = state.timeline;
  const outbox = useAgentOutbox(session.id, messages);
  const plan = livePlan(messages);
  const toolDiffOf = (toolId: string | undefined) => {
    const call = messages.findLast((message) => message.kind === 'tool' && message.tool.id === toolId);
    return call?.kind === 'tool' ? call.tool.diff : undefined;
  };
  return (
    <>
      <AgentHeader agent={agent} light={<LinkLightButton />} />
      {plan !== undefined && !isDown(agent.phase) && <PlanStrip plan={plan} />}
      <Timeline session={session} state={state} outbox={outbox} />
      <AskDock agentId={session.id} asks={agent.pending} toolDiffOf={toolDiffOf} />
      <Composer agent={agent} />
    </>
  );
}
