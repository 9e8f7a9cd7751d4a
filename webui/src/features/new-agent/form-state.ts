import type { NewAgent } from '@/shared/api/create-agent';
import { baseName } from '@/shared/lib/format';

export interface FormState {
  directory: string;
  prompt: string;
  /** Empty: the suggestion counts. */
  name: string;
  mode: string;
  model: string;
  effort: string;
  instructions: string;
  resume: string;
  skipPermissions: boolean;
}

export type FieldName = keyof FormState;

export const emptyForm: FormState = {
  directory: '',
  prompt: '',
  name: '',
  mode: 'default',
  model: '',
  effort: '',
  instructions: '',
  resume: '',
  skipPermissions: false,
};

/** The directory's own name, with a number if another agent has it. */
export function suggestName(directory: string, taken: ReadonlySet<string>): string {
  const base = baseName(directory);
  if (base === '' || !taken.has(base)) return base;
  let number = 2;
  while (taken.has(`${base} ${number}`)) number += 1;
  return `${base} ${number}`;
}

export function toNewAgent(form: FormState, suggestedName: string, clientId: string): NewAgent {
  const flags: Record<string, unknown> = {};
  if (form.model.trim() !== '') flags['model'] = form.model.trim();
  if (form.effort !== '') flags['reasoningEffort'] = form.effort;
  if (form.resume.trim() !== '') flags['resume'] = form.resume.trim();
  if (form.skipPermissions) flags['dangerouslySkipPermissions'] = true;
  else flags['permissionMode'] = form.mode;
  const name = form.name.trim() === '' ? suggestedName : form.name.trim();
  const agent: NewAgent = {
    name,
    provider: 'claude',
    directory: form.directory.trim(),
    prompt: form.prompt.trim(),
    flags,
    clientId,
  };
  return form.instructions.trim() === '' ? agent : { ...agent, claudeMd: form.instructions.trim() };
}

export type FieldErrors = Partial<Record<FieldName, string>>;

/** What can be known without the server. */
export function checkForm(form: FormState, suggestedName: string): FieldErrors {
  const errors: FieldErrors = {};
  if (form.directory.trim() === '') errors.directory = 'Choose the directory to work in';
  else if (!form.directory.trim().startsWith('/')) errors.directory = 'Write the whole path, beginning with /';
  if (form.prompt.trim() === '') errors.prompt = 'Say what is to be done';
  if (form.name.trim() === '' && suggestedName === '') errors.name = 'Give it a name';
  return errors;
}

/** The names that the server's errors use, by field. Longer names first: "permissionMode" is no "mode" of ours. */
const wireNames: [string, FieldName][] = [
  ['dangerouslySkipPermissions', 'skipPermissions'],
  ['reasoningEffort', 'effort'],
  ['permissionMode', 'mode'],
  ['directory', 'directory'],
  ['claudeMd', 'instructions'],
  ['resume', 'resume'],
  ['prompt', 'prompt'],
  ['model', 'model'],
  ['name', 'name'],
];

/** The field that an error of the server is about: the one it names first. */
export function fieldOfError(message: string): FieldName | undefined {
  let found: { at: number; field: FieldName } | undefined;
  for (const [wire, field] of wireNames) {
    const at = message.search(new RegExp(`(?<![A-Za-z])${wire}(?![A-Za-z])`));
    if (at >= 0 && (found === undefined || at < found.at)) found = { at, field };
  }
  return found?.field;
}
