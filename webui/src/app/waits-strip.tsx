import { Link } from '@tanstack/react-router';
import { askTitle } from '@/shared/lib/agent-words';
import type { Agent } from '@/shared/protocol/agent';
import { viewsOf } from './agent-search';

/** In a view without the conversation: that a person is asked, what, and the way there. */
export function WaitsStrip({ agent }: { agent: Agent }) {
  const [ask] = agent.pending;
  if (ask === undefined) return null;
  const messages = viewsOf(agent).find(({ view }) => view === 'messages');
  return (
    <Link
      to="/agents/$agentId"
      params={{ agentId: agent.id }}
      search={messages?.search ?? {}}
      replace
      data-testid="waits-strip"
      className="flex min-h-row shrink-0 items-center gap-2 border-b border-amber-line bg-amber-bg px-4 hover:underline lg:px-5"
    >
      <span className="shrink-0 font-medium text-amber">Waits for you</span>
      <span className="min-w-0 flex-1 truncate">{askTitle(ask)}</span>
    </Link>
  );
}
