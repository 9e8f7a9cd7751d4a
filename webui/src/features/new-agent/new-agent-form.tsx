import { useEffect, useRef, useState } from 'react';
import { createAgent } from '@/shared/api/create-agent';
import { messageOf } from '@/shared/api/http';
import { useCapabilities } from '@/shared/api/use-capabilities';
import { useSettings } from '@/shared/api/use-settings';
import { newClientId } from '@/shared/lib/client-id';
import { keyPrefix, readStored, writeStored } from '@/shared/lib/storage';
import { useFocusInvalid } from '@/shared/lib/use-focus-invalid';
import type { Agent } from '@/shared/protocol/agent';
import { Button } from '@/shared/ui/button';
import { Field } from '@/shared/ui/field';
import { InlineNotice } from '@/shared/ui/inline-notice';
import { AdvancedFields } from './advanced-fields';
import { ChoiceFields } from './choice-fields';
import { DirectoryField } from './directory-field';
import { CommandFields } from './command-fields';
import { changeProvider, checkForm, emptyForm, fieldOfError, suggestName, toNewAgent, type FieldErrors, type FormState } from './form-state';
import { keepForm, keptForm } from './kept-form';
import { rememberPath } from './path-history';
import { chosenProvider, hasTerminal, providerChoices, traitsOf } from './provider-choice';
import { ProviderField } from './provider-field';
import { TerminalField } from './terminal-field';

const lastProviderKey = `${keyPrefix}provider`;

interface NewAgentFormProps {
  takenNames: ReadonlySet<string>;
  /** Chosen by the way here; undefined: as the form by itself. */
  wantedProvider?: string | undefined;
  /** To where ACP agents are added. The form is as it was left when the person comes back. */
  onAddAgent: () => void;
  onCreated: (agent: Agent) => void;
}

function firstForm(wantedProvider: string | undefined): FormState {
  const form = keptForm() ?? emptyForm;
  return wantedProvider === undefined || wantedProvider === form.provider ? form : { ...form, ...changeProvider(wantedProvider) };
}

export function NewAgentForm({ takenNames, wantedProvider, onAddAgent, onCreated }: NewAgentFormProps) {
  const [form, setForm] = useState<FormState>(() => firstForm(wantedProvider));
  useEffect(() => keepForm(undefined), []);
  const [errors, setErrors] = useState<FieldErrors>({});
  const [formError, setFormError] = useState<string>();
  const [busy, setBusy] = useState(false);
  /** Kept over repetitions of the same form, so that a lost answer does not make two agents. */
  const clientId = useRef(newClientId());
  const element = useRef<HTMLFormElement>(null);
  const focusInvalid = useFocusInvalid(element);
  const capabilities = useCapabilities();
  const [lastProvider] = useState(() => readStored(lastProviderKey));
  const own = useSettings().data?.acpAgents;
  const choices = providerChoices(capabilities.known, own);
  const provider = chosenProvider(choices, form.provider, lastProvider);
  const traits = traitsOf(provider.id);
  const suggestedName = suggestName(form.directory, takenNames);

  const change = (changed: Partial<FormState>) => {
    clientId.current = newClientId();
    setForm((current) => ({ ...current, ...changed }));
    setErrors((current) => Object.fromEntries(Object.entries(current).filter(([field]) => !(field in changed))));
  };

  const show = (found: FieldErrors) => {
    setErrors(found);
    focusInvalid();
  };

  const submit = async () => {
    setFormError(undefined);
    const found = checkForm(form, provider, suggestedName);
    if (Object.keys(found).length > 0) {
      show(found);
      return;
    }
    setBusy(true);
    try {
      const agent = await createAgent(toNewAgent(form, provider.id, suggestedName, clientId.current));
      rememberPath(form.directory.trim());
      writeStored(lastProviderKey, provider.id);
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
      <ProviderField
        choices={choices}
        chosen={provider}
        error={errors.provider}
        looking={capabilities.looking}
        onChange={(id) => change(changeProvider(id))}
        onLookAgain={() => {
          setErrors({});
          capabilities.lookAgain();
        }}
        onAddAgent={() => {
          keepForm(form);
          onAddAgent();
        }}
      />
      <DirectoryField
        value={form.directory}
        error={errors.directory}
        onChange={(directory) => change({ directory })}
      />
      {traits.ownCommand && (
        <CommandFields form={form} errors={errors} conversation={traits.conversation} onChange={change} />
      )}
      <Field
        label={traits.conversation ? 'Prompt' : 'What it is for'}
        error={errors.prompt}
        hint={traits.conversation ? undefined : 'For you to read; it is not typed. May be empty'}
      >
        {(control) => (
          <textarea
            {...control}
            data-testid="new-prompt"
            rows={traits.conversation ? 5 : 2}
            value={form.prompt}
            placeholder={traits.conversation ? 'What is to be done?' : form.command}
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
      {traits.conversation && (
        <>
          <ChoiceFields
            form={form}
            errors={errors}
            provider={provider}
            onChange={(field, value) => change({ [field]: value })}
          />
          {hasTerminal(provider) && <TerminalField form={form} error={errors.terminal} onChange={change} />}
          <AdvancedFields form={form} errors={errors} skippable={traits.skipPermissions} onChange={change} />
        </>
      )}
      {formError !== undefined && <InlineNotice level="error">{formError}</InlineNotice>}
      <div className="flex justify-end pt-1">
        <Button type="submit" variant="primary" disabled={busy} data-testid="new-submit" className="w-full lg:w-auto">
          {busy ? 'Starting' : 'Start agent'}
        </Button>
      </div>
    </form>
  );
}
