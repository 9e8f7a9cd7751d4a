import type { Link } from '@/shared/link/link';
import { AgentSession } from './agent-session';

/** Timelines kept after their page was left, so that going back is instant. */
const keptSessions = 4;

export class SessionPool {
  readonly #link: Link;
  /** In order of use, the latest last. */
  readonly #sessions = new Map<string, AgentSession>();

  constructor(link: Link) {
    this.#link = link;
  }

  /** Call open() and close() on it as its page comes and goes. */
  get(id: string): AgentSession {
    const session = this.#sessions.get(id) ?? new AgentSession(id, this.#link);
    this.#sessions.delete(id);
    this.#sessions.set(id, session);
    for (const oldest of this.#sessions.keys()) {
      if (this.#sessions.size <= keptSessions) break;
      this.#sessions.delete(oldest);
    }
    return session;
  }
}
