import { useId, useState } from 'react';
import { Button } from '@/shared/ui/button';
import type { OptionsByRole } from './options';

interface DenyFormProps {
  options: Pick<OptionsByRole, 'deny' | 'denyAndStop'>;
  onDeny: (optionId: string, label: string, reason: string) => void;
  onCancel: () => void;
}

/** No, with words that the agent reads. */
export function DenyForm({ options: { deny, denyAndStop }, onDeny, onCancel }: DenyFormProps) {
  const [reason, setReason] = useState('');
  const fieldId = useId();
  const first = deny ?? denyAndStop;
  return (
    // Escape works from every control of the form.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (first !== undefined) onDeny(first.id, first.label, reason.trim());
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onCancel();
      }}
    >
      <label htmlFor={fieldId} className="mb-1 block text-muted">
        Tell the agent why, or what to do instead (optional)
      </label>
      <textarea
        id={fieldId}
        data-testid="deny-reason"
        rows={2}
        value={reason}
        autoFocus
        onChange={(event) => setReason(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) event.currentTarget.form?.requestSubmit();
        }}
        className="field resize-none"
      />
      <div className="mt-2 flex flex-wrap justify-end gap-2">
        <Button variant="ghost" onClick={onCancel}>
          Back
        </Button>
        {denyAndStop !== undefined && deny !== undefined && (
          <Button
            variant="danger"
            data-testid="deny-and-stop"
            onClick={() => onDeny(denyAndStop.id, denyAndStop.label, reason.trim())}
          >
            Deny and stop
          </Button>
        )}
        <Button type="submit" data-testid="deny-confirm">
          Deny
        </Button>
      </div>
    </form>
  );
}
