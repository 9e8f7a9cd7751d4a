import { ApiError, messageOf } from '@/shared/api/http';
import type { Link } from '@/shared/link/link';
import { terminalReplySchema, type TerminalInfo } from '@/shared/protocol/terminal';
import { Store } from '@/shared/store/store';
import { TerminalConnection } from './terminal-connection';

export type ShellTabsState =
  | { kind: 'loading' }
  | { kind: 'failed'; message: string }
  | { kind: 'ready'; ids: readonly string[] };

/** The server's limit for one agent. */
export const maxShells = 8;
const closeTimeoutMs = 10_000;

export type ListTerminals = (agentId: string) => Promise<readonly TerminalInfo[]>;

/** The shells of one agent: those that the server has, and those that ended on this page. */
export class ShellTabs {
  readonly state = new Store<ShellTabsState>({ kind: 'loading' });
  readonly #agentId: string;
  readonly #link: Link;
  readonly #list: ListTerminals;
  readonly #connections = new Map<string, TerminalConnection>();

  constructor(agentId: string, link: Link, list: ListTerminals) {
    this.#agentId = agentId;
    this.#link = link;
    this.#list = list;
  }

  async load(): Promise<void> {
    try {
      this.#merge(await this.#shellIds());
    } catch (error) {
      if (this.state.get().kind === 'ready') return;
      this.state.set({ kind: 'failed', message: messageOf(error) });
    }
  }

  /** A tab with the lowest free number; undefined if there are too many. The shell begins when a screen shows it. */
  async add(): Promise<string | undefined> {
    // Another page may have opened some since.
    await this.load();
    const ids = this.#ids();
    if (ids.length >= maxShells) return undefined;
    let number = 1;
    while (ids.includes(String(number))) number += 1;
    this.#merge([String(number)]);
    return String(number);
  }

  connection(id: string): TerminalConnection {
    const known = this.#connections.get(id);
    if (known !== undefined) return known;
    const isThere = async () => (await this.#shellIds()).includes(id);
    const made = new TerminalConnection({ agentId: this.#agentId, terminalId: id }, this.#link, isThere);
    this.#connections.set(id, made);
    return made;
  }

  /** False for one that has ended or never began: closing it loses nothing. */
  runs(id: string): boolean {
    const { kind } = this.connection(id).state.get();
    return kind !== 'ended' && kind !== 'failed';
  }

  /** Ends the shell if it runs, and takes the tab away. Rejects if the server did not do it. */
  async close(id: string): Promise<void> {
    if (this.runs(id)) await this.#end(id);
    this.#connections.delete(id);
    const ids = this.#ids().filter((other) => other !== id);
    this.state.set({ kind: 'ready', ids });
  }

  async #end(id: string): Promise<void> {
    if (!this.#link.isUp) throw new ApiError(0, 'there is no link');
    const payload = { agentId: this.#agentId, terminalId: id };
    const reply = terminalReplySchema.parse(await this.#link.request('terminal:close', payload, closeTimeoutMs));
    // One that is gone already is closed too.
    if ('error' in reply && (await this.#shellIds()).includes(id)) throw new ApiError(0, reply.error);
  }

  async #shellIds(): Promise<string[]> {
    const terminals = await this.#list(this.#agentId);
    return terminals.filter(({ ofAgent }) => !ofAgent).map(({ terminalId }) => terminalId);
  }

  #ids(): readonly string[] {
    const state = this.state.get();
    return state.kind === 'ready' ? state.ids : [];
  }

  #merge(found: readonly string[]): void {
    const ids = [...new Set([...this.#ids(), ...found])];
    ids.sort((a, b) => a.localeCompare(b, undefined, { numeric: true }));
    this.state.set({ kind: 'ready', ids });
  }
}
