import { Link } from '@tanstack/react-router';
import { CloudOff, SquareTerminal } from 'lucide-react';
import { useMemo, type ReactNode } from 'react';
import { useServices } from '@/shared/services';
import { groupAgents, type Group } from '@/shared/lib/agent-words';
import { useNow } from '@/shared/lib/use-now';
import type { Agent } from '@/shared/protocol/agent';
import { useStore } from '@/shared/store/store';
import { Button } from '@/shared/ui/button';
import { InlineNotice } from '@/shared/ui/inline-notice';
import { StatePanel } from '@/shared/ui/state-panel';
import { AgentGroup } from './agent-group';
import { AgentRow } from './agent-row';
import { ListSkeleton } from './list-skeleton';

const groups: { group: Group; title: string }[] = [
  { group: 'needs-you', title: 'Needs you' },
  { group: 'running', title: 'Running' },
  { group: 'idle', title: 'Idle' },
  { group: 'done', title: 'Done' },
];

/** Fewer than this are not worth folding away. */
const foldFrom = 6;

interface AgentListProps {
  selectedId: string | undefined;
  /** What an agent asks, with its buttons; undefined if it asks nothing. */
  renderAsk: (agent: Agent) => ReactNode | undefined;
}

export function AgentList({ selectedId, renderAsk }: AgentListProps) {
  const { agents: store } = useServices();
  const { agents, loaded, error } = useStore(store.state);
  const now = useNow(10_000);
  const grouped = useMemo(() => groupAgents(agents.values()), [agents]);

  if (!loaded && error === undefined) return <ListSkeleton />;
  if (!loaded) {
    return (
      <StatePanel
        icon={CloudOff}
        title="The agents could not be loaded"
        action={<Button onClick={() => void store.load()}>Try again</Button>}
      >
        {error}
      </StatePanel>
    );
  }
  if (agents.size === 0) {
    return (
      <StatePanel
        icon={SquareTerminal}
        title="No agents yet"
        action={
          <Link to="/new" className="font-medium text-accent underline-offset-2 hover:underline">
            Start the first one
          </Link>
        }
      >
        An agent works on one task in one directory of this machine. You watch and steer it from here.
      </StatePanel>
    );
  }
  return (
    <nav aria-label="Agents" data-testid="agent-list" className="pb-4">
      {error !== undefined && (
        <InlineNotice level="warning" className="px-4 pt-3">
          Not up to date: {error}
        </InlineNotice>
      )}
      {groups.map(({ group, title }) => {
        const list = grouped[group];
        if (list.length === 0) return null;
        return (
          <AgentGroup
            key={group}
            name={group}
            title={title}
            count={list.length}
            urgent={group === 'needs-you'}
            foldable={group === 'done' && list.length >= foldFrom}
          >
            {list.map((agent) => (
              <AgentRow
                key={agent.id}
                agent={agent}
                now={now}
                selected={agent.id === selectedId}
                ask={renderAsk(agent)}
              />
            ))}
          </AgentGroup>
        );
      })}
    </nav>
  );
}
