import type { Approval, ApprovalOption } from '@/shared/protocol/ask';

export interface OptionsByRole {
  /** The first way to allow once: the main button. */
  allow: ApprovalOption | undefined;
  /** Other ways to allow once (a plan offers some). */
  otherAllows: ApprovalOption[];
  always: ApprovalOption[];
  deny: ApprovalOption | undefined;
  denyAndStop: ApprovalOption | undefined;
}

export function optionsByRole(approval: Approval): OptionsByRole {
  const of = (kind: ApprovalOption['kind']) => approval.options.filter((option) => option.kind === kind);
  const [allow, ...otherAllows] = of('allow_once');
  return {
    allow,
    otherAllows,
    always: of('allow_always'),
    deny: of('reject_once')[0],
    denyAndStop: of('reject_stop')[0],
  };
}

/** The command of an exec approval, under whatever name the tool gives it. */
export function commandOf(approval: Approval): string | undefined {
  if (approval.kind !== 'exec') return undefined;
  const { command } = approval.input;
  if (typeof command === 'string') return command;
  if (Array.isArray(command)) return command.map(String).join(' ');
  return undefined;
}

export function planOf(approval: Approval): string | undefined {
  if (approval.kind !== 'plan') return undefined;
  const { plan } = approval.input;
  return approval.detail ?? (typeof plan === 'string' ? plan : undefined);
}

/** The file an edit is about. */
export function pathOf(approval: Approval): string | undefined {
  for (const name of ['file_path', 'path', 'notebook_path']) {
    const value = approval.input[name];
    if (typeof value === 'string') return value;
  }
  return undefined;
}
