import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { createAgent } from '@/shared/api/create-agent';
import { getCapabilities } from '@/shared/api/get-capabilities';
import { messageOf } from '@/shared/api/http';
import { newClientId } from '@/shared/lib/client-id';
import type { Agent } from '@/shared/protocol/agent';
import { Button } from '@/shared/ui/button';
import { Field } from '@/shared/ui/field';
import { InlineNotice } from '@/shared/ui/inline-notice';
import { AdvancedFields } from './advanced-fields';
import { ChoiceFields } from './choice-fields';
import { DirectoryField } from './directory-field';
import { checkForm, emptyForm, fieldOfError, suggestName, toNewAgent, type FieldErrors, type FormState } from './form-state';
import { rememberPath } from './path-history';

interface NewAgentFormProps {
  takenNames: ReadonlySet<string>;
  onCreated: (agent: Agent) => void;
}

export function NewAgentForm({ takenNames, onCreated }: NewAgentFormProps) {
  const [form, setForm] = useState<FormState>(emptyForm);
  const [errors, setErrors] = useState<FieldErrors>({});
  const [formError, setFormError] = useState<string>();
  const [busy, setBusy] = useState(false);
  /** Kept over repetitions of the same form, so that a lost answer does not make two agents. */
  const clientId = useRef(newClientId());
  const element = useRef<HTMLFormElement>(null);
  const capabilities = useQuery({ queryKey: ['capabilities'], queryFn: getCapabilities, staleTime: 300_000 });
  const provider = capabilities.data?.providers['claude'];
  const suggestedName = suggestName(form.directory, takenNames);

  const change = (changed: Partial<FormState>) => {
    clientId.current = newClientId();
    setForm((current) => ({ ...current, ...changed }));
    setErrors((current) => Object.fromEntries(Object.entries(current).filter(([field]) => !(field in changed))));
  };

  const show = (found: FieldErrors) => {
    setErrors(found);
    requestAnimationFrame(() => element.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  };

  const submit = async () => {
    setFormError(undefined);
    const found = checkForm(form, suggestedName);
    if (Object.keys(found).length > 0) {
      show(found);
      return;
    }
    setBusy(true);
    try {
      const agent = await createAgent(toNewAgent(form, suggestedName, clientId.current));
      rememberPath(form.directory.trim());
      onCreated(agent);
    } catch (error) {
      const message = messageOf(error);
      const field = fieldOfError(message);
      if (field === undefined) setFormError(message);
      else show({ [field]: message });
      setBusy(false);
    }
  };

  return (
    // Ctrl or ⌘ with Enter submits from every field.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <form
      ref={element}
      noValidate
      data-testid="new-agent-form"
      className="mx-auto w-full max-w-2xl space-y-5 px-4 pt-4 pb-8 lg:py-8"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) event.currentTarget.requestSubmit();
      }}
    >
      {provider !== undefined && !provider.available && (
        <InlineNotice level="warning">
          claude was not found on this machine. {provider.hint ?? 'Install it, then try again.'}
        </InlineNotice>
      )}
      <DirectoryField
        value={form.directory}
        error={errors.directory}
        onChange={(directory) => change({ directory })}
      />
      <Field label="Prompt" error={errors.prompt}>
        {(control) => (
          <textarea
            {...control}
            data-testid="new-prompt"
            rows={5}
            value={form.prompt}
            placeholder="What is to be done?"
            onChange={(event) => change({ prompt: event.target.value })}
            className="field resize-y"
          />
        )}
      </Field>
      <Field label="Name" error={errors.name}>
        {(control) => (
          <input
            {...control}
            data-testid="new-name"
            value={form.name}
            placeholder={suggestedName === '' ? 'From the directory' : suggestedName}
            autoComplete="off"
            onChange={(event) => change({ name: event.target.value })}
            className="field"
          />
        )}
      </Field>
      <ChoiceFields
        form={form}
        errors={errors}
        provider={provider}
        onChange={(field, value) => change({ [field]: value })}
      />
      <AdvancedFields form={form} errors={errors} onChange={change} />
      {formError !== undefined && <InlineNotice level="error">{formError}</InlineNotice>}
      <div className="flex justify-end pt-1">
        <Button type="submit" variant="primary" disabled={busy} data-testid="new-submit" className="w-full lg:w-auto">
          {busy ? 'Starting' : 'Start agent'}
        </Button>
      </div>
    </form>
  );
}
