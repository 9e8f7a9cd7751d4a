import { Link } from '@tanstack/react-router';
import { clsx } from 'clsx';
import { memo, type ReactNode } from 'react';
import { groupOf, stateLine } from '@/shared/lib/agent-words';
import { baseName, formatCost } from '@/shared/lib/format';
import type { Agent } from '@/shared/protocol/agent';
import { AgentIcon } from '@/shared/ui/agent-icon';
import { PhaseMark } from '@/shared/ui/phase-mark';
import { Time } from '@/shared/ui/time';

interface AgentRowProps {
  agent: Agent;
  now: number;
  selected: boolean;
  /** What waits for a person, with its buttons. */
  ask?: ReactNode;
}

export const AgentRow = memo(function AgentRow({ agent, now, selected, ask }: AgentRowProps) {
  const group = groupOf(agent);
  const oneLine = group === 'done' || group === 'idle';
  const project = agent.projectName ?? baseName(agent.config.directory);
  return (
    <li
      data-testid="agent-row"
      data-agent-id={agent.id}
      data-phase={agent.phase}
      className={clsx(
        'relative',
        group === 'needs-you' && 'border-l-2',
        group === 'needs-you' && (agent.phase === 'failed' ? 'border-l-red-mark' : 'border-l-amber-mark'),
        selected && 'bg-selected',
        // Several asks in a row: a hairline tells them apart.
        group === 'needs-you' && '[&+&]:border-t [&+&]:border-t-line',
      )}
    >
      <Link
        to="/agents/$agentId"
        params={{ agentId: agent.id }}
        data-agent-link
        aria-current={selected ? 'page' : undefined}
        className={clsx(
          'block px-4 py-2.5 -outline-offset-2 transition-colors duration-100 lg:py-1.5',
          !selected && 'hover:bg-hover',
          ask !== undefined && 'pb-0.5',
        )}
      >
        <span className="flex items-center gap-2">
          <PhaseMark phase={agent.phase} />
          <span className="truncate font-medium">{agent.name}</span>
          <span className="text-muted">
            <AgentIcon provider={agent.config.provider} size={13} />
          </span>
          <span className="min-w-0 flex-1 truncate text-muted">{project === agent.name ? '' : project}</span>
          {!oneLine && agent.costUsd !== undefined && agent.costUsd > 0 && (
            <span className="text-small text-muted">{formatCost(agent.costUsd)}</span>
          )}
          <Time at={agent.lastActivity} now={now} className="text-small whitespace-nowrap text-muted" />
        </span>
        {!oneLine && ask === undefined && (
          <span
            className={clsx('block truncate pl-4', agent.phase === 'failed' ? 'text-red' : 'text-muted')}
            data-testid="agent-activity"
          >
            {stateLine(agent)}
          </span>
        )}
        {agent.problem !== undefined && (oneLine || ask !== undefined) && (
          <span className="block truncate pl-4 text-red">{agent.problem}</span>
        )}
      </Link>
      {ask !== undefined && <div className="pr-4 pb-3 pl-8">{ask}</div>}
    </li>
  );
});
