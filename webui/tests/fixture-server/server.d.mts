// What the tests use of the fixture server.
import type { Server } from 'socket.io';

export interface FixtureMessage {
  id: string;
}

export interface FixtureAgent {
  add(kind: string, fields?: object): FixtureMessage;
  append(id: string, text: string): void;
  set(state: object): void;
}

export class FixtureServer {
  constructor(options?: { dist?: string; password?: string });
  io: Server;
  password: string | undefined;
  faults: { loseRecords: boolean; refusePrompts: number; loseAnswers: number; api: boolean; slowListMs: number };
  listen(port?: number): Promise<string>;
  close(): Promise<void>;
  addAgent(id: string, fields: { name: string; directory: string }): FixtureAgent;
}
