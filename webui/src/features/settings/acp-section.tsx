import { Plus } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { KnownCapabilities } from '@/shared/api/use-capabilities';
import { useChangeSettings } from '@/shared/api/use-settings';
import { providerOfAcpAgent } from '@/shared/lib/providers';
import type { AcpAgent } from '@/shared/protocol/calls';
import { Button } from '@/shared/ui/button';
import { Icon } from '@/shared/ui/icon';
import { AcpAgentForm } from './acp-agent-form';
import { AcpAgentRow } from './acp-agent-row';
import { acpErrorOf, type AcpForm } from './acp-form';
import { maxAcpAgents, putAcpAgent, removeAcpAgent } from './acp-list';
import { RemoveDialog } from './remove-dialog';
import { Section } from './section';

const addButton = '[data-testid="acp-add"]';

interface AcpSectionProps {
  agents: readonly AcpAgent[];
  capabilities: KnownCapabilities;
  /** The form for a new one stands open. */
  adding: boolean;
  onAdd: () => void;
  /** `provider`: the one that was added; undefined if none was. */
  onAdded: (provider: string | undefined) => void;
}

/** A person's own programs that speak the Agent Client Protocol, each then offered as an agent. */
export function AcpSection({ agents, capabilities, adding, onAdd, onAdded }: AcpSectionProps) {
  const { known, looking, ask } = capabilities;
  const change = useChangeSettings();
  const [edited, setEdited] = useState<string>();
  const [removed, setRemoved] = useState<AcpAgent>();
  /** Where the last one stood in what was sent: the server's errors name the place. */
  const place = useRef(-1);
  const element = useRef<HTMLElement>(null);
  /** The row whose button opened the dialog was removed. */
  const isGone = useRef(false);
  const full = agents.length >= maxAcpAgents;

  /** Where the focus goes when what had it is gone: once, with what is then in the page. */
  const [focused, setFocused] = useState<{ on: string }>();
  useEffect(() => {
    if (focused !== undefined) element.current?.querySelector<HTMLElement>(focused.on)?.focus();
  }, [focused]);
  const save = async (form: AcpForm, editedId?: string) => {
    let provider = '';
    await change.mutateAsync(({ acpAgents }) => {
      const { list, agent, index } = putAcpAgent(acpAgents, form, editedId);
      place.current = index;
      provider = providerOfAcpAgent(agent.id);
      return { acpAgents: list };
    });
    ask(provider);
    return provider;
  };
  const remove = async ({ id }: AcpAgent) => {
    await change.mutateAsync(({ acpAgents }) => ({ acpAgents: removeAcpAgent(acpAgents, id) }));
    ask(providerOfAcpAgent(id));
    isGone.current = true;
    setRemoved(undefined);
  };
  const stopEditing = (id: string) => {
    setEdited(undefined);
    setFocused({ on: `[data-id="${id}"] [data-testid="acp-edit"]` });
  };
  const wasAdding = useRef(adding);
  useEffect(() => {
    if (wasAdding.current && !adding) element.current?.querySelector<HTMLElement>(addButton)?.focus();
    wasAdding.current = adding;
  }, [adding]);
  const errorsOf = (message: string) => acpErrorOf(message, place.current);

  return (
    <Section
      ref={element}
      title="Your ACP agents"
      hint={full ? `There are ${maxAcpAgents}, which is the most.` : 'Programs that speak the Agent Client Protocol. Each is offered for new agents.'}
      action={
        !adding && (
          <Button data-testid="acp-add" disabled={full} onClick={onAdd}>
            <Icon of={Plus} />
            Add
          </Button>
        )
      }
    >
      {agents.length === 0 && !adding && <p className="py-2.5 text-muted">None yet</p>}
      <ul className="divide-y divide-line">
        {agents.map((agent) => (
          <li key={agent.id}>
            {edited === agent.id ? (
              <AcpAgentForm
                agent={agent}
                errorsOf={errorsOf}
                onCancel={() => stopEditing(agent.id)}
                onSave={async (form) => {
                  await save(form, agent.id);
                  stopEditing(agent.id);
                }}
              />
            ) : (
              <AcpAgentRow
                agent={agent}
                found={known?.providers[providerOfAcpAgent(agent.id)]}
                looking={looking}
                onEdit={() => setEdited(agent.id)}
                onRemove={() => setRemoved(agent)}
              />
            )}
          </li>
        ))}
        {adding && (
          <li>
            <AcpAgentForm
              errorsOf={errorsOf}
              onCancel={() => onAdded(undefined)}
              onSave={async (form) => onAdded(await save(form))}
            />
          </li>
        )}
      </ul>
      <RemoveDialog
        agent={removed}
        onCancel={() => setRemoved(undefined)}
        onRemove={remove}
        onClosed={(event) => {
          if (!isGone.current) return;
          isGone.current = false;
          event.preventDefault();
          element.current?.querySelector<HTMLElement>(addButton)?.focus();
        }}
      />
    </Section>
  );
}
