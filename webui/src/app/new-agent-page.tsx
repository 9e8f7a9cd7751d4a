import { Link, useNavigate } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import { useMemo } from 'react';
import { NewAgentForm } from '@/features/new-agent/new-agent-form';
import { useServices } from '@/shared/services';
import { useStore } from '@/shared/store/store';
import { Icon } from '@/shared/ui/icon';

export function NewAgentPage() {
  const navigate = useNavigate();
  const { agents: store } = useServices();
  const { agents } = useStore(store.state);
  const takenNames = useMemo(() => new Set([...agents.values()].map((agent) => agent.name)), [agents]);
  return (
    <>
      <header className="flex min-h-12 items-center gap-1 border-b border-line pt-(--safe-top) pl-1 lg:pl-5">
        <Link
          to="/"
          aria-label="All agents"
          className="inline-flex size-row items-center justify-center rounded-md text-muted hover:bg-hover lg:hidden"
        >
          <Icon of={ArrowLeft} size={20} />
        </Link>
        <h1 className="text-body font-semibold">New agent</h1>
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <NewAgentForm
          takenNames={takenNames}
          onCreated={(agent) => {
            store.put(agent);
            void navigate({ to: '/agents/$agentId', params: { agentId: agent.id }, replace: true });
          }}
        />
      </div>
    </>
  );
}
