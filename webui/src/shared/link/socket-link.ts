import { io, type Socket } from 'socket.io-client';
import { checkAccess } from '@/shared/api/auth';
import { probeReplySchema } from '@/shared/protocol/events';
import { Store } from '@/shared/store/store';
import type { Link, ServerEvent } from './link';
import { redAfterMs } from './broken-hop';
import { initialLinkState, nextLinkState, type LinkEvent } from './link-machine';

const probeIntervalMs = 10_000;
/** After waking, a living link answers well within this. */
const wakeProbeTimeoutMs = 5_000;
/** Between questions to the server whether a login is what keeps the socket out. */
const accessCheckIntervalMs = 5_000;
/** The client never returns by itself after the server has closed the connection. */
const returnAfterServerCloseMs = 1_000;

/** Keeps one Socket.IO connection alive and measured. Start it once access is known. */
export class SocketLink implements Link {
  readonly state = new Store(initialLinkState);
  readonly #socket: Socket;
  readonly #upListeners = new Set<() => void>();
  readonly #onRefused: () => void;
  #probeTimer: ReturnType<typeof setInterval> | undefined;
  #returnTimer: ReturnType<typeof setTimeout> | undefined;
  #lastAccessCheck = 0;

  constructor(onRefused: () => void, url?: string) {
    this.#onRefused = onRefused;
    const options = {
      autoConnect: false,
      transports: ['websocket', 'polling'],
      tryAllTransports: true,
      reconnectionDelay: 500,
      reconnectionDelayMax: 5_000,
      timeout: 10_000,
    };
    this.#socket = url === undefined ? io(options) : io(url, options);
    this.#socket.on('connect', () => this.#connected());
    this.#socket.on('disconnect', (reason) => this.#disconnected(reason));
    this.#socket.on('connect_error', (error) => this.#failed(error));
    this.#socket.io.on('reconnect_attempt', () => this.#dispatch({ type: 'retry', at: Date.now() }));
  }

  get isUp(): boolean {
    return this.state.get().kind === 'up';
  }

  start(): void {
    this.#dispatch({ type: 'start', at: Date.now() });
    this.#socket.connect();
  }

  stop(): void {
    this.#dispatch({ type: 'stopped' });
    this.#stopTimers();
    this.#socket.disconnect();
  }

  /** The page came back or the network did: prove the link now, or begin anew without waiting. */
  wake(): void {
    const { kind } = this.state.get();
    if (kind === 'up') void this.#probe(wakeProbeTimeoutMs);
    else if (kind === 'down') this.reconnect();
  }

  /** The way is known to be open again: begin anew rather than wait for the next attempt's turn. */
  reconnect(): void {
    const { kind } = this.state.get();
    if (kind !== 'down' && kind !== 'connecting') return;
    clearTimeout(this.#returnTimer);
    this.#socket.disconnect();
    this.#dispatch({ type: 'retry', at: Date.now() });
    this.#socket.connect();
  }

  request(event: string, payload: unknown, timeoutMs: number): Promise<unknown> {
    return this.#socket.timeout(timeoutMs).emitWithAck(event, payload) as Promise<unknown>;
  }

  send(event: string, payload: unknown): void {
    if (this.#socket.connected) this.#socket.emit(event, payload);
  }

  on(event: ServerEvent, listener: (payload: unknown) => void): () => void {
    this.#socket.on(event, listener);
    return () => this.#socket.off(event, listener);
  }

  onUp(listener: () => void): () => void {
    this.#upListeners.add(listener);
    return () => this.#upListeners.delete(listener);
  }

  #dispatch(event: LinkEvent): void {
    this.state.update((state) => nextLinkState(state, event));
  }

  #connected(): void {
    this.#dispatch({ type: 'connected', at: Date.now() });
    if (!this.isUp) return;
    this.#stopTimers();
    this.#probeTimer = setInterval(() => void this.#probe(redAfterMs), probeIntervalMs);
    void this.#probe(redAfterMs);
    for (const listener of [...this.#upListeners]) listener();
  }

  #disconnected(reason: string): void {
    this.#stopTimers();
    this.#dispatch({ type: 'disconnected', at: Date.now(), reason });
    if (reason === 'io server disconnect') {
      this.#returnTimer = setTimeout(() => this.reconnect(), returnAfterServerCloseMs);
    }
  }

  #failed(error: Error): void {
    this.#dispatch({ type: 'failed', at: Date.now(), reason: error.message });
    void this.#checkAccess();
    // Refused by the server's CONNECT_ERROR: the client would not try again.
    if (!this.#socket.active) {
      this.#returnTimer = setTimeout(() => this.reconnect(), accessCheckIntervalMs);
    }
  }

  async #checkAccess(): Promise<void> {
    if (Date.now() - this.#lastAccessCheck < accessCheckIntervalMs) return;
    this.#lastAccessCheck = Date.now();
    try {
      if ((await checkAccess()) !== 'login-needed' || this.isUp) return;
    } catch {
      return; // no answer either: the link is down, not refused
    }
    this.#stopTimers();
    this.#dispatch({ type: 'refused' });
    this.#socket.disconnect();
    this.#onRefused();
  }

  async #probe(timeoutMs: number): Promise<void> {
    const sentAt = Date.now();
    const connection = this.#socket.id;
    this.#dispatch({ type: 'probeSent', at: sentAt });
    try {
      probeReplySchema.parse(await this.request('link:probe', {}, timeoutMs));
      this.#dispatch({ type: 'probeAnswered', at: Date.now(), sentAt });
    } catch {
      // Dead, whatever the socket believes: cut it, so that the client begins anew.
      if (this.#socket.connected && this.#socket.id === connection) this.#socket.io.engine.close();
    }
  }

  #stopTimers(): void {
    clearInterval(this.#probeTimer);
    clearTimeout(this.#returnTimer);
  }
}
