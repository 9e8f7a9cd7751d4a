import { useEffect } from 'react';
import { useServices } from '@/shared/services';

/** Says which agent a person looks at, so that nothing else tells him what he sees already. */
export function usePageShows(agentId: string): void {
  const { link } = useServices();
  useEffect(() => {
    const say = (shown: string | null) => link.send('page:shows', { agentId: shown });
    const tell = () => say(document.visibilityState === 'visible' ? agentId : null);
    if (link.isUp) tell();
    const stopListening = link.onUp(tell);
    document.addEventListener('visibilitychange', tell);
    return () => {
      stopListening();
      document.removeEventListener('visibilitychange', tell);
      say(null);
    };
  }, [link, agentId]);
}
