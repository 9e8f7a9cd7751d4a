import { useState } from 'react';
import { messageOf } from '@/shared/api/http';
import { Button } from '@/shared/ui/button';
import { Dialog } from '@/shared/ui/dialog';
import { InlineNotice } from '@/shared/ui/inline-notice';

interface CloseDialogProps {
  /** Undefined: closed. */
  id: string | undefined;
  onCancel: () => void;
  /** Rejects if it could not be closed. */
  onClose: (id: string) => Promise<void>;
}

export function CloseDialog({ id, onCancel, onClose }: CloseDialogProps) {
  return (
    <Dialog
      open={id !== undefined}
      onOpenChange={onCancel}
      title={`Close terminal ${id ?? ''}?`}
      description="Its shell still runs. It ends, and whatever runs in it."
    >
      {id !== undefined && <CloseForm onCancel={onCancel} onClose={() => onClose(id)} />}
    </Dialog>
  );
}

function CloseForm({ onCancel, onClose }: { onCancel: () => void; onClose: () => Promise<void> }) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const close = async () => {
    setBusy(true);
    setError(undefined);
    try {
      await onClose();
    } catch (cause) {
      setError(messageOf(cause));
      setBusy(false);
    }
  };
  return (
    <>
      {error !== undefined && <InlineNotice level="error">Not closed: {error}</InlineNotice>}
      <div className="mt-3 flex justify-end gap-2">
        <Button onClick={onCancel}>Keep it</Button>
        <Button variant="danger" disabled={busy} data-testid="terminal-close-confirm" onClick={() => void close()}>
          {busy ? 'Closing' : 'Close'}
        </Button>
      </div>
    </>
  );
}
