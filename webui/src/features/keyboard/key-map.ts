/** One keyboard map: what `?` shows is what works. */
export interface KeyHelp {
  keys: string;
  does: string;
}

export const keyHelp: KeyHelp[] = [
  { keys: 'j / k', does: 'Next, previous agent' },
  { keys: 'Enter', does: 'Open the agent' },
  { keys: 'a', does: 'Allow once, or answer' },
  { keys: 'd', does: 'Deny, with a reason' },
  { keys: 'r', does: 'Reply' },
  { keys: 'i', does: 'Interrupt' },
  { keys: 'n', does: 'New agent' },
  { keys: 'g h', does: 'All agents' },
  { keys: 'g s', does: 'Settings' },
  { keys: 'Ctrl k', does: 'Go to an agent' },
  { keys: '?', does: 'These keys' },
  { keys: 'Esc', does: 'Leave a field, close a layer' },
  { keys: 'Ctrl ⇧ c / v', does: 'Copy, paste in a terminal, which has all other keys' },
  { keys: 'Ctrl ⇧ ↑', does: 'Leave a terminal' },
];

export type Command = 'next' | 'previous' | 'allow' | 'deny' | 'reply' | 'interrupt' | 'new' | 'home' | 'settings' | 'palette' | 'help';

type Key = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>;

/** After a `g`. */
const places: Record<string, Command | undefined> = { h: 'home', s: 'settings' };

const single: Record<string, Command | undefined> = {
  j: 'next',
  k: 'previous',
  a: 'allow',
  d: 'deny',
  r: 'reply',
  i: 'interrupt',
  n: 'new',
  '?': 'help',
};

/** `typing`: the focus is in a field, where letters are letters. `prefix`: the key before, if it began a pair. */
export function commandOf(event: Key, typing: boolean, prefix: string | undefined): Command | undefined {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') return 'palette';
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return undefined;
  if (prefix === 'g') return places[event.key];
  return single[event.key];
}
