/** The CLIs that this page knows by name, in the order in which they are offered. */
const names: Record<string, string | undefined> = {
  claude: 'Claude Code',
  codex: 'Codex',
  gemini: 'Gemini CLI',
  opencode: 'OpenCode',
  acp: 'ACP agent',
  command: 'Command',
};

export const knownProviders: readonly string[] = Object.keys(names);

const ownPrefix = 'acp:';

/** One of those that a person named in the settings. */
export function isOwnAcpAgent(provider: string): boolean {
  return provider.startsWith(ownPrefix);
}

/** Its id in the settings. */
export function ownAcpAgentId(provider: string): string {
  return isOwnAcpAgent(provider) ? provider.slice(ownPrefix.length) : provider;
}

export function providerOfAcpAgent(id: string): string {
  return `${ownPrefix}${id}`;
}

/** Without the server: an agent of one's own is then called by its id. */
export function providerName(id: string): string {
  return names[id] ?? ownAcpAgentId(id);
}

/** The server's words as a sentence. Those about one's own begin with the name that a person gave it. */
export function hintOf(id: string, hint: string): string {
  return isOwnAcpAgent(id) ? hint : hint.charAt(0).toUpperCase() + hint.slice(1);
}
