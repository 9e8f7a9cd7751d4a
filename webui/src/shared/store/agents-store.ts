import { getAgents } from '@/shared/api/get-agents';
import { ApiError, messageOf } from '@/shared/api/http';
import type { Link } from '@/shared/link/link';
import { needsPerson, type Agent } from '@/shared/protocol/agent';
import { snapshotEventSchema, statusEventSchema } from '@/shared/protocol/events';
import { Store } from './store';

export interface AgentsState {
  agents: ReadonlyMap<string, Agent>;
  /** `error` is set if the last load failed; what was known stays. */
  loaded: boolean;
  error: string | undefined;
}

/** The newer of two views of one agent; of equals, the one that came later. */
export function newer(known: Agent | undefined, arrived: Agent): Agent {
  return known !== undefined && known.lastSeq > arrived.lastSeq ? known : arrived;
}

const reloadDelayMs = 3_000;

/** All agents, loaded once per connection and kept by events. */
export class AgentsStore {
  readonly state = new Store<AgentsState>({ agents: new Map(), loaded: false, error: undefined });
  /** Those that went while a load was under way: its answer may still list them. */
  readonly #deleted = new Set<string>();
  #loading: Promise<void> | undefined;
  #reloadTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(link: Link) {
    link.on('agent:snapshot', (payload) => this.#onSnapshot(payload));
    link.on('agent:status', (payload) => this.#onStatus(payload));
    link.onUp(() => void this.#loadAnew());
  }

  load(): Promise<void> {
    this.#loading ??= this.#fetch().finally(() => (this.#loading = undefined));
    return this.#loading;
  }

  /** A list that was asked for before the events came may lack what changed in between. */
  async #loadAnew(): Promise<void> {
    await this.#loading;
    await this.load();
  }

  put(agent: Agent): void {
    this.state.update((state) => {
      const agents = new Map(state.agents);
      agents.set(agent.id, newer(state.agents.get(agent.id), agent));
      return { ...state, agents };
    });
  }

  remove(id: string): void {
    this.#deleted.add(id);
    this.state.update((state) => {
      if (!state.agents.has(id)) return state;
      const agents = new Map(state.agents);
      agents.delete(id);
      return { ...state, agents };
    });
  }

  async #fetch(): Promise<void> {
    clearTimeout(this.#reloadTimer);
    const before = new Set(this.state.get().agents.keys());
    this.#deleted.clear();
    try {
      const list = await getAgents();
      this.state.update((state) => {
        const agents = new Map<string, Agent>();
        for (const agent of list) {
          if (!this.#deleted.has(agent.id)) agents.set(agent.id, newer(state.agents.get(agent.id), agent));
        }
        // Arrived by event while the list was on its way.
        for (const [id, agent] of state.agents) {
          if (!before.has(id) && !agents.has(id)) agents.set(id, agent);
        }
        return { agents, loaded: true, error: undefined };
      });
    } catch (error) {
      this.state.update((state) => ({ ...state, error: messageOf(error) }));
      if (error instanceof ApiError && error.isPassing) {
        this.#reloadTimer = setTimeout(() => void this.load(), reloadDelayMs);
      }
    }
  }

  #onSnapshot(payload: unknown): void {
    const parsed = snapshotEventSchema.safeParse(payload);
    if (parsed.success && !this.#deleted.has(parsed.data.agentId)) this.put(parsed.data.agent);
  }

  #onStatus(payload: unknown): void {
    const parsed = statusEventSchema.safeParse(payload);
    // Other statuses come with a snapshot, which says more.
    if (parsed.success && parsed.data.status === 'deleted') this.remove(parsed.data.agentId);
  }
}

export function countNeedingPerson(state: AgentsState): number {
  let count = 0;
  for (const agent of state.agents.values()) if (needsPerson(agent)) count += 1;
  return count;
}
