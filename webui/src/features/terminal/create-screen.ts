import '@xterm/xterm/css/xterm.css';
import './terminal.css';
import { FitAddon } from '@xterm/addon-fit';
import { Unicode11Addon } from '@xterm/addon-unicode11';
import { Terminal } from '@xterm/xterm';
import { bufferText } from './buffer-text';
import { copyKeys } from './copy-keys';
import { sequenceOf, type BarKey } from './key-sequences';
import type { Output, TerminalSize } from './terminal-connection';
import { onThemeChange, terminalTheme } from './terminal-theme';
import { startTouchScroll } from './touch-scroll';

const family = "'JetBrains Mono', ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace";
const scrollbackLines = 5_000;
/** RIS: in turn with what is written, unlike Terminal.reset(). */
const resetSequence = '\x1bc';
const hideCursorSequence = '\x1b[?25l';

export interface ScreenEvents {
  /** Typed, pasted, or answered to the program's questions. */
  onData: (data: string | Uint8Array) => void;
  onFocus: () => void;
  /** The person wants out of the terminal with the keyboard. */
  onLeave: () => void;
}

/** One xterm in an element, behind what the rest of this page needs of it. */
export interface Screen extends Output {
  /** The size that fits its element; undefined while it is not seen. */
  fit(): TerminalSize | undefined;
  setTyping(enabled: boolean): void;
  /** Until the next reset: nothing can be typed here any more. */
  hideCursor(): void;
  press(key: BarKey, ctrl: boolean): void;
  paste(text: string): void;
  focus(): void;
  /** The newest lines, for selecting them where a finger cannot. */
  text(): string;
  dispose(): void;
}

export function createScreen(element: HTMLElement, fontSize: number, events: ScreenEvents): Screen {
  const terminal = new Terminal({
    allowProposedApi: true,
    cursorBlink: false,
    fontFamily: family,
    fontSize,
    lineHeight: 1,
    minimumContrastRatio: 4.5,
    scrollback: scrollbackLines,
    theme: terminalTheme(),
    disableStdin: true,
  });
  const fitting = new FitAddon();
  terminal.loadAddon(fitting);
  terminal.loadAddon(new Unicode11Addon());
  terminal.unicode.activeVersion = '11';
  terminal.open(element);
  terminal.textarea?.setAttribute('aria-label', 'Terminal input');
  terminal.textarea?.setAttribute('data-testid', 'terminal-input');
  terminal.attachCustomKeyEventHandler((event) => copyKeys(terminal, event, events.onLeave));
  terminal.onData(events.onData);
  terminal.onBinary((data) => events.onData(Uint8Array.from(data, (byte) => byte.charCodeAt(0))));
  terminal.textarea?.addEventListener('focus', events.onFocus);
  const stops = [
    startTouchScroll(terminal, element),
    onThemeChange(() => {
      terminal.options.theme = terminalTheme();
    }),
  ];

  return {
    reset: () => terminal.write(resetSequence),
    write: (bytes, onWritten) => terminal.write(bytes, onWritten),
    fit: () => {
      // An element that is not laid out has a size in percent, which the addon takes for pixels.
      if (element.clientWidth === 0 || element.clientHeight === 0) return undefined;
      const size = fitting.proposeDimensions();
      if (size === undefined || !Number.isFinite(size.cols) || !Number.isFinite(size.rows)) return undefined;
      const { cols, rows } = size;
      if (cols !== terminal.cols || rows !== terminal.rows) terminal.resize(cols, rows);
      return { cols, rows };
    },
    setTyping: (enabled) => {
      terminal.options.disableStdin = !enabled;
    },
    hideCursor: () => terminal.write(hideCursorSequence),
    press: (key, ctrl) => terminal.input(sequenceOf(key, ctrl, terminal.modes.applicationCursorKeysMode)),
    paste: (text) => terminal.paste(text),
    focus: () => terminal.focus(),
    text: () => bufferText(terminal.buffer.active),
    dispose: () => {
      for (const stop of stops) stop();
      terminal.dispose();
    },
  };
}
