import { useId } from 'react';
import type { Capabilities } from '@/shared/protocol/calls';
import { modeDescriptions } from '@/shared/lib/permission-modes';
import { Field } from '@/shared/ui/field';
import type { FieldErrors, FieldName, FormState } from './form-state';

type Provider = Capabilities['providers'][string];

/** Until the server has said what its CLI knows. */
const knownModes = ['default', 'acceptEdits', 'plan', 'auto', 'dontAsk', 'bypassPermissions'];
const knownEfforts = ['low', 'medium', 'high', 'xhigh', 'max'];

interface ChoiceFieldsProps {
  form: FormState;
  errors: FieldErrors;
  provider: Provider | undefined;
  onChange: (field: FieldName, value: string) => void;
}

export function ChoiceFields({ form, errors, provider, onChange }: ChoiceFieldsProps) {
  const listId = useId();
  const modes = provider !== undefined && provider.modes.length > 0 ? provider.modes : knownModes;
  const efforts =
    provider !== undefined && provider.reasoningEfforts.length > 0 ? provider.reasoningEfforts : knownEfforts;
  return (
    <div className="grid gap-5 lg:grid-cols-3 lg:gap-3">
      <Field
        label="Permission mode"
        error={errors.mode}
        hint={form.skipPermissions ? 'Skipped: see below' : modeDescriptions[form.mode]}
      >
        {(control) => (
          <select
            {...control}
            data-testid="new-mode"
            value={form.mode}
            disabled={form.skipPermissions}
            onChange={(event) => onChange('mode', event.target.value)}
            className="field"
          >
            {modes.map((mode) => (
              <option key={mode}>{mode}</option>
            ))}
          </select>
        )}
      </Field>
      <Field label="Model" error={errors.model} hint="Empty: the default of the CLI">
        {(control) => (
          <>
            <input
              {...control}
              data-testid="new-model"
              list={listId}
              value={form.model}
              placeholder="default"
              autoComplete="off"
              autoCapitalize="off"
              spellCheck={false}
              onChange={(event) => onChange('model', event.target.value)}
              className="field"
            />
            <datalist id={listId}>
              {provider?.models.map((model) => (
                <option key={model.id} value={model.id}>
                  {model.name}
                </option>
              ))}
            </datalist>
          </>
        )}
      </Field>
      <Field label="Effort" error={errors.effort}>
        {(control) => (
          <select
            {...control}
            data-testid="new-effort"
            value={form.effort}
            onChange={(event) => onChange('effort', event.target.value)}
            className="field"
          >
            <option value="">default</option>
            {efforts.map((effort) => (
              <option key={effort}>{effort}</option>
            ))}
          </select>
        )}
      </Field>
    </div>
  );
}
