import type { Link, ServerEvent } from '@/shared/link/link';
import type { LinkState } from '@/shared/link/link-machine';
import { Store } from '@/shared/store/store';

export interface AskedRequest {
  event: string;
  payload: Record<string, unknown>;
  answer: (reply: unknown) => Promise<void>;
  fail: (error: Error) => Promise<void>;
}

/** Lets what waits for a promise go on. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

/** A link in the hands of a test: it answers, tells and breaks when it is told to. */
export class FakeLink implements Link {
  readonly state = new Store<LinkState>({ kind: 'up', since: 0 });
  readonly sent: { event: string; payload: unknown }[] = [];
  /** Not answered yet. */
  requests: AskedRequest[] = [];
  readonly #listeners = new Map<ServerEvent, Set<(payload: unknown) => void>>();
  readonly #upListeners = new Set<() => void>();

  get isUp(): boolean {
    return this.state.get().kind === 'up';
  }

  request(event: string, payload: unknown): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const done = (finish: () => void) => {
        this.requests = this.requests.filter((other) => other !== asked);
        finish();
        return settle();
      };
      const asked: AskedRequest = {
        event,
        payload: payload as Record<string, unknown>,
        answer: (reply) => done(() => resolve(reply)),
        fail: (error) => done(() => reject(error)),
      };
      this.requests.push(asked);
    });
  }

  send(event: string, payload: unknown): void {
    this.sent.push({ event, payload });
  }

  on(event: ServerEvent, listener: (payload: unknown) => void): () => void {
    const listeners = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, listeners.add(listener));
    return () => listeners.delete(listener);
  }

  onUp(listener: () => void): () => void {
    this.#upListeners.add(listener);
    return () => this.#upListeners.delete(listener);
  }

  tell(event: ServerEvent, payload: unknown): void {
    for (const listener of this.#listeners.get(event) ?? []) listener(payload);
  }

  get last(): AskedRequest {
    const last = this.requests.at(-1);
    if (last === undefined) throw new Error('Nothing was asked');
    return last;
  }

  async cut(): Promise<void> {
    this.state.set({ kind: 'down', attempt: 0, since: 0, reason: 'transport close' });
    for (const asked of this.requests) await asked.fail(new Error('socket has been disconnected'));
  }

  async restore(): Promise<void> {
    this.state.set({ kind: 'up', since: 1 });
    for (const listener of [...this.#upListeners]) listener();
    await settle();
  }
}
