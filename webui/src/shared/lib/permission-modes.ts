/** What each permission mode means, in one line. */
export const modeDescriptions: Record<string, string | undefined> = {
  default: 'Asks before it edits or runs anything',
  acceptEdits: 'Edits files without asking, asks before it runs commands',
  plan: 'Reads and plans, changes nothing',
  auto: 'Decides by itself what needs asking',
  dontAsk: 'Denies what it would have to ask for',
  bypassPermissions: 'Never asks: everything is allowed',
};
