import { environmentLines, readEnvironment } from '@/shared/lib/environment';
import type { AcpAgent } from '@/shared/protocol/calls';

export interface AcpForm {
  name: string;
  command: string;
  /** Lines "NAME=value". */
  environment: string;
}

export type AcpField = keyof AcpForm;
export type AcpErrors = Partial<Record<AcpField, string>>;

export const emptyAcpForm: AcpForm = { name: '', command: '', environment: '' };
const maxIdLength = 32;
const maxNameLength = 80;

export function toAcpForm({ name, command, env }: AcpAgent): AcpForm {
  return { name, command, environment: environmentLines(env).text };
}

/** "My agent (beta)" → "my-agent-beta", with a number if another one has it. People see only the name. */
export function idFor(name: string, taken: ReadonlySet<string>): string {
  const plain = name.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
  const words = plain.replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-|-$/g, '');
  const fitting = (length: number) => (words === '' ? 'agent' : words.slice(0, length).replace(/-$/, ''));
  let id = fitting(maxIdLength);
  for (let number = 2; taken.has(id); number += 1) id = `${fitting(maxIdLength - 1 - String(number).length)}-${number}`;
  return id;
}

/** What can be known without the server. */
export function checkAcpForm(form: AcpForm): AcpErrors {
  const errors: AcpErrors = {};
  const name = form.name.trim();
  if (name === '') errors.name = 'Give it a name';
  else if (name.length > maxNameLength) errors.name = `At most ${maxNameLength} characters`;
  if (form.command.trim() === '') errors.command = 'Write the command that starts it';
  const environment = readEnvironment(form.environment);
  if (environment.kind === 'wrong') errors.environment = environment.message;
  return errors;
}

/** Only of a form without errors. `edited`: what it was before. */
export function toAcpAgent(form: AcpForm, id: string, edited?: AcpAgent): AcpAgent {
  const environment = readEnvironment(form.environment);
  return {
    id,
    name: form.name.trim(),
    command: form.command.trim(),
    env: {
      ...environmentLines(edited?.env ?? {}).other,
      ...(environment.kind === 'read' ? environment.variables : {}),
    },
  };
}

const wireFields: Record<string, AcpField | undefined> = {
  // It is made of the name.
  id: 'name',
  name: 'name',
  command: 'command',
  env: 'environment',
};

/** "acpAgents[1].command has an open quote" → at the command: "Has an open quote". Undefined if it is not about this one. */
export function acpErrorOf(message: string, index: number): AcpErrors | undefined {
  const [, at, wire = '', words = ''] = /^acpAgents\[(\d+)\]\.([a-z]+)\W*(.*)$/is.exec(message) ?? [];
  const field = wireFields[wire];
  if (at === undefined || Number(at) !== index || field === undefined) return undefined;
  return { [field]: words === '' ? message : words.charAt(0).toUpperCase() + words.slice(1) };
}
