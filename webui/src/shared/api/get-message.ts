import { messageSchema, type Message } from '@/shared/protocol/message';
import { request } from './http';

/** The whole message, nothing clipped. */
export function getMessage(agentId: string, seq: number): Promise<Message> {
  return request('GET', `/agents/${encodeURIComponent(agentId)}/messages/${seq}`, messageSchema);
}
