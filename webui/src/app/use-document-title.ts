import { useEffect } from 'react';
import { useServices } from '@/shared/services';
import { countNeedingPerson } from '@/shared/store/agents-store';
import { useSelected } from '@/shared/store/store';

/** "(2) AgentMonitor" while two need a person. */
export function useDocumentTitle(): void {
  const { agents } = useServices();
  const count = useSelected(agents.state, countNeedingPerson);
  useEffect(() => {
    document.title = count === 0 ? 'AgentMonitor' : `(${count}) AgentMonitor`;
  }, [count]);
}
