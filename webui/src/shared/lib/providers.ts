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

export function providerName(id: string): string {
  return names[id] ?? id;
}
