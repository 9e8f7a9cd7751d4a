import type { Terminal } from '@xterm/xterm';
import { copyText } from '@/shared/lib/copy-text';

/**
 * The keys that are the page's and not the program's: Ctrl+Shift+C copies, Ctrl+Shift+V is the browser's own
 * paste, Ctrl+Shift+↑ leaves. False: the terminal does nothing with it.
 */
export function copyKeys(
  terminal: Pick<Terminal, 'getSelection' | 'hasSelection'>,
  event: KeyboardEvent,
  onLeave: () => void,
): boolean {
  if (event.type !== 'keydown' || !event.ctrlKey || !event.shiftKey || event.altKey || event.metaKey) return true;
  switch (event.code) {
    case 'KeyC':
      event.preventDefault();
      if (terminal.hasSelection()) void copyText(terminal.getSelection());
      return false;
    case 'KeyV':
      return false;
    case 'ArrowUp':
      event.preventDefault();
      onLeave();
      return false;
    default:
      return true;
  }
}
