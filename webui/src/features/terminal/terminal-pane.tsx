import { useEffect, type ReactNode } from 'react';
import { finePointerQuery, useMedia } from '@/shared/lib/use-media';
import { useStore } from '@/shared/store/store';
import type { TerminalConnection } from './terminal-connection';
import { TerminalStrip } from './terminal-strip';
import { terminalWords } from './terminal-words';
import { TouchKeys } from './touch-keys';
import { useScreen } from './use-screen';

const finePointerFontPx = 13;
const touchFontPx = 12;

interface TerminalPaneProps {
  connection: TerminalConnection;
  /** Beside others only one is seen; the rest go on unseen. */
  visible?: boolean;
  /** What begins it anew once it has ended, in words. */
  again: string;
  /** In place of the terminal's own state. */
  strip?: ReactNode;
}

export function TerminalPane({ connection, visible = true, again, strip }: TerminalPaneProps) {
  const finePointer = useMedia(finePointerQuery);
  const { element, screen, ctrl } = useScreen(connection, finePointer ? finePointerFontPx : touchFontPx);
  const state = useStore(connection.state);
  const words = terminalWords(state, useStore(connection.doubt));
  const attached = state.kind === 'attached';

  // On a phone the focus would bring the keyboard unasked.
  useEffect(() => {
    if (visible && finePointer && attached) screen?.focus();
  }, [visible, finePointer, attached, screen]);

  const action = () => {
    if (state.kind === 'ended') return { label: again, onClick: () => connection.reopen() };
    if (state.kind === 'failed') return { label: 'Try again', onClick: () => connection.reopen() };
    return undefined;
  };
  return (
    <section
      aria-label="Terminal"
      data-testid="terminal"
      data-state={state.kind}
      data-terminal={connection.target.terminalId}
      className={visible ? 'flex min-h-0 flex-1 flex-col' : 'hidden'}
    >
      <div className="min-h-0 flex-1 overflow-hidden bg-bg pt-1.5 pl-2 lg:pl-5">
        <div ref={element} data-owns-keys className="size-full touch-none" />
      </div>
      {strip ?? (words !== undefined && <TerminalStrip {...words} action={action()} />)}
      {!finePointer && screen !== undefined && <TouchKeys screen={screen} ctrl={ctrl} disabled={!attached} />}
      <div className="shrink-0 pb-[env(safe-area-inset-bottom)]" />
    </section>
  );
}
