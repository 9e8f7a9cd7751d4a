import { useState } from 'react';
import { Button } from '@/shared/ui/button';
import { Dialog } from '@/shared/ui/dialog';

interface PasteDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onPaste: (text: string) => void;
}

/** Where the page may not read the clipboard: the person pastes into a field first. */
export function PasteDialog({ open, onOpenChange, onPaste }: PasteDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Paste into the terminal">
      <PasteForm
        onPaste={(text) => {
          onOpenChange(false);
          onPaste(text);
        }}
      />
    </Dialog>
  );
}

function PasteForm({ onPaste }: Pick<PasteDialogProps, 'onPaste'>) {
  const [text, setText] = useState('');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onPaste(text);
      }}
    >
      <textarea
        aria-label="Text to paste"
        data-testid="paste-text"
        rows={4}
        autoFocus
        autoCapitalize="off"
        autoComplete="off"
        autoCorrect="off"
        spellCheck={false}
        value={text}
        placeholder="Paste here; the browser does not let this page read the clipboard"
        onChange={(event) => setText(event.target.value)}
        className="field font-mono"
      />
      <div className="mt-3 flex justify-end">
        <Button type="submit" variant="primary" disabled={text === ''}>
          Paste
        </Button>
      </div>
    </form>
  );
}
