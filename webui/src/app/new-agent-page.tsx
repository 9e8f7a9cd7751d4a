import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { NewAgentForm } from '@/features/new-agent/new-agent-form';
import { useServices } from '@/shared/services';
import { useStore } from '@/shared/store/store';
import { PageHeader } from './page-header';

export function NewAgentPage() {
  const navigate = useNavigate();
  const { provider } = useSearch({ from: '/shell/new' });
  const { agents: store } = useServices();
  const { agents } = useStore(store.state);
  const takenNames = useMemo(() => new Set([...agents.values()].map((agent) => agent.name)), [agents]);
  return (
    <>
      <PageHeader title="New agent" />
      <div className="min-h-0 flex-1 overflow-y-auto">
        <NewAgentForm
          takenNames={takenNames}
          wantedProvider={provider}
          onAddAgent={() => void navigate({ to: '/settings', search: { add: 'acp', from: 'new' } })}
          onCreated={(agent) => {
            store.put(agent);
            void navigate({ to: '/agents/$agentId', params: { agentId: agent.id }, replace: true });
          }}
        />
      </div>
    </>
  );
}
