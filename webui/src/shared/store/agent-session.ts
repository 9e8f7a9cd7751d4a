import { getAgent } from '@/shared/api/get-agent';
import { getMessagesBefore } from '@/shared/api/get-messages';
import { ApiError, messageOf } from '@/shared/api/http';
import type { Link } from '@/shared/link/link';
import { joinReplySchema, recordsEventSchema, snapshotEventSchema, statusEventSchema } from '@/shared/protocol/events';
import type { JournalRecord } from '@/shared/protocol/record';
import { Store } from './store';
import { applyRecords, applySnapshot, prependPage, timelineOf, type Timeline } from './timeline';

export type SessionState =
  | { kind: 'loading' }
  | { kind: 'missing' }
  | { kind: 'error'; message: string }
  | { kind: 'ready'; timeline: Timeline; loadingOlder: boolean; olderError: string | undefined };

const joinTimeoutMs = 10_000;
const pageSize = 100;
/** Waits before a join is tried again, by number of failures in a row. */
const rejoinDelaysMs = [0, 500, 1_000, 2_000, 5_000];
/** If resuming by number keeps failing, begin with a new snapshot. */
const failuresBeforeSnapshot = 3;

/**
 * One agent's timeline, followed live: a snapshot first, then numbered records. After a reconnect, and
 * whenever a number is missing, it joins again after the last record it has.
 */
export class AgentSession {
  readonly id: string;
  readonly state = new Store<SessionState>({ kind: 'loading' });
  readonly #link: Link;
  #subscriptions: (() => void)[] = [];
  /** Records that came while a join was under way. */
  #held: JournalRecord[] = [];
  #joining = false;
  #failures = 0;
  #rejoinTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(id: string, link: Link) {
    this.id = id;
    this.#link = link;
  }

  open(): void {
    if (this.#subscriptions.length > 0) return;
    this.#subscriptions = [
      this.#link.on('agent:records', (payload) => this.#onRecords(payload)),
      this.#link.on('agent:snapshot', (payload) => this.#onSnapshot(payload)),
      this.#link.on('agent:status', (payload) => this.#onStatus(payload)),
      this.#link.onUp(() => void this.#join()),
    ];
    if (this.#link.isUp) void this.#join();
    else if (this.state.get().kind !== 'ready') void this.#load();
  }

  close(): void {
    if (this.#subscriptions.length === 0) return;
    for (const unsubscribe of this.#subscriptions) unsubscribe();
    this.#subscriptions = [];
    clearTimeout(this.#rejoinTimer);
    this.#link.send('agent:leave', this.id);
  }

  retry(): void {
    this.state.set({ kind: 'loading' });
    if (this.#link.isUp) void this.#join();
    else void this.#load();
  }

  async loadOlder(): Promise<void> {
    const state = this.state.get();
    if (state.kind !== 'ready' || state.loadingOlder || !state.timeline.hasOlder) return;
    const first = state.timeline.messages[0];
    if (first === undefined) return;
    this.state.set({ ...state, loadingOlder: true, olderError: undefined });
    try {
      const page = await getMessagesBefore(this.id, first.seq, pageSize);
      this.#updateReady((ready) => ({
        ...ready,
        loadingOlder: false,
        // A new snapshot may have replaced what this page was to stand before.
        timeline:
          ready.timeline.messages[0]?.id === first.id
            ? prependPage(ready.timeline, page.messages, page.more)
            : ready.timeline,
      }));
    } catch (error) {
      this.#updateReady((ready) => ({ ...ready, loadingOlder: false, olderError: messageOf(error) }));
    }
  }

  get #isOpen(): boolean {
    return this.#subscriptions.length > 0;
  }

  #updateReady(change: (ready: Extract<SessionState, { kind: 'ready' }>) => SessionState): void {
    this.state.update((state) => (state.kind === 'ready' ? change(state) : state));
  }

  #replace(timeline: Timeline): void {
    this.state.set({ kind: 'ready', timeline, loadingOlder: false, olderError: undefined });
  }

  /** Over HTTP: the socket may need seconds, or never come up. */
  async #load(): Promise<void> {
    try {
      const agent = await getAgent(this.id);
      if (this.state.get().kind !== 'ready') this.#replace(timelineOf(agent, agent.lastSeq));
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) this.state.set({ kind: 'missing' });
      else if (this.state.get().kind !== 'ready') this.state.set({ kind: 'error', message: messageOf(error) });
    }
  }

  async #join(): Promise<void> {
    if (this.#joining || !this.#isOpen) return;
    clearTimeout(this.#rejoinTimer);
    this.#joining = true;
    const state = this.state.get();
    const startAnew = state.kind !== 'ready' || this.#failures >= failuresBeforeSnapshot;
    const afterSeq = startAnew ? undefined : state.timeline.lastSeq;
    try {
      const answer = await this.#link.request('agent:join', { id: this.id, afterSeq }, joinTimeoutMs);
      this.#takeJoinReply(answer);
    } catch {
      this.#joinLater();
      if (this.state.get().kind !== 'ready') void this.#load();
    } finally {
      this.#joining = false;
      const held = this.#held;
      this.#held = [];
      this.#apply(held);
    }
  }

  #takeJoinReply(answer: unknown): void {
    const parsed = joinReplySchema.safeParse(answer);
    if (!parsed.success) {
      this.#joinLater();
      return;
    }
    const reply = parsed.data;
    if ('error' in reply) {
      // Joining names no codes; the call does.
      void this.#load();
      return;
    }
    if ('snapshot' in reply) {
      this.#failures = 0;
      this.#replace(timelineOf(reply.snapshot, reply.lastSeq));
      return;
    }
    if (this.#apply(reply.records)) this.#failures = 0;
  }

  #joinLater(): void {
    const delay = rejoinDelaysMs[Math.min(this.#failures, rejoinDelaysMs.length - 1)];
    this.#failures += 1;
    clearTimeout(this.#rejoinTimer);
    this.#rejoinTimer = setTimeout(() => {
      if (this.#link.isUp) void this.#join();
    }, delay);
  }

  /** False if a gap stopped it; it then joins again. */
  #apply(records: readonly JournalRecord[]): boolean {
    const state = this.state.get();
    if (records.length === 0) return true;
    if (state.kind !== 'ready') return false;
    const { timeline, gap } = applyRecords(state.timeline, records);
    if (timeline !== state.timeline) this.state.set({ ...state, timeline });
    if (gap) this.#joinLater();
    return !gap;
  }

  #onRecords(payload: unknown): void {
    const parsed = recordsEventSchema.safeParse(payload);
    if (!parsed.success || parsed.data.agentId !== this.id) return;
    if (this.#joining) this.#held.push(...parsed.data.records);
    else if (this.#apply(parsed.data.records)) this.#failures = 0;
  }

  #onSnapshot(payload: unknown): void {
    const parsed = snapshotEventSchema.safeParse(payload);
    if (!parsed.success || parsed.data.agentId !== this.id) return;
    const { agent } = parsed.data;
    this.#updateReady((ready) => ({ ...ready, timeline: applySnapshot(ready.timeline, agent) }));
  }

  #onStatus(payload: unknown): void {
    const parsed = statusEventSchema.safeParse(payload);
    if (parsed.success && parsed.data.agentId === this.id && parsed.data.status === 'deleted') {
      this.state.set({ kind: 'missing' });
    }
  }
}
