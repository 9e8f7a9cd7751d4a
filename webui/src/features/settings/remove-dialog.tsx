import { useState } from 'react';
import { messageOf } from '@/shared/api/http';
import type { AcpAgent } from '@/shared/protocol/calls';
import { Button } from '@/shared/ui/button';
import { Dialog } from '@/shared/ui/dialog';
import { InlineNotice } from '@/shared/ui/inline-notice';

interface RemoveDialogProps {
  /** Undefined: closed. */
  agent: AcpAgent | undefined;
  onCancel: () => void;
  /** Rejects with the server's words. */
  onRemove: (agent: AcpAgent) => Promise<void>;
  /** Prevented: the focus does not go back by itself. */
  onClosed: (event: Event) => void;
}

export function RemoveDialog({ agent, onCancel, onRemove, onClosed }: RemoveDialogProps) {
  return (
    <Dialog
      open={agent !== undefined}
      onOpenChange={onCancel}
      onClosed={onClosed}
      title={`Remove ${agent?.name ?? ''}?`}
      description="No new agents can be made of it. Those that exist keep a copy of its command line and go on. The program itself stays on that machine."
    >
      {agent !== undefined && <RemoveForm onCancel={onCancel} onRemove={() => onRemove(agent)} />}
    </Dialog>
  );
}

function RemoveForm({ onCancel, onRemove }: { onCancel: () => void; onRemove: () => Promise<void> }) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const remove = async () => {
    setBusy(true);
    setError(undefined);
    try {
      await onRemove();
    } catch (cause) {
      setError(messageOf(cause));
      setBusy(false);
    }
  };
  return (
    <>
      {error !== undefined && <InlineNotice level="error">Not removed: {error}</InlineNotice>}
      <div className="mt-3 flex justify-end gap-2">
        <Button onClick={onCancel}>Keep it</Button>
        <Button variant="danger" disabled={busy} data-testid="acp-remove-confirm" onClick={() => void remove()}>
          {busy ? 'Removing' : 'Remove'}
        </Button>
      </div>
    </>
  );
}
