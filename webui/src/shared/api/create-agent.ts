import { agentSchema, type Agent } from '@/shared/protocol/agent';
import { request } from './http';

export interface NewAgent {
  name: string;
  provider: string;
  directory: string;
  prompt: string;
  claudeMd?: string;
  flags: Record<string, unknown>;
  /** A repeated request with the same one creates nothing. */
  clientId: string;
}

export function createAgent(agent: NewAgent): Promise<Agent> {
  return request('POST', '/agents', agentSchema, agent);
}
