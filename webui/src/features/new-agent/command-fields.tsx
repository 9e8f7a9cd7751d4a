import { Field } from '@/shared/ui/field';
import type { FieldErrors, FormState } from './form-state';

interface CommandFieldsProps {
  form: FormState;
  errors: FieldErrors;
  /** A program that speaks the Agent Client Protocol, or any at all. */
  conversation: boolean;
  onChange: (change: Partial<FormState>) => void;
}

/** What is started, for agents that are no known CLI. */
export function CommandFields({ form, errors, conversation, onChange }: CommandFieldsProps) {
  return (
    <>
      <Field
        label="Command line"
        error={errors.command}
        hint={
          conversation
            ? 'Starts a program that speaks the Agent Client Protocol. There is no shell: pipes and $ do nothing'
            : 'Runs on a terminal of its own. There is no shell: pipes and $ do nothing'
        }
      >
        {(control) => (
          <input
            {...control}
            data-testid="new-command"
            value={form.command}
            placeholder={conversation ? 'my-agent --acp' : 'htop'}
            autoComplete="off"
            autoCapitalize="off"
            autoCorrect="off"
            spellCheck={false}
            onChange={(event) => onChange({ command: event.target.value })}
            className="field font-mono"
          />
        )}
      </Field>
      <Field label="Environment" error={errors.environment} hint="One variable per line. Kept in plain text on that machine">
        {(control) => (
          <textarea
            {...control}
            data-testid="new-environment"
            rows={form.environment === '' ? 2 : 4}
            value={form.environment}
            placeholder="NAME=value"
            autoComplete="off"
            autoCapitalize="off"
            autoCorrect="off"
            spellCheck={false}
            onChange={(event) => onChange({ environment: event.target.value })}
            className="field resize-y font-mono"
          />
        )}
      </Field>
    </>
  );
}
