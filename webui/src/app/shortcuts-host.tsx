import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import type { Command } from '@/features/keyboard/key-map';
import { useShortcuts } from '@/features/keyboard/use-shortcuts';
import { stateLine } from '@/shared/lib/agent-words';
import { useServices } from '@/shared/services';
import { useStore } from '@/shared/store/store';

const KeyHelpDialog = lazy(async () => ({ default: (await import('@/features/keyboard/key-help-dialog')).KeyHelpDialog }));
const PaletteDialog = lazy(async () => ({ default: (await import('@/features/keyboard/palette-dialog')).PaletteDialog }));

/** Moves the focus through the list's agents as they stand on the screen. */
function moveFocus(step: number): void {
  const links = [...document.querySelectorAll<HTMLElement>('[data-agent-link]')].filter(
    (link) => link.offsetParent !== null,
  );
  const focused = links.findIndex((link) => link === document.activeElement);
  const from = focused >= 0 ? focused : links.findIndex((link) => link.getAttribute('aria-current') === 'page');
  const target = from < 0 ? links[0] : links[Math.max(0, Math.min(links.length - 1, from + step))];
  target?.focus();
}

/** The control that carries this key, if it is there and can be used. */
function pressControl(key: string): void {
  const control = document.querySelector<HTMLElement>(`[data-key="${key}"]:not(:disabled)`);
  if (control === null || control.closest('[inert]') !== null) return;
  if (control instanceof HTMLTextAreaElement) control.focus();
  else control.click();
}

export function ShortcutsHost() {
  const navigate = useNavigate();
  const [layer, setLayer] = useState<'help' | 'palette'>();
  useShortcuts((command: Command) => {
    switch (command) {
      case 'next':
        moveFocus(1);
        break;
      case 'previous':
        moveFocus(-1);
        break;
      case 'allow':
        pressControl('a');
        break;
      case 'deny':
        pressControl('d');
        break;
      case 'reply':
        pressControl('r');
        break;
      case 'interrupt':
        pressControl('i');
        break;
      case 'new':
        void navigate({ to: '/new' });
        break;
      case 'home':
        void navigate({ to: '/' });
        break;
      case 'settings':
        void navigate({ to: '/settings' });
        break;
      case 'palette':
      case 'help':
        setLayer(command);
        break;
    }
  });
  const close = (open: boolean) => {
    if (!open) setLayer(undefined);
  };
  return (
    <Suspense fallback={null}>
      {layer === 'help' && <KeyHelpDialog open onOpenChange={close} />}
      {layer === 'palette' && <AgentPalette onOpenChange={close} />}
    </Suspense>
  );
}

function AgentPalette({ onOpenChange }: { onOpenChange: (open: boolean) => void }) {
  const navigate = useNavigate();
  const { agents } = useServices();
  const state = useStore(agents.state);
  const entries = [...state.agents.values()].map((agent) => ({
    id: agent.id,
    title: agent.name,
    detail: stateLine(agent),
    run: () => void navigate({ to: '/agents/$agentId', params: { agentId: agent.id } }),
  }));
  const create = { id: 'new', title: 'New agent', detail: '', run: () => void navigate({ to: '/new' }) };
  const settings = { id: 'settings', title: 'Settings', detail: '', run: () => void navigate({ to: '/settings' }) };
  return <PaletteDialog open onOpenChange={onOpenChange} entries={[...entries, create, settings]} />;
}
