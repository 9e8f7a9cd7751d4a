import { clsx } from 'clsx';
import { useId } from 'react';
import { describeMode } from '@/shared/lib/permission-modes';
import { Field, type FieldControl } from '@/shared/ui/field';
import type { FieldErrors, FieldName, FormState } from './form-state';
import { effortsOf, modesOf, type ProviderChoice } from './provider-choice';

interface ChoiceFieldsProps {
  form: FormState;
  errors: FieldErrors;
  provider: ProviderChoice;
  onChange: (field: FieldName, value: string) => void;
}

interface ChoiceProps {
  control: FieldControl;
  testId: string;
  value: string;
  options: readonly string[];
  disabled?: boolean;
  onChange: (value: string) => void;
}

function Choice({ control, testId, value, options, disabled = false, onChange }: ChoiceProps) {
  return (
    <select
      {...control}
      data-testid={testId}
      value={value}
      disabled={disabled}
      onChange={(event) => onChange(event.target.value)}
      className="field"
    >
      <option value="">default</option>
      {options.map((option) => (
        <option key={option}>{option}</option>
      ))}
    </select>
  );
}

/** What the chosen CLI offers: a field for each kind of thing that it lets choose. */
export function ChoiceFields({ form, errors, provider, onChange }: ChoiceFieldsProps) {
  const listId = useId();
  const modes = modesOf(provider);
  const efforts = effortsOf(provider, form.model);
  const mode = form.mode === '' ? 'default' : form.mode;
  const fields = 1 + Number(modes.length > 0) + Number(efforts.length > 0);
  return (
    <div className={clsx('grid gap-5 lg:gap-3', fields === 2 && 'lg:grid-cols-2', fields === 3 && 'lg:grid-cols-3')}>
      {modes.length > 0 && (
        <Field
          label="Permission mode"
          error={errors.mode}
          hint={form.skipPermissions ? 'Skipped: see below' : describeMode(provider.id, mode)}
        >
          {(control) => (
            <Choice
              control={control}
              testId="new-mode"
              value={form.mode}
              // Without a choice it is the default, whether the CLI has a mode of that name or not.
              options={modes.filter((each) => each !== 'default')}
              disabled={form.skipPermissions}
              onChange={(value) => onChange('mode', value)}
            />
          )}
        </Field>
      )}
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
              {provider.found?.models.map((model) => (
                <option key={model.id} value={model.id}>
                  {model.name}
                </option>
              ))}
            </datalist>
          </>
        )}
      </Field>
      {efforts.length > 0 && (
        <Field label="Effort" error={errors.effort}>
          {(control) => (
            <Choice
              control={control}
              testId="new-effort"
              value={form.effort}
              options={efforts}
              onChange={(value) => onChange('effort', value)}
            />
          )}
        </Field>
      )}
    </div>
  );
}
