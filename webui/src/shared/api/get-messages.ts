import { messagePageSchema, type MessagePage } from '@/shared/protocol/calls';
import { request } from './http';

export function getMessagesBefore(agentId: string, before: number, limit: number): Promise<MessagePage> {
  const query = new URLSearchParams({ before: String(before), limit: String(limit) });
  return request('GET', `/agents/${encodeURIComponent(agentId)}/messages?${query.toString()}`, messagePageSchema);
}
