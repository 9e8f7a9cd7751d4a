import { hintOf, isOwnAcpAgent } from '@/shared/lib/providers';
import type { ProviderCapabilities } from '@/shared/protocol/calls';

export interface ProviderState {
  /** A person can make agents of it, could if it were installed, or has to do something first. */
  kind: 'ready' | 'missing' | 'attention';
  words: string;
  /** What to do about it. */
  hint?: string;
}

function counted(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? '' : 's'}`;
}

/** What was found of one CLI: whether it is there and what can be chosen, or what is wrong. */
export function providerState(id: string, found: ProviderCapabilities): ProviderState {
  const hint = found.hint === undefined ? {} : { hint: hintOf(id, found.hint) };
  const own = isOwnAcpAgent(id);
  // A person said that it is there.
  if (!found.available) return { kind: own ? 'attention' : 'missing', words: own ? 'Cannot be started' : 'Not installed', ...hint };
  if (found.detectedFrom === undefined && found.version === undefined && !own) {
    return { kind: 'ready', words: 'Each agent names its own program' };
  }
  const { models, modes } = found;
  const choices = [
    ...(models.length > 0 ? [counted(models.length, 'model')] : []),
    ...(modes.length > 0 ? [counted(modes.length, 'mode')] : []),
  ];
  return { kind: found.hint === undefined ? 'ready' : 'attention', words: [own ? 'Found' : 'Installed', ...choices].join(' · '), ...hint };
}
