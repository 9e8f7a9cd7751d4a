import { agentSchema, type Agent } from '@/shared/protocol/agent';
import { request } from './http';

export function getAgent(id: string): Promise<Agent> {
  return request('GET', `/agents/${encodeURIComponent(id)}`, agentSchema);
}
