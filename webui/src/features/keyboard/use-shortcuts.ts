import { useEffect, useRef } from 'react';
import { commandOf, type Command } from './key-map';

/** A pair of keys belongs together for this long. */
const pairMs = 1_000;

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'));
}

function isInLayer(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[role="dialog"], [role="menu"]') !== null;
}

/** A terminal takes every key, Escape and Ctrl too. */
function ownsKeys(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[data-owns-keys]') !== null;
}

export function useShortcuts(onCommand: (command: Command) => void): void {
  const handler = useRef(onCommand);
  useEffect(() => {
    handler.current = onCommand;
  }, [onCommand]);
  useEffect(() => {
    let prefix: { key: string; at: number } | undefined;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || isInLayer(event.target) || ownsKeys(event.target)) return;
      if (event.key === 'Escape' && isTyping(event.target)) {
        (event.target as HTMLElement).blur();
        return;
      }
      const typing = isTyping(event.target);
      const before = prefix !== undefined && event.timeStamp - prefix.at < pairMs ? prefix.key : undefined;
      prefix = event.key === 'g' && !typing ? { key: 'g', at: event.timeStamp } : undefined;
      const command = commandOf(event, typing, before);
      if (command === undefined) return;
      event.preventDefault();
      handler.current(command);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}
