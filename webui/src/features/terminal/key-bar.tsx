import { clsx } from 'clsx';
import { ArrowDown, ArrowLeft, ArrowRight, ArrowUp, ClipboardPaste, TextSelect, type LucideIcon } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { Icon } from '@/shared/ui/icon';
import type { BarKey } from './key-sequences';

interface KeyBarProps {
  /** Ctrl waits for the next key. */
  ctrl: boolean;
  disabled: boolean;
  onCtrl: () => void;
  onKey: (key: BarKey) => void;
  onPaste: () => void;
  /** Shows what stands on the screen as text that can be selected. */
  onSelect: () => void;
}

function Key({ label, className, ...rest }: ComponentProps<'button'> & { label: string; children: ReactNode }) {
  return (
    <button
      type="button"
      aria-label={label}
      // The focus stays in the terminal, and with it the keyboard on the screen.
      tabIndex={-1}
      onMouseDown={(event) => event.preventDefault()}
      className={clsx(
        'inline-flex h-11 min-w-[46px] flex-1 items-center justify-center font-mono text-dense select-none',
        'active:bg-selected disabled:opacity-60 aria-pressed:bg-accent aria-pressed:text-on-accent',
        className,
      )}
      {...rest}
    />
  );
}

const arrows: [BarKey, string, LucideIcon][] = [
  ['up', 'Up', ArrowUp],
  ['down', 'Down', ArrowDown],
  ['left', 'Left', ArrowLeft],
  ['right', 'Right', ArrowRight],
];

/** What a phone's keyboard lacks. */
export function KeyBar({ ctrl, disabled, onCtrl, onKey, onPaste, onSelect }: KeyBarProps) {
  return (
    <div
      role="toolbar"
      aria-label="Keys"
      data-testid="key-bar"
      className="flex overflow-x-auto border-t border-line bg-surface [scrollbar-width:none]"
    >
      <Key label="Escape" disabled={disabled} onClick={() => onKey('escape')}>
        Esc
      </Key>
      <Key label="Tab" disabled={disabled} onClick={() => onKey('tab')}>
        Tab
      </Key>
      <Key label="Ctrl" disabled={disabled} aria-pressed={ctrl} onClick={onCtrl}>
        Ctrl
      </Key>
      {arrows.map(([key, label, icon]) => (
        <Key key={key} label={label} disabled={disabled} onClick={() => onKey(key)}>
          <Icon of={icon} />
        </Key>
      ))}
      <Key label="Ctrl C" disabled={disabled} onClick={() => onKey('interrupt')}>
        ^C
      </Key>
      <Key label="Paste" disabled={disabled} onClick={onPaste}>
        <Icon of={ClipboardPaste} />
      </Key>
      <Key label="Select text" onClick={onSelect}>
        <Icon of={TextSelect} />
      </Key>
    </div>
  );
}
