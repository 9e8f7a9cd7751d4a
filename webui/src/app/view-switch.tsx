import { Link } from '@tanstack/react-router';
import { clsx } from 'clsx';
import type { Agent } from '@/shared/protocol/agent';
import { viewsOf, type AgentView } from './agent-search';

/** The views of an agent, side by side. Going to another is no step to go back from. */
export function ViewSwitch({ agent, current }: { agent: Agent; current: AgentView }) {
  return (
    <nav aria-label="View" data-view-switch className="flex shrink-0 items-center">
      {viewsOf(agent).map(({ view, label, search }) => (
        <Link
          key={view}
          to="/agents/$agentId"
          params={{ agentId: agent.id }}
          search={search}
          replace
          data-testid={`view-${view}`}
          aria-current={view === current ? 'page' : undefined}
          // By themselves, addresses that say less than the present one would count as present too.
          activeOptions={{ exact: true, includeSearch: true }}
          className="group inline-flex min-h-row items-center rounded-md lg:min-h-7"
        >
          <span
            className={clsx(
              'rounded-md px-2.5 py-1.5 lg:py-1',
              view === current ? 'bg-selected font-medium text-text' : 'text-muted group-hover:bg-hover group-hover:text-text',
            )}
          >
            {label}
          </span>
        </Link>
      ))}
    </nav>
  );
}
