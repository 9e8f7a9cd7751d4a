/**
 * The state of one terminal as this page has it, as a pure machine.
 *
 *   closed, ended, failed, link-down ──ask──▶ opening ──opened──▶ attached
 *   opening ──refused──▶ failed     opening, attached ──exit──▶ ended     opening ──gone──▶ ended
 *   opening, attached, failed ──linkLost──▶ link-down               any ──left──▶ closed
 *
 * Only in `attached` does what is typed reach the program.
 */
export type TerminalState =
  | { kind: 'closed' }
  | { kind: 'opening' }
  | { kind: 'attached' }
  | { kind: 'link-down' }
  /** Without an exit code: it ended while nobody here heard of it. */
  | { kind: 'ended'; exitCode: number | undefined; error: string | undefined }
  | { kind: 'failed'; message: string };

export type TerminalEvent =
  | { type: 'ask' }
  | { type: 'opened' }
  | { type: 'refused'; message: string }
  | { type: 'exit'; exitCode: number; error: string | undefined }
  | { type: 'gone' }
  | { type: 'linkLost' }
  | { type: 'left' };

export const closedTerminal: TerminalState = { kind: 'closed' };

export function nextTerminalState(state: TerminalState, event: TerminalEvent): TerminalState {
  switch (event.type) {
    case 'ask':
      return { kind: 'opening' };
    case 'opened':
      return state.kind === 'opening' ? { kind: 'attached' } : state;
    case 'refused':
      return state.kind === 'opening' ? { kind: 'failed', message: event.message } : state;
    case 'exit':
      return state.kind === 'opening' || state.kind === 'attached'
        ? { kind: 'ended', exitCode: event.exitCode < 0 ? undefined : event.exitCode, error: event.error }
        : state;
    case 'gone':
      return state.kind === 'opening' ? { kind: 'ended', exitCode: undefined, error: undefined } : state;
    case 'linkLost':
      // What has ended stays so, whatever the link does.
      return state.kind === 'ended' || state.kind === 'closed' ? state : { kind: 'link-down' };
    case 'left':
      return closedTerminal;
  }
}
