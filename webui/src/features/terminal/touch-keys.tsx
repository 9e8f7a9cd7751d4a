import { useState } from 'react';
import { useStore, type Store } from '@/shared/store/store';
import type { Screen } from './create-screen';
import { KeyBar } from './key-bar';
import { PasteDialog } from './paste-dialog';
import { TextDialog } from './text-dialog';

interface TouchKeysProps {
  screen: Screen;
  ctrl: Store<boolean>;
  disabled: boolean;
}

/** The key bar at work on a screen. */
export function TouchKeys({ screen, ctrl, disabled }: TouchKeysProps) {
  const withCtrl = useStore(ctrl);
  const [pasting, setPasting] = useState(false);
  const [text, setText] = useState<string>();
  const paste = async () => {
    try {
      screen.paste(await navigator.clipboard.readText());
    } catch {
      setPasting(true);
    }
  };
  return (
    <>
      <KeyBar
        ctrl={withCtrl}
        disabled={disabled}
        onCtrl={() => ctrl.set(!withCtrl)}
        onKey={(key) => {
          ctrl.set(false);
          screen.press(key, withCtrl);
        }}
        onPaste={() => void paste()}
        onSelect={() => setText(screen.text())}
      />
      <PasteDialog open={pasting} onOpenChange={setPasting} onPaste={(pasted) => screen.paste(pasted)} />
      <TextDialog text={text} onClose={() => setText(undefined)} />
    </>
  );
}
