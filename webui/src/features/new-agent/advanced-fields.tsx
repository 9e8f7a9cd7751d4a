import { ChevronRight } from 'lucide-react';
import { clsx } from 'clsx';
import { useId, useState } from 'react';
import { Field } from '@/shared/ui/field';
import { Icon } from '@/shared/ui/icon';
import { InlineNotice } from '@/shared/ui/inline-notice';
import type { FieldErrors, FormState } from './form-state';

interface AdvancedFieldsProps {
  form: FormState;
  errors: FieldErrors;
  skippable: boolean;
  onChange: (change: Partial<FormState>) => void;
}

export function AdvancedFields({ form, errors, skippable, onChange }: AdvancedFieldsProps) {
  const hasError = [errors.instructions, errors.resume, errors.skipPermissions].some((error) => error !== undefined);
  const [wanted, setWanted] = useState(false);
  const open = wanted || hasError;
  const panelId = useId();
  return (
    <div>
      <button
        type="button"
        aria-expanded={open}
        aria-controls={panelId}
        data-testid="advanced"
        onClick={() => setWanted(!open)}
        className="flex min-h-row items-center gap-1.5 text-muted hover:text-text"
      >
        <Icon
          of={ChevronRight}
          size={14}
          className={clsx('shrink-0 transition-transform duration-100', open && 'rotate-90')}
        />
        Advanced
      </button>
      {open && (
        <div id={panelId} className="mt-2 space-y-5">
          <Field label="Instructions" error={errors.instructions} hint="Added to what the agent knows from the start">
            {(control) => (
              <textarea
                {...control}
                data-testid="new-instructions"
                rows={4}
                value={form.instructions}
                onChange={(event) => onChange({ instructions: event.target.value })}
                className="field resize-y"
              />
            )}
          </Field>
          <Field label="Resume a session" error={errors.resume} hint="Id of an earlier session of the CLI">
            {(control) => (
              <input
                {...control}
                data-testid="new-resume"
                value={form.resume}
                autoComplete="off"
                autoCapitalize="off"
                spellCheck={false}
                onChange={(event) => onChange({ resume: event.target.value })}
                className="field font-mono"
              />
            )}
          </Field>
          {skippable && (
            <div>
              <label className="flex min-h-row cursor-pointer items-center gap-2.5">
                <input
                  type="checkbox"
                  data-testid="new-skip-permissions"
                  checked={form.skipPermissions}
                  onChange={(event) => onChange({ skipPermissions: event.target.checked })}
                  className="size-4 accent-accent"
                />
                Skip all permissions
              </label>
              {form.skipPermissions && (
                <InlineNotice level="warning" className="mt-1">
                  It will never ask. It can change and delete whatever this user account can, and run any command.
                </InlineNotice>
              )}
              {errors.skipPermissions !== undefined && <p className="mt-1 text-red">{errors.skipPermissions}</p>}
            </div>
          )}
        </div>
      )}
    </div>
  );
}
