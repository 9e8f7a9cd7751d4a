import { useId, useState } from 'react';
import { Button } from '@/shared/ui/button';
import { Dialog } from '@/shared/ui/dialog';

interface TextDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  label: string;
  initial: string;
  action: string;
  /** Resolves to whether it succeeded; the dialog then closes. */
  onSubmit: (text: string) => Promise<boolean>;
}

/** Asks for one line of text. */
export function TextDialog({ open, onOpenChange, title, ...form }: TextDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={title}>
      <TextForm {...form} onDone={() => onOpenChange(false)} />
    </Dialog>
  );
}

type TextFormProps = Pick<TextDialogProps, 'label' | 'initial' | 'action' | 'onSubmit'> & { onDone: () => void };

function TextForm({ label, initial, action, onSubmit, onDone }: TextFormProps) {
  const [text, setText] = useState(initial);
  const fieldId = useId();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void onSubmit(text.trim()).then(onDone);
      }}
    >
      <label htmlFor={fieldId} className="mb-1 block text-muted">
        {label}
      </label>
      <input
        id={fieldId}
        value={text}
        autoFocus
        autoComplete="off"
        spellCheck={false}
        onFocus={(event) => event.target.select()}
        onChange={(event) => setText(event.target.value)}
        className="field"
      />
      <div className="mt-3 flex justify-end">
        <Button type="submit" variant="primary" disabled={text.trim() === '' || text.trim() === initial}>
          {action}
        </Button>
      </div>
    </form>
  );
}
