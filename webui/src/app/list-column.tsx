import { Link } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { useCallback } from 'react';
import { AgentList } from '@/features/agent-list/agent-list';
import { CompactAsk } from '@/features/asks/compact-ask';
import type { Agent } from '@/shared/protocol/agent';
import { Icon } from '@/shared/ui/icon';
import { AppBar } from './app-bar';

export function ListColumn({ selectedId }: { selectedId: string | undefined }) {
  const renderAsk = useCallback((agent: Agent) => {
    const [ask] = agent.pending;
    if (ask === undefined) return undefined;
    return <CompactAsk key={ask.id} agentId={agent.id} ask={ask} more={agent.pending.length - 1} />;
  }, []);
  return (
    <>
      <AppBar />
      <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain">
        <AgentList selectedId={selectedId} renderAsk={renderAsk} />
      </div>
      <footer className="border-t border-line px-4 pt-2 pb-[max(8px,env(safe-area-inset-bottom))]">
        <Link
          to="/new"
          data-testid="new-agent"
          className="flex min-h-row items-center justify-center gap-1.5 rounded-md border border-line-strong bg-surface font-medium transition-colors duration-100 hover:bg-hover"
        >
          <Icon of={Plus} />
          New agent
        </Link>
      </footer>
    </>
  );
}
