import { useEffect, useRef, useState, type RefObject } from 'react';
import { Store } from '@/shared/store/store';
import { createScreen, type Screen } from './create-screen';
import { controlOf } from './key-sequences';
import type { TerminalConnection } from './terminal-connection';
import { loadTerminalFont } from './terminal-font';

/** A window that is dragged, or a keyboard that slides in, changes the size many times in a row. */
const resizeDelayMs = 120;

export interface ScreenHandle {
  element: RefObject<HTMLDivElement | null>;
  /** Undefined until the font and the element are there. */
  screen: Screen | undefined;
  /** The next character is meant with Ctrl. */
  ctrl: Store<boolean>;
}

/** Takes the sticky Ctrl into what is typed; answers of the terminal itself go as they are. */
function withCtrl(data: string | Uint8Array, ctrl: Store<boolean>): string | Uint8Array {
  if (!ctrl.get() || typeof data !== 'string') return data;
  const control = controlOf(data);
  if (control === undefined) return data;
  ctrl.set(false);
  return control;
}

function observeSize(element: HTMLElement, onSize: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const observer = new ResizeObserver(() => {
    clearTimeout(timer);
    timer = setTimeout(onSize, resizeDelayMs);
  });
  observer.observe(element);
  return () => {
    clearTimeout(timer);
    observer.disconnect();
  };
}

/** Puts a screen into the element and joins it to the connection, as long as both are there. */
function showTerminal(element: HTMLElement, connection: TerminalConnection, fontSize: number, ctrl: Store<boolean>) {
  const screen = createScreen(element, fontSize, {
    onData: (data) => connection.type(withCtrl(data, ctrl)),
    onFocus: () => connection.claimSize(),
    onLeave: () => document.querySelector<HTMLElement>('[data-view-switch] [aria-current]')?.focus(),
  });
  const takeState = () => {
    const { kind } = connection.state.get();
    screen.setTyping(kind === 'attached');
    if (kind === 'ended' || kind === 'link-down' || kind === 'failed') screen.hideCursor();
  };
  const takeSize = () => {
    const size = screen.fit();
    if (size !== undefined) connection.resize(size);
  };
  const stops = [connection.state.subscribe(takeState), connection.attach(screen), observeSize(element, takeSize)];
  takeSize();
  takeState();
  const stop = () => {
    for (const each of stops) each();
    screen.dispose();
  };
  return { screen, stop };
}

export function useScreen(connection: TerminalConnection, fontSize: number): ScreenHandle {
  const element = useRef<HTMLDivElement>(null);
  const [screen, setScreen] = useState<Screen>();
  const [ctrl] = useState(() => new Store(false));
  useEffect(() => {
    let stop: (() => void) | undefined;
    let left = false;
    void loadTerminalFont(fontSize).then(() => {
      if (left || element.current === null) return;
      const shown = showTerminal(element.current, connection, fontSize, ctrl);
      stop = shown.stop;
      setScreen(shown.screen);
    });
    return () => {
      left = true;
      stop?.();
      setScreen(undefined);
    };
  }, [connection, fontSize, ctrl]);
  return { element, screen, ctrl };
}
