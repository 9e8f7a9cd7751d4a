import { Field } from '@/shared/ui/field';
import type { Choice } from './retention';

interface ChoiceSettingProps {
  label: string;
  hint: string;
  value: string;
  choices: readonly Choice[];
  testId: string;
  busy: boolean;
  error: string | undefined;
  onChoose: (value: string) => void;
}

/** One of a few; saved as it is chosen. What is shown is what the machine has. */
export function ChoiceSetting({ label, hint, value, choices, testId, busy, error, onChoose }: ChoiceSettingProps) {
  return (
    <Field label={label} error={error === undefined ? undefined : `Not saved: ${error}`} hint={busy ? 'Saving' : hint}>
      {(control) => (
        <select
          {...control}
          data-testid={testId}
          value={value}
          aria-busy={busy}
          onChange={(event) => onChoose(event.target.value)}
          className="field"
        >
          {choices.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
