import type { FormState } from './form-state';

interface TerminalFieldProps {
  form: FormState;
  error: string | undefined;
  onChange: (change: Partial<FormState>) => void;
}

/** For CLIs that can be followed as a conversation or seen as they draw themselves. */
export function TerminalField({ form, error, onChange }: TerminalFieldProps) {
  return (
    <div>
      <label className="flex min-h-row cursor-pointer items-start gap-2.5 py-1.5">
        <input
          type="checkbox"
          data-testid="new-terminal"
          checked={form.terminal}
          onChange={(event) => onChange({ terminal: event.target.checked })}
          className="mt-1 size-4 shrink-0 accent-accent"
        />
        <span>
          In its own terminal interface
          <span className="block text-muted">You see its screen and type into it; there are no messages to scroll through</span>
        </span>
      </label>
      {error !== undefined && <p className="mt-1 text-red">{error}</p>}
    </div>
  );
}
