import { useRef, useState, type SyntheticEvent } from 'react';
import { messageOf } from '@/shared/api/http';
import { environmentLines } from '@/shared/lib/environment';
import { useFocusInvalid } from '@/shared/lib/use-focus-invalid';
import type { AcpAgent } from '@/shared/protocol/calls';
import { Button } from '@/shared/ui/button';
import { Field } from '@/shared/ui/field';
import { InlineNotice } from '@/shared/ui/inline-notice';
import { checkAcpForm, emptyAcpForm, toAcpForm, type AcpErrors, type AcpField, type AcpForm } from './acp-form';

interface AcpAgentFormProps {
  /** Undefined: a new one. */
  agent?: AcpAgent;
  /** Rejects with the server's words. */
  onSave: (form: AcpForm) => Promise<void>;
  /** The field that such words are about. */
  errorsOf: (message: string) => AcpErrors | undefined;
  onCancel: () => void;
}

const plain = { autoComplete: 'off', autoCapitalize: 'off', autoCorrect: 'off', spellCheck: false };

function environmentHint(agent: AcpAgent | undefined): string {
  const others = Object.keys(environmentLines(agent?.env ?? {}).other);
  const kept = others.length === 0 ? '' : `. With several lines, and kept as it is: ${others.join(', ')}`;
  return `One variable per line. Kept in plain text on that machine${kept}`;
}

export function AcpAgentForm({ agent, onSave, errorsOf, onCancel }: AcpAgentFormProps) {
  const [form, setForm] = useState(agent === undefined ? emptyAcpForm : toAcpForm(agent));
  const [errors, setErrors] = useState<AcpErrors>({});
  const [formError, setFormError] = useState<string>();
  const [busy, setBusy] = useState(false);
  const element = useRef<HTMLFormElement>(null);
  const focusInvalid = useFocusInvalid(element);

  const change = (field: AcpField) => (event: SyntheticEvent<HTMLInputElement | HTMLTextAreaElement>) => {
    const { value } = event.currentTarget;
    setForm((current) => ({ ...current, [field]: value }));
    setErrors((current) => ({ ...current, [field]: undefined }));
  };
  const show = (found: AcpErrors) => {
    setErrors(found);
    focusInvalid();
  };
  const save = async () => {
    setFormError(undefined);
    const found = checkAcpForm(form);
    if (Object.keys(found).length > 0) {
      show(found);
      return;
    }
    setBusy(true);
    try {
      await onSave(form);
    } catch (error) {
      const message = messageOf(error);
      const atFields = errorsOf(message);
      if (atFields === undefined) setFormError(message);
      else show(atFields);
      setBusy(false);
    }
  };

  return (
    // Ctrl or ⌘ with Enter saves from every field.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <form
      ref={element}
      noValidate
      aria-label={agent === undefined ? 'New ACP agent' : `Edit ${agent.name}`}
      data-testid="acp-form"
      className="space-y-4 py-3"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) event.currentTarget.requestSubmit();
      }}
    >
      <Field label="Name" error={errors.name}>
        {(control) => (
          <input
            {...control}
            {...plain}
            autoFocus
            data-testid="acp-name"
            value={form.name}
            placeholder="My agent"
            onChange={change('name')}
            className="field"
          />
        )}
      </Field>
      <Field label="Command line" error={errors.command} hint="There is no shell: pipes and $ do nothing">
        {(control) => (
          <input
            {...control}
            {...plain}
            data-testid="acp-command"
            value={form.command}
            placeholder="my-agent --acp"
            onChange={change('command')}
            className="field font-mono"
          />
        )}
      </Field>
      <Field label="Environment" error={errors.environment} hint={environmentHint(agent)}>
        {(control) => (
          <textarea
            {...control}
            {...plain}
            data-testid="acp-environment"
            rows={form.environment === '' ? 2 : 4}
            value={form.environment}
            placeholder="NAME=value"
            onChange={change('environment')}
            className="field resize-y font-mono"
          />
        )}
      </Field>
      {formError !== undefined && <InlineNotice level="error">Not saved: {formError}</InlineNotice>}
      <div className="flex justify-end gap-2">
        <Button data-testid="acp-cancel" onClick={onCancel}>
          Cancel
        </Button>
        <Button type="submit" variant="primary" disabled={busy} data-testid="acp-save">
          {busy ? 'Saving' : 'Save'}
        </Button>
      </div>
    </form>
  );
}
