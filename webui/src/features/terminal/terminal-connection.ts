import { messageOf } from '@/shared/api/http';
import type { Link } from '@/shared/link/link';
import { terminalExitSchema, terminalOutputSchema, terminalReplySchema } from '@/shared/protocol/terminal';
import { Store } from '@/shared/store/store';
import { inputParts } from './input-parts';
import { closedTerminal, nextTerminalState, type TerminalEvent, type TerminalState } from './terminal-machine';

export interface TerminalSize {
  cols: number;
  rows: number;
}

/** What draws the program's output. */
export interface Output {
  /** In turn with what is written. */
  reset(): void;
  write(bytes: Uint8Array, onWritten?: () => void): void;
}

export interface TerminalTarget {
  agentId: string;
  terminalId: string;
}

const answerTimeoutMs = 10_000;
const noAnswer = 'The server did not answer in time';

function isSame(a: TerminalSize | undefined, b: TerminalSize | undefined): boolean {
  return a?.cols === b?.cols && a?.rows === b?.rows;
}

/**
 * One terminal of an agent, joined while a screen shows it. When the link comes back it joins again, and what
 * the server then replays replaces the screen.
 */
export class TerminalConnection {
  readonly target: TerminalTarget;
  readonly state = new Store<TerminalState>(closedTerminal);
  /** What was typed last may not have reached the program. */
  readonly doubt = new Store(false);
  readonly #link: Link;
  readonly #isThere: () => Promise<boolean>;
  #output: Output | undefined;
  #size: TerminalSize | undefined;
  #told: TerminalSize | undefined;
  #wasAttached = false;
  /** Of questions: an answer to an earlier one has no effect. */
  #generation = 0;
  /** What comes next stands for the whole screen. */
  #replacing = false;
  #replayed: Promise<void> = Promise.resolve();

  /** `isThere`: asked before joining again, because the server would open a new shell in place of one that is gone. */
  constructor(target: TerminalTarget, link: Link, isThere: () => Promise<boolean> = () => Promise.resolve(true)) {
    this.target = target;
    this.#link = link;
    this.#isThere = isThere;
  }

  /** Joins as soon as the screen has a size; returns how to leave. */
  attach(output: Output): () => void {
    this.#output = output;
    const subscriptions = [
      this.#link.on('terminal:output', (payload) => this.#onOutput(payload)),
      this.#link.on('terminal:exit', (payload) => this.#onExit(payload)),
      this.#link.onUp(() => this.#onUp()),
      this.#link.state.subscribe(() => this.#onLinkState()),
    ];
    this.#begin();
    return () => {
      for (const unsubscribe of subscriptions) unsubscribe();
      this.#output = undefined;
      this.#generation += 1;
      if (this.state.get().kind !== 'closed') this.#link.send('terminal:leave', this.target);
      this.#dispatch({ type: 'left' });
    };
  }

  /** After it has ended or failed: a shell begins anew, an agent's terminal is joined if it is there again. */
  reopen(): void {
    this.#wasAttached = false;
    if (this.#link.isUp) void this.#open();
  }

  type(data: string | Uint8Array): void {
    if (this.state.get().kind !== 'attached') return;
    this.doubt.set(false);
    for (const part of inputParts(data)) void this.#send(part);
  }

  resize(size: TerminalSize): void {
    if (isSame(size, this.#size)) return;
    this.#size = size;
    if (this.state.get().kind === 'closed') this.#begin();
    else this.#tellSize();
  }

  /** Another page may have given the terminal its own size since. */
  claimSize(): void {
    this.#told = undefined;
    this.#tellSize();
  }

  #dispatch(event: TerminalEvent): void {
    this.state.update((state) => nextTerminalState(state, event));
  }

  #begin(): void {
    if (this.#output === undefined || this.#size === undefined) return;
    if (this.#link.isUp) void this.#open();
    // The page's first connection is on its way: that is no link that was lost.
    else if (this.#link.state.get().kind === 'down') this.state.set({ kind: 'link-down' });
    else this.#dispatch({ type: 'ask' });
  }

  async #open(): Promise<void> {
    const size = this.#size;
    if (size === undefined) return;
    this.#generation += 1;
    const generation = this.#generation;
    const isCurrent = () => generation === this.#generation;
    this.#dispatch({ type: 'ask' });
    try {
      const isThere = !this.#wasAttached || (await this.#isThere());
      if (!isCurrent()) return;
      if (!isThere) {
        this.#dispatch({ type: 'gone' });
        return;
      }
      this.#replacing = true;
      this.#told = size;
      const answer = await this.#link.request('terminal:open', { ...this.target, ...size, binary: true }, answerTimeoutMs);
      if (isCurrent()) await this.#takeReply(answer, isCurrent);
    } catch (error) {
      // A link that broke says so itself.
      if (isCurrent() && this.#link.isUp) {
        const late = error instanceof Error && error.message.includes('timed out');
        this.#dispatch({ type: 'refused', message: late ? noAnswer : messageOf(error) });
      }
    }
  }

  async #takeReply(answer: unknown, isCurrent: () => boolean): Promise<void> {
    const reply = terminalReplySchema.parse(answer);
    if ('error' in reply) {
      this.#dispatch({ type: 'refused', message: reply.error });
      return;
    }
    // A new shell has nothing to replay.
    if (this.#replacing) this.#replace();
    // Until the replay is drawn nothing may be typed: the screen would answer questions that it asked long ago.
    await this.#replayed;
    if (!isCurrent()) return;
    this.#wasAttached = true;
    this.#dispatch({ type: 'opened' });
    this.#tellSize();
  }

  #replace(): void {
    this.#replacing = false;
    this.#output?.reset();
  }

  #tellSize(): void {
    if (this.state.get().kind !== 'attached' || this.#size === undefined || isSame(this.#size, this.#told)) return;
    this.#told = this.#size;
    this.#link.send('terminal:resize', { ...this.target, ...this.#size });
  }

  async #send(data: string | Uint8Array): Promise<void> {
    try {
      const reply = terminalReplySchema.parse(
        await this.#link.request('terminal:input', { ...this.target, data }, answerTimeoutMs),
      );
      if (!('error' in reply)) return;
      // It has ended, and this page did not hear of it.
      if (this.state.get().kind === 'attached') void this.#open();
    } catch {
      // The link broke, or the answer is late.
    }
    if (this.state.get().kind !== 'ended') this.doubt.set(true);
  }

  #isMine(name: TerminalTarget): boolean {
    return name.agentId === this.target.agentId && name.terminalId === this.target.terminalId;
  }

  #onOutput(payload: unknown): void {
    const parsed = terminalOutputSchema.safeParse(payload);
    if (!parsed.success || !this.#isMine(parsed.data)) return;
    const { kind } = this.state.get();
    if (kind !== 'opening' && kind !== 'attached') return;
    const { data, replay } = parsed.data;
    if (replay || this.#replacing) this.#replace();
    const output = this.#output;
    if (output === undefined) return;
    if (replay) this.#replayed = new Promise((resolve) => output.write(data, resolve));
    else output.write(data);
  }

  #onExit(payload: unknown): void {
    const parsed = terminalExitSchema.safeParse(payload);
    if (!parsed.success || !this.#isMine(parsed.data)) return;
    const { exitCode, error } = parsed.data;
    this.#dispatch({ type: 'exit', exitCode, error });
    if (this.state.get().kind === 'ended') this.doubt.set(false);
  }

  #onUp(): void {
    const { kind } = this.state.get();
    if (kind === 'link-down' || kind === 'opening') void this.#open();
  }

  #onLinkState(): void {
    if (this.#link.isUp) return;
    this.#generation += 1;
    this.#dispatch({ type: 'linkLost' });
  }
}
