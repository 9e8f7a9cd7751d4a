import type { RelayStatus } from '@/shared/protocol/relay';
import { Store } from '@/shared/store/store';
import { initialRelayState, isMachineMissing, machineCameBack, needsRelayLogin, nextRelayState, type RelayEvent } from './relay-state';

const intervalMs = 10_000;
/** While the machine or the relay is away, so that the page comes alive soon after it. */
const eagerIntervalMs = 5_000;

export interface RelayWatchListeners {
  onMachineBack: () => void;
  onLoginNeeded: () => void;
}

/** Asks the relay again and again how it and the machine are. Where there is no relay, it asks until it knows. */
export class RelayWatch {
  readonly state = new Store(initialRelayState);
  readonly #ask: () => Promise<RelayStatus | undefined>;
  readonly #listeners: RelayWatchListeners;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asking = false;
  #askAgain = false;
  #started = false;

  /** `ask` gives undefined where no relay is, and rejects if there was no answer. */
  constructor(ask: () => Promise<RelayStatus | undefined>, listeners: RelayWatchListeners) {
    this.#ask = ask;
    this.#listeners = listeners;
  }

  start(): void {
    this.#started = true;
    this.askNow();
  }

  stop(): void {
    this.#started = false;
    clearTimeout(this.#timer);
  }

  /** Something happened that the relay may know more about. */
  askNow(): void {
    if (!this.#started || this.state.get().kind === 'local') return;
    // The answer on its way may be from before.
    if (this.#asking) this.#askAgain = true;
    else void this.#askOnce();
  }

  async #askOnce(): Promise<void> {
    clearTimeout(this.#timer);
    this.#asking = true;
    const before = this.state.get();
    const after = nextRelayState(before, await this.#nextEvent());
    this.#asking = false;
    if (!this.#started) return;
    this.state.set(after);
    if (needsRelayLogin(after)) this.#listeners.onLoginNeeded();
    else if (machineCameBack(before, after)) this.#listeners.onMachineBack();
    if (after.kind === 'local') return;
    const eager = after.failedSince !== undefined || isMachineMissing(after);
    this.#timer = setTimeout(() => this.askNow(), eager ? eagerIntervalMs : intervalMs);
    if (this.#askAgain) {
      this.#askAgain = false;
      this.askNow();
    }
  }

  async #nextEvent(): Promise<RelayEvent> {
    const started = performance.now();
    try {
      const status = await this.#ask();
      const at = Date.now();
      if (status === undefined) return { type: 'absent', at };
      return { type: 'answered', at, durationMs: performance.now() - started, status };
    } catch {
      return { type: 'failed', at: Date.now() };
    }
  }
}
