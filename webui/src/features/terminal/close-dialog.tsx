import { DangerActions } from '@/shared/ui/danger-actions';
import { Dialog } from '@/shared/ui/dialog';

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
      {id !== undefined && (
        <DangerActions
          action="Close"
          doing="Closing"
          failed="Not closed"
          testId="terminal-close-confirm"
          onCancel={onCancel}
          onConfirm={() => onClose(id)}
        />
      )}
    </Dialog>
  );
}
