import type { TerminalState } from './terminal-machine';

export interface TerminalWords {
  level: 'info' | 'warning' | 'error';
  words: string;
}

export function endedWords(exitCode: number | undefined, error: string | undefined): string {
  if (error !== undefined) return `Ended: ${error}`;
  return exitCode === undefined ? 'Ended; its exit code is not known' : `Ended with exit code ${exitCode}`;
}

/** What a person must know of a terminal; undefined while it just works. */
export function terminalWords(state: TerminalState, doubt: boolean): TerminalWords | undefined {
  switch (state.kind) {
    case 'closed':
    case 'opening':
      return undefined;
    case 'attached':
      return doubt ? { level: 'warning', words: 'What was typed last may not have arrived.' } : undefined;
    case 'link-down':
      return { level: 'warning', words: 'Not connected. Typing waits until the link is back.' };
    case 'ended': {
      const level = (state.exitCode ?? 0) === 0 && state.error === undefined ? 'info' : 'error';
      return { level, words: endedWords(state.exitCode, state.error) };
    }
    case 'failed':
      return { level: 'error', words: `Not opened: ${state.message}` };
  }
}
