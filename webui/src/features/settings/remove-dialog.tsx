import type { AcpAgent } from '@/shared/protocol/calls';
import { DangerActions } from '@/shared/ui/danger-actions';
import { Dialog } from '@/shared/ui/dialog';

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
      {agent !== undefined && (
        <DangerActions
          action="Remove"
          doing="Removing"
          failed="Not removed"
          testId="acp-remove-confirm"
          onCancel={onCancel}
          onConfirm={() => onRemove(agent)}
        />
      )}
    </Dialog>
  );
}
