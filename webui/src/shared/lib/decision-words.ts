import type { Approval, Decision, Question } from '@/shared/protocol/ask';
import { formatClock } from './format';

/** "by you 12:04 from 192.168.1.7": who, when, from where. */
function byWhom(decision: Decision, now: number): string {
  const who = decision.by === '' ? '' : ` by ${decision.by}`;
  const from = decision.from === '' ? '' : ` from ${decision.from}`;
  return `${who} ${formatClock(decision.at, now)}${from}`;
}

export function approvalOutcome(approval: Approval, now: number): string {
  const { decision, state } = approval;
  if (state === 'waiting') return 'Waits for you';
  if (state === 'withdrawn') return 'Withdrawn by the agent';
  if (decision === undefined) return state === 'void' ? 'Void: the agent ended before an answer' : 'Decided';
  const option = approval.options.find((candidate) => candidate.id === decision.optionId);
  const allowed = option?.kind.startsWith('allow') ?? false;
  const verb = allowed ? (option?.kind === 'allow_always' ? 'Always allowed' : 'Allowed') : 'Denied';
  return `${verb}${byWhom(decision, now)}`;
}

export function wasAllowed(approval: Approval): boolean {
  const option = approval.options.find((candidate) => candidate.id === approval.decision?.optionId);
  return approval.state === 'decided' && (option?.kind.startsWith('allow') ?? false);
}

export function questionOutcome(question: Question, now: number): string {
  const { decision, state } = question;
  if (state === 'waiting') return 'Waits for you';
  if (state === 'withdrawn') return 'Withdrawn by the agent';
  if (decision === undefined) return state === 'void' ? 'Void: the agent ended before an answer' : 'Answered';
  return `${decision.optionId === 'skip' ? 'Skipped' : 'Answered'}${byWhom(decision, now)}`;
}
