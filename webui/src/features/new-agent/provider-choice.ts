import type { AcpAgent, Capabilities, ProviderCapabilities } from '@/shared/protocol/calls';
import { knownProviders, providerName, providerOfAcpAgent } from '@/shared/lib/providers';

/** One CLI that an agent can be made of. */
export interface ProviderChoice {
  id: string;
  name: string;
  /** Undefined until the server has said what it found. */
  found: ProviderCapabilities | undefined;
}

/** The server's list in our order, then what only the server knows. Until it has come: all that we know. `own`: of the settings. */
export function providerChoices(capabilities: Capabilities | undefined, own: readonly AcpAgent[] = []): ProviderChoice[] {
  const providers = capabilities?.providers;
  // One that was just added is not asked yet.
  const names = new Map(own.map((agent) => [providerOfAcpAgent(agent.id), agent.name]));
  const known = knownProviders.filter((id) => providers === undefined || id in providers);
  const others = new Set([...Object.keys(providers ?? {}), ...names.keys()].filter((id) => !knownProviders.includes(id)));
  return [...known, ...others].map((id) => {
    const found = providers?.[id];
    // Our own name first: it is the one that lists and headers show.
    const name = knownProviders.includes(id) ? undefined : (found?.name ?? names.get(id));
    return { id, name: name ?? providerName(id), found };
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
