import { CloudOff, SquareTerminal } from 'lucide-react';
import { useEffect, useMemo, useState, type ReactNode } from 'react';
import { getTerminals } from '@/shared/api/get-terminals';
import { shortPath } from '@/shared/lib/format';
import type { Agent } from '@/shared/protocol/agent';
import { useServices } from '@/shared/services';
import { useStore } from '@/shared/store/store';
import { Button } from '@/shared/ui/button';
import { StatePanel } from '@/shared/ui/state-panel';
import { CloseDialog } from './close-dialog';
import { maxShells, ShellTabs } from './shell-tabs';
import { TerminalPane } from './terminal-pane';
import { TerminalStrip } from './terminal-strip';
import { TerminalTabs } from './terminal-tabs';

interface ShellViewProps {
  agent: Agent;
  /** Stands before the tabs. */
  leading: ReactNode;
  tab: string | undefined;
  onTab: (id: string | undefined) => void;
}

function useShellTabs(agentId: string): ShellTabs {
  const { link } = useServices();
  const tabs = useMemo(() => new ShellTabs(agentId, link, getTerminals), [agentId, link]);
  useEffect(() => {
    void tabs.load();
    return link.onUp(() => void tabs.load());
  }, [tabs, link]);
  return tabs;
}

/** Those that were once seen stay joined, so that going back to one is instant. */
function useVisited(selected: string | undefined): readonly string[] {
  const [visited, setVisited] = useState<readonly string[]>([]);
  if (selected === undefined || visited.includes(selected)) return visited;
  const next = [...visited, selected];
  setVisited(next);
  return next;
}

/** Shells in the agent's directory. They run on that machine and go on when the page is left. */
export function ShellView({ agent, leading, tab, onTab }: ShellViewProps) {
  const tabs = useShellTabs(agent.id);
  const state = useStore(tabs.state);
  const [closing, setClosing] = useState<string>();
  const [adding, setAdding] = useState(false);
  const [tooMany, setTooMany] = useState(false);
  const ids = state.kind === 'ready' ? state.ids : [];
  const selected = ids.find((id) => id === tab) ?? ids[0];
  const visited = useVisited(selected);

  const select = (id: string | undefined) => {
    setTooMany(false);
    onTab(id);
  };
  const add = async () => {
    setAdding(true);
    const added = await tabs.add();
    setAdding(false);
    if (added === undefined) setTooMany(true);
    else select(added);
  };
  const close = async (id: string) => {
    await tabs.close(id);
    setClosing(undefined);
    if (id === selected) select(undefined);
  };

  return (
    <>
      <div className="flex min-h-12 shrink-0 items-center gap-2 border-b border-line px-2 lg:min-h-10 lg:px-5">
        {leading}
        {ids.length > 0 && (
          <TerminalTabs
            connections={ids.map((id) => tabs.connection(id))}
            selected={selected}
            adding={adding}
            onSelect={select}
            onClose={(id) => (tabs.runs(id) ? setClosing(id) : void close(id))}
            onAdd={() => void add()}
          />
        )}
      </div>
      {tooMany && <TerminalStrip level="warning" words={`One agent has at most ${maxShells} terminals. Close one first.`} />}
      {visited
        .filter((id) => ids.includes(id))
        .map((id) => (
          <TerminalPane key={id} connection={tabs.connection(id)} visible={id === selected} again="Start a new one" />
        ))}
      {state.kind === 'failed' && (
        <StatePanel
          icon={CloudOff}
          title="The terminals could not be listed"
          action={<Button onClick={() => void tabs.load()}>Try again</Button>}
        >
          {state.message}
        </StatePanel>
      )}
      {state.kind === 'ready' && ids.length === 0 && (
        <StatePanel
          icon={SquareTerminal}
          title="No terminal is open"
          action={
            <Button variant="primary" data-testid="terminal-first" disabled={adding} onClick={() => void add()}>
              New terminal
            </Button>
          }
        >
          A shell in {shortPath(agent.config.directory)}. It goes on when you leave this page.
        </StatePanel>
      )}
      <CloseDialog id={closing} onCancel={() => setClosing(undefined)} onClose={close} />
    </>
  );
}
