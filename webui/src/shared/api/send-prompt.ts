import { sendReplySchema } from '@/shared/protocol/calls';
import { request } from './http';

/** The answer means: on the machine's disk. A repeated clientId is answered the same and sent once. */
export async function sendPrompt(agentId: string, text: string, clientId: string): Promise<void> {
  await request('POST', `/agents/${encodeURIComponent(agentId)}/message`, sendReplySchema, { text, clientId });
}
