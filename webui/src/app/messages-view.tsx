import { AskDock } from '@/features/asks/ask-dock';
import { Composer } from '@/features/composer/composer';
import { PlanStrip } from '@/features/plan/plan-strip';
import { Timeline } from '@/features/timeline/timeline';
import { livePlan } from '@/shared/lib/plan-progress';
import { isDown } from '@/shared/protocol/agent';
import type { AgentSession, SessionState } from '@/shared/store/agent-session';
import { useAgentOutbox } from './use-agent-outbox';

interface MessagesViewProps {
  session: AgentSession;
  state: Extract<SessionState, { kind: 'ready' }>;
}

/** What was said, what is asked, and the field to answer in. */
export function MessagesView({ session, state }: MessagesViewProps) {
  const { agent, messages } = state.timeline;
  const outbox = useAgentOutbox(session.id, messages);
  const plan = livePlan(messages);
  const toolDiffOf = (toolId: string | undefined) => {
    const call = messages.findLast((message) => message.kind === 'tool' && message.tool.id === toolId);
    return call?.kind === 'tool' ? call.tool.diff : undefined;
  };
  return (
    <>
      {plan !== undefined && !isDown(agent.phase) && <PlanStrip plan={plan} />}
      <Timeline session={session} state={state} outbox={outbox} />
      <AskDock agentId={session.id} asks={agent.pending} toolDiffOf={toolDiffOf} />
      <Composer agent={agent} />
    </>
  );
}
