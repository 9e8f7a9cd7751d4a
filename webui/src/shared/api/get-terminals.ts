import { terminalListSchema, type TerminalInfo } from '@/shared/protocol/terminal';
import { request } from './http';

export async function getTerminals(agentId: string): Promise<readonly TerminalInfo[]> {
  const { terminals } = await request('GET', `/agents/${encodeURIComponent(agentId)}/terminals`, terminalListSchema);
  return terminals;
}
