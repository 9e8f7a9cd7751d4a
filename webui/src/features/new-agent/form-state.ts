import type { NewAgent } from '@/shared/api/create-agent';
import { baseName } from '@/shared/lib/format';
import { readEnvironment } from '@/shared/lib/environment';
import { traitsOf, type ProviderChoice } from './provider-choice';

export interface FormState {
  /** Empty: the suggestion counts. */
  provider: string;
  directory: string;
  command: string;
  /** Lines "NAME=value". */
  environment: string;
  prompt: string;
  /** Empty: the suggestion counts. */
  name: string;
  /** Empty: as the CLI does by itself. So are model and effort. */
  mode: string;
  model: string;
  effort: string;
  instructions: string;
  resume: string;
  skipPermissions: boolean;
  /** By the CLI's own interface on a terminal, not as a conversation. */
  terminal: boolean;
}

export type FieldName = keyof FormState;

export const emptyForm: FormState = {
  provider: '',
  directory: '',
  command: '',
  environment: '',
  prompt: '',
  name: '',
  mode: '',
  model: '',
  effort: '',
  instructions: '',
  resume: '',
  skipPermissions: false,
  terminal: false,
};

/** Another CLI has other modes, models, efforts and sessions: what was chosen of them does not hold for it. */
export function changeProvider(provider: string): Partial<FormState> {
  const { mode, model, effort, resume, skipPermissions, terminal } = emptyForm;
  return { provider, mode, model, effort, resume, skipPermissions, terminal };
}

/** The directory's own name, with a number if another agent has it. */
export function suggestName(directory: string, taken: ReadonlySet<string>): string {
  const base = baseName(directory);
  if (base === '' || !taken.has(base)) return base;
  let number = 2;
  while (taken.has(`${base} ${number}`)) number += 1;
  return `${base} ${number}`;
}

function conversationFlags(form: FormState, provider: string): Record<string, unknown> {
  const flags: Record<string, unknown> = {};
  if (form.model.trim() !== '') flags['model'] = form.model.trim();
  if (form.effort !== '') flags['reasoningEffort'] = form.effort;
  if (form.resume.trim() !== '') flags['resume'] = form.resume.trim();
  if (form.terminal) flags['terminal'] = true;
  if (form.skipPermissions && traitsOf(provider).skipPermissions) flags['dangerouslySkipPermissions'] = true;
  else if (form.mode !== '') flags['permissionMode'] = form.mode;
  // claude's own settings may name a laxer mode than the one that the form shows.
  else if (provider === 'claude') flags['permissionMode'] = 'default';
  return flags;
}

function commandFlags(form: FormState): Record<string, unknown> {
  const environment = readEnvironment(form.environment);
  const variables = environment.kind === 'read' ? environment.variables : {};
  return { command: form.command.trim(), ...(Object.keys(variables).length > 0 ? { env: variables } : {}) };
}

export function toNewAgent(form: FormState, provider: string, suggestedName: string, clientId: string): NewAgent {
  const traits = traitsOf(provider);
  const agent: NewAgent = {
    name: form.name.trim() === '' ? suggestedName : form.name.trim(),
    provider,
    directory: form.directory.trim(),
    // A program need not be told anything, but the server wants a prompt of every agent.
    prompt: !traits.conversation && form.prompt.trim() === '' ? form.command.trim() : form.prompt.trim(),
    flags: {
      ...(traits.conversation ? conversationFlags(form, provider) : {}),
      ...(traits.ownCommand ? commandFlags(form) : {}),
    },
    clientId,
  };
  const instructions = form.instructions.trim();
  return instructions === '' || !traits.conversation ? agent : { ...agent, claudeMd: instructions };
}

export type FieldErrors = Partial<Record<FieldName, string>>;

/** What can be known without the server. */
export function checkForm(form: FormState, provider: ProviderChoice, suggestedName: string): FieldErrors {
  const errors: FieldErrors = {};
  const traits = traitsOf(provider.id);
  if (provider.found?.available === false) errors.provider = `${provider.name} cannot be used on that machine yet`;
  if (form.directory.trim() === '') errors.directory = 'Choose the directory to work in';
  else if (!form.directory.trim().startsWith('/')) errors.directory = 'Write the whole path, beginning with /';
  if (traits.ownCommand) {
    if (form.command.trim() === '') errors.command = 'Write the command that starts it';
    const environment = readEnvironment(form.environment);
    if (environment.kind === 'wrong') errors.environment = environment.message;
  }
  if (traits.conversation && form.prompt.trim() === '') errors.prompt = 'Say what is to be done';
  if (form.name.trim() === '' && suggestedName === '') errors.name = 'Give it a name';
  return errors;
}

/** The names that the server's errors use, by field. Longer names first: "permissionMode" is no "mode" of ours. */
const wireNames: [string, FieldName][] = [
  ['dangerouslySkipPermissions', 'skipPermissions'],
  ['reasoningEffort', 'effort'],
  ['permissionMode', 'mode'],
  ['directory', 'directory'],
  ['provider', 'provider'],
  ['command', 'command'],
  ['env', 'environment'],
  ['terminal', 'terminal'],
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
