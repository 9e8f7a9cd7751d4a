import type { Approval } from '@/shared/protocol/ask';
import { jsonObject } from '@/shared/protocol/fields';
import { commandOf } from './options';

/** A command is edited as text, anything else as JSON. */
export function editableText(approval: Approval): string {
  return isCommand(approval) ? (commandOf(approval) ?? '') : JSON.stringify(approval.input, null, 2);
}

function isCommand(approval: Approval): boolean {
  return typeof approval.input['command'] === 'string' && approval.kind === 'exec';
}

export type EditedInput =
  | { kind: 'unchanged' }
  | { kind: 'changed'; input: Record<string, unknown> }
  | { kind: 'invalid'; message: string };

export function readEdited(approval: Approval, text: string): EditedInput {
  if (text === editableText(approval)) return { kind: 'unchanged' };
  if (isCommand(approval)) {
    if (text.trim() === '') return { kind: 'invalid', message: 'The command is empty' };
    return { kind: 'changed', input: { ...approval.input, command: text } };
  }
  try {
    const parsed = jsonObject.safeParse(JSON.parse(text));
    if (parsed.success) return { kind: 'changed', input: parsed.data };
    return { kind: 'invalid', message: 'The input must be a JSON object' };
  } catch {
    return { kind: 'invalid', message: 'This is not JSON' };
  }
}
