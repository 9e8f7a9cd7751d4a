import { useState } from 'react';
import { messageOf } from '@/shared/api/http';
import { Button } from './button';
import { InlineNotice } from './inline-notice';

interface DangerActionsProps {
  /** "Remove", and "Removing" while it goes on. */
  action: string;
  doing: string;
  /** Stands before the server's words: "Not removed". */
  failed: string;
  testId: string;
  onCancel: () => void;
  /** Rejects if it could not be done. */
  onConfirm: () => Promise<void>;
}

/** The end of a dialog that asks before something is gone. */
export function DangerActions({ action, doing, failed, testId, onCancel, onConfirm }: DangerActionsProps) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const confirm = async () => {
    setBusy(true);
    setError(undefined);
    try {
      await onConfirm();
    } catch (cause) {
      setError(messageOf(cause));
      setBusy(false);
    }
  };
  return (
    <>
      {error !== undefined && (
        <InlineNotice level="error">
          {failed}: {error}
        </InlineNotice>
      )}
      <div className="mt-3 flex justify-end gap-2">
        <Button onClick={onCancel}>Keep it</Button>
        <Button variant="danger" disabled={busy} data-testid={testId} onClick={() => void confirm()}>
          {busy ? doing : action}
        </Button>
      </div>
    </>
  );
}
