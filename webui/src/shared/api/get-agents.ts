import { z } from 'zod/mini';
import { agentSchema, type Agent } from '@/shared/protocol/agent';
import { request } from './http';

/** Newest first. An agent that cannot be read is left out rather than hiding the others. */
export async function getAgents(): Promise<Agent[]> {
  const list = await request('GET', '/agents', z.array(z.unknown()));
  return list.flatMap((raw) => {
    const parsed = agentSchema.safeParse(raw);
    return parsed.success ? [parsed.data] : [];
  });
}
