import { z } from 'zod/mini';
import { ApiError, messageOf } from '@/shared/api/http';
import { keyPrefix, readStored, storedKeys, writeStored } from '@/shared/lib/storage';
import { Store } from './store';

/**
 * A prompt on its way:
 *   waiting ──▶ sending ──acknowledged──▶ accepted (on the machine's disk; leaves when the timeline shows it)
 *      ▲           ├──no answer──▶ waiting, tried again with the same clientId
 *      └──retry────┴──refused──▶ refused, with the server's words; a person edits, repeats or discards it
 */
export interface OutboxEntry {
  clientId: string;
  agentId: string;
  text: string;
  createdAt: number;
  state: 'waiting' | 'sending' | 'accepted' | 'refused';
  error?: string;
  /** False if this device could not keep it: closing the page loses it. */
  kept: boolean;
}

const storedSchema = z.object({
  clientId: z.string(),
  agentId: z.string(),
  text: z.string(),
  createdAt: z.number(),
  refused: z.optional(z.string()),
});

/** One key per entry: two tabs never overwrite each other's. */
const prefix = `${keyPrefix}outbox.`;
const retryDelaysMs = [1_000, 2_000, 5_000, 10_000, 30_000];

export type SendPrompt = (agentId: string, text: string, clientId: string) => Promise<void>;

/** What was typed and is not known to be on the machine. Never lost, and never doubled: the clientId stays. */
export class Outbox {
  readonly entries = new Store<readonly OutboxEntry[]>([]);
  readonly #send: SendPrompt;
  readonly #busyAgents = new Set<string>();
  #failures = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(send: SendPrompt) {
    this.#send = send;
    this.entries.set(readAll());
  }

  add(agentId: string, text: string, clientId: string, now: number): void {
    const entry: OutboxEntry = { clientId, agentId, text, createdAt: now, state: 'waiting', kept: false };
    this.entries.update((entries) => [...entries, { ...entry, kept: store(entry) }]);
    void this.#flushAgent(agentId);
  }

  /** The link is back, or a person asked: try everything that waits, now. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#failures = 0;
    for (const agentId of new Set(this.entries.get().map((entry) => entry.agentId))) {
      void this.#flushAgent(agentId);
    }
  }

  retry(clientId: string): void {
    const entry = this.#change(clientId, { state: 'waiting', error: undefined });
    if (entry === undefined) return;
    store(entry);
    void this.#flushAgent(entry.agentId);
  }

  discard(clientId: string): void {
    writeStored(prefix + clientId, undefined);
    this.entries.update((entries) => entries.filter((entry) => entry.clientId !== clientId));
  }

  /** The timeline shows these prompts: they are no longer ours. */
  settle(clientIds: ReadonlySet<string>): void {
    for (const entry of this.entries.get()) {
      // An answer that is still on its way must find its entry.
      if (clientIds.has(entry.clientId) && entry.state !== 'sending') this.discard(entry.clientId);
    }
  }

  /** Another tab changed what is stored. */
  reread(): void {
    const stored = new Map(readAll().map((entry) => [entry.clientId, entry]));
    this.entries.update((entries) => {
      const known = new Set(entries.map((entry) => entry.clientId));
      const mine = entries.filter(
        (entry) => !entry.kept || entry.state === 'sending' || entry.state === 'accepted' || stored.has(entry.clientId),
      );
      const theirs = [...stored.values()].filter((entry) => !known.has(entry.clientId));
      return theirs.length === 0 && mine.length === entries.length ? entries : [...mine, ...theirs].sort(byAge);
    });
  }

  #change(clientId: string, change: Partial<OutboxEntry>): OutboxEntry | undefined {
    let changed: OutboxEntry | undefined;
    this.entries.update((entries) =>
      entries.map((entry) => {
        if (entry.clientId !== clientId) return entry;
        changed = { ...entry, ...change };
        return changed;
      }),
    );
    return changed;
  }

  /** One at a time per agent, so that the order typed is the order sent. */
  async #flushAgent(agentId: string): Promise<void> {
    if (this.#busyAgents.has(agentId)) return;
    this.#busyAgents.add(agentId);
    try {
      for (;;) {
        const next = this.entries.get().find((entry) => entry.agentId === agentId && entry.state === 'waiting');
        if (next === undefined || !(await this.#sendOne(next))) return;
      }
    } finally {
      this.#busyAgents.delete(agentId);
    }
  }

  async #sendOne(entry: OutboxEntry): Promise<boolean> {
    const { clientId } = entry;
    this.#change(clientId, { state: 'sending' });
    try {
      await this.#send(entry.agentId, entry.text, clientId);
    } catch (error) {
      const message = messageOf(error);
      const passing = !(error instanceof ApiError) || error.isPassing || error.status === 401;
      if (passing) {
        this.#change(clientId, { state: 'waiting', error: message });
        this.#retryLater(error instanceof ApiError ? error.retryAfterSeconds : undefined);
        return false;
      }
      const refused = this.#change(clientId, { state: 'refused', error: message });
      if (refused !== undefined) store(refused);
      return true;
    }
    this.#failures = 0;
    writeStored(prefix + clientId, undefined);
    this.#change(clientId, { state: 'accepted', error: undefined });
    return true;
  }

  #retryLater(retryAfterSeconds: number | undefined): void {
    const delay = retryDelaysMs[Math.min(this.#failures, retryDelaysMs.length - 1)] ?? 0;
    const failures = this.#failures + 1;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(
      () => {
        this.flush();
        this.#failures = failures;
      },
      Math.max(delay, (retryAfterSeconds ?? 0) * 1000),
    );
  }
}

function byAge(a: OutboxEntry, b: OutboxEntry): number {
  return a.createdAt - b.createdAt;
}

function store(entry: OutboxEntry): boolean {
  const { clientId, agentId, text, createdAt, state, error } = entry;
  const refused = state === 'refused' ? (error ?? '') : undefined;
  return writeStored(prefix + clientId, JSON.stringify({ clientId, agentId, text, createdAt, refused }));
}

function readAll(): OutboxEntry[] {
  return storedKeys(prefix)
    .flatMap((key): OutboxEntry[] => {
      const parsed = storedSchema.safeParse(parseJson(readStored(key)));
      if (!parsed.success) return [];
      const { refused, ...entry } = parsed.data;
      if (refused === undefined) return [{ ...entry, state: 'waiting', kept: true }];
      return [{ ...entry, state: 'refused', error: refused, kept: true }];
    })
    .sort(byAge);
}

function parseJson(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : (JSON.parse(text) as unknown);
  } catch {
    return undefined;
  }
}
