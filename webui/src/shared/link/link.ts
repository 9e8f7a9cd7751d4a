import type { ReadableStore } from '@/shared/store/store';
import type { LinkState } from './link-machine';

export type ServerEvent =
  | 'agent:records'
  | 'agent:snapshot'
  | 'agent:status'
  | 'terminal:output'
  | 'terminal:exit';

/** The live connection as the stores see it. Payloads are unchecked; whoever takes them parses them. */
export interface Link {
  readonly state: ReadableStore<LinkState>;
  readonly isUp: boolean;
  /** Sends and waits for the acknowledgement; rejects when the link breaks or `timeoutMs` pass. */
  request(event: string, payload: unknown, timeoutMs: number): Promise<unknown>;
  send(event: string, payload: unknown): void;
  on(event: ServerEvent, listener: (payload: unknown) => void): () => void;
  /** Called at every connect and reconnect. */
  onUp(listener: () => void): () => void;
}
