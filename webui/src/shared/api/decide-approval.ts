import { approvalReplySchema } from '@/shared/protocol/calls';
import type { Approval } from '@/shared/protocol/ask';
import { request } from './http';

export interface ApprovalDecision {
  optionId: string;
  message?: string;
  updatedInput?: Record<string, unknown>;
}

export async function decideApproval(
  agentId: string,
  approvalId: string,
  decision: ApprovalDecision,
): Promise<Approval> {
  const path = `/agents/${encodeURIComponent(agentId)}/approvals/${encodeURIComponent(approvalId)}`;
  return (await request('POST', path, approvalReplySchema, decision)).approval;
}
