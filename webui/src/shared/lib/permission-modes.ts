type Descriptions = Record<string, string | undefined>;

const ofClaude: Descriptions = {
  default: 'Asks before it edits or runs anything',
  acceptEdits: 'Edits files without asking, asks before it runs commands',
  plan: 'Reads and plans, changes nothing',
  auto: 'Decides by itself what needs asking',
  dontAsk: 'Denies what it would have to ask for',
  bypassPermissions: 'Never asks: everything is allowed',
};

const ofCodex: Descriptions = {
  'read-only': 'Reads only, asks before it changes or runs anything more',
  auto: 'Works in its directory, asks before it leaves it',
  untrusted: 'Asks before every command that is not known to be harmless',
  'full-access': 'Never asks: everything is allowed, everywhere',
  plan: 'Reads and plans, changes nothing',
};

const ofOthers: Descriptions = {
  default: 'Asks before it edits or runs anything',
  autoEdit: 'Edits files without asking, asks before it runs commands',
  yolo: 'Never asks: everything is allowed',
  build: 'Works as its own settings allow',
  plan: 'Reads and plans, changes nothing',
};

/** What a permission mode of this provider means, in one line; undefined for one that this page does not know. */
export function describeMode(provider: string, mode: string): string | undefined {
  if (provider === 'claude') return ofClaude[mode];
  return provider === 'codex' ? ofCodex[mode] : ofOthers[mode];
}
