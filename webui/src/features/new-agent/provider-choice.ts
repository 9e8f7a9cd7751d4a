import type { Capabilities, ProviderCapabilities } from '@/shared/protocol/calls';
import { knownProviders, providerName } from '@/shared/lib/providers';

/** One CLI that an agent can be made of. */
export interface ProviderChoice {
  id: string;
  name: string;
  /** Undefined until the server has said what it found. */
  found: ProviderCapabilities | undefined;
}

/** The server's list in our order, then what only the server knows. Until it has come: all that we know. */
export function providerChoices(capabilities: Capabilities | undefined): ProviderChoice[] {
  if (capabilities === undefined) return knownProviders.map((id) => ({ id, name: providerName(id), found: undefined }));
  const { providers } = capabilities;
  const ids = Object.keys(providers);
  const ordered = [...knownProviders.filter((id) => ids.includes(id)), ...ids.filter((id) => !knownProviders.includes(id))];
  return ordered.map((id) => {
    const found = providers[id];
    // Our own name first: it is the one that lists and headers show.
    return { id, name: knownProviders.includes(id) ? providerName(id) : (found?.name ?? id), found };
  });
}

/** What a person chose, or else the one used last, or else the first that is there. */
export function chosenProvider(
  choices: readonly ProviderChoice[],
  wanted: string,
  last: string | undefined,
): ProviderChoice {
  const usable = (choice: ProviderChoice) => choice.found?.available !== false;
  return (
    choices.find(({ id }) => id === wanted) ??
    choices.find((choice) => choice.id === last && usable(choice)) ??
    choices.find(usable) ??
    choices[0] ?? { id: 'claude', name: providerName('claude'), found: undefined }
  );
}

export interface ProviderTraits {
  /** Its command line and environment are told by the form. */
  ownCommand: boolean;
  /** It understands prompts, models, modes, instructions and sessions; a bare program does not. */
  conversation: boolean;
  skipPermissions: boolean;
}

export function traitsOf(provider: string): ProviderTraits {
  return {
    ownCommand: provider === 'acp' || provider === 'command',
    conversation: provider !== 'command',
    skipPermissions: provider === 'claude',
  };
}

/** Whether its agents may also run by its own interface on a terminal. */
export function hasTerminal({ found }: ProviderChoice): boolean {
  return found !== undefined && found.interfaces.includes('terminal') && found.interfaces.includes('conversation');
}

/** Until, or in case, a CLI does not say what it knows. */
const knownModes: Record<string, readonly string[] | undefined> = {
  claude: ['default', 'acceptEdits', 'plan', 'auto', 'dontAsk', 'bypassPermissions'],
  codex: ['read-only', 'auto', 'untrusted', 'full-access', 'plan'],
};
const knownEfforts: Record<string, readonly string[] | undefined> = {
  claude: ['low', 'medium', 'high', 'xhigh', 'max'],
  codex: ['minimal', 'low', 'medium', 'high', 'xhigh'],
};

export function modesOf({ id, found }: ProviderChoice): readonly string[] {
  return found !== undefined && found.modes.length > 0 ? found.modes : (knownModes[id] ?? []);
}

/** Those of the model, if it has its own. */
export function effortsOf({ id, found }: ProviderChoice, model: string): readonly string[] {
  const own = found?.models.find((candidate) => candidate.id === model.trim())?.efforts ?? [];
  if (own.length > 0) return own;
  return found !== undefined && found.reasoningEfforts.length > 0 ? found.reasoningEfforts : (knownEfforts[id] ?? []);
}
