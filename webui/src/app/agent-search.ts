import { z } from 'zod/mini';
import { runsOnTerminal, type Agent } from '@/shared/protocol/agent';

/** What an agent's address says beside the agent: `?view=terminal&tab=2`. The first view needs no word. */
export const agentSearchSchema = z.object({
  view: z.catch(z.optional(z.enum(['messages', 'terminal'])), undefined),
  /** A number stands in an address without quotes. */
  tab: z.catch(z.optional(z.union([z.string(), z.number()])), undefined),
});
export type AgentSearch = z.infer<typeof agentSearchSchema>;

export type AgentView = 'screen' | 'messages' | 'terminal';

export function viewOf(search: AgentSearch, agent: Agent): AgentView {
  if (search.view === 'terminal') return 'terminal';
  return runsOnTerminal(agent) && search.view === undefined ? 'screen' : 'messages';
}

export interface ViewChoice {
  view: AgentView;
  label: string;
  search: AgentSearch;
}

export function viewsOf(agent: Agent): ViewChoice[] {
  const terminal: ViewChoice = { view: 'terminal', label: 'Terminal', search: { view: 'terminal' } };
  if (!runsOnTerminal(agent)) return [{ view: 'messages', label: 'Chat', search: {} }, terminal];
  return [
    { view: 'screen', label: 'Screen', search: {} },
    { view: 'messages', label: 'Messages', search: { view: 'messages' } },
    terminal,
  ];
}

export function tabSearch(id: string | undefined): AgentSearch {
  if (id === undefined) return { view: 'terminal' };
  return { view: 'terminal', tab: /^[1-9]\d{0,8}$/.test(id) ? Number(id) : id };
}
