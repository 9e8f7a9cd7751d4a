type Key = Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'isComposing'>;

/**
 * Enter sends where there is a real keyboard, Shift+Enter makes a line; on a phone Enter makes a line and the
 * button sends. Ctrl or ⌘ with Enter sends everywhere. Never while an input method composes.
 */
export function sendsOnKey(event: Key, finePointer: boolean): boolean {
  if (event.key !== 'Enter' || event.isComposing) return false;
  if (event.ctrlKey || event.metaKey) return true;
  return finePointer && !event.shiftKey;
}
