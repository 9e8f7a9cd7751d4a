import { useState } from 'react';
import { useSettings } from '@/shared/api/use-settings';
import { Button } from '@/shared/ui/button';
import { Dialog } from '@/shared/ui/dialog';

interface DeleteDialogProps {
  name: string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onDelete: (purgeSessionFiles: boolean) => void;
}

export function DeleteDialog({ name, open, onOpenChange, onDelete }: DeleteDialogProps) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Delete ${name}?`}
      description="The agent is stopped and its history is removed from this machine. This cannot be undone. The files it worked on stay as they are."
    >
      <DeleteForm onDelete={onDelete} onCancel={() => onOpenChange(false)} />
    </Dialog>
  );
}

interface DeleteFormProps {
  onDelete: (purgeSessionFiles: boolean) => void;
  onCancel: () => void;
}

function DeleteForm({ onDelete, onCancel }: DeleteFormProps) {
  const settings = useSettings();
  const policy = settings.data?.deleteSessionFilesPolicy ?? 'ask';
  const [chosen, setChosen] = useState(false);
  const purge = policy === 'ask' ? chosen : policy === 'purge';
  return (
    <>
      {policy === 'ask' ? (
        <label className="flex min-h-row cursor-pointer items-start gap-2.5 py-1.5">
          <input
            type="checkbox"
            checked={chosen}
            onChange={(event) => setChosen(event.target.checked)}
            data-testid="purge-session-files"
            className="mt-1 size-4 shrink-0 accent-accent"
          />
          <span>
            Delete the session files too
            <span className="block text-muted">Without them the conversation cannot be resumed in a terminal either.</span>
          </span>
        </label>
      ) : (
        <p data-testid="session-files">
          {policy === 'purge' ? 'Its session files are deleted too, ' : 'Its session files stay, '}
          as the settings say.
        </p>
      )}
      <div className="mt-3 flex justify-end gap-2">
        <Button onClick={onCancel}>Keep it</Button>
        <Button variant="danger" data-testid="delete-confirm" onClick={() => onDelete(purge)}>
          Delete
        </Button>
      </div>
    </>
  );
}
