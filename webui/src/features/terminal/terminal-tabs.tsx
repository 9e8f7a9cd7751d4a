import { clsx } from 'clsx';
import { CircleStop, Plus, X } from 'lucide-react';
import { IconButton } from '@/shared/ui/button';
import { Icon } from '@/shared/ui/icon';
import { useStore } from '@/shared/store/store';
import type { TerminalConnection } from './terminal-connection';

interface TabProps {
  connection: TerminalConnection;
  selected: boolean;
  onSelect: () => void;
  onClose: () => void;
}

function Tab({ connection, selected, onSelect, onClose }: TabProps) {
  const { kind } = useStore(connection.state);
  const id = connection.target.terminalId;
  const over = kind === 'ended' || kind === 'failed';
  return (
    <li className="relative isolate flex shrink-0 items-center">
      {selected && <span className="absolute inset-x-0 inset-y-1.5 -z-10 rounded-md bg-selected lg:inset-y-0" />}
      <button
        type="button"
        data-testid="terminal-tab"
        data-over={over}
        aria-current={selected ? 'true' : undefined}
        title={over ? `Terminal ${id}, ended` : `Terminal ${id}`}
        onClick={onSelect}
        className={clsx(
          'inline-flex min-h-row min-w-11 items-center justify-center gap-1.5 rounded-md px-2 hover:text-text lg:min-h-7 lg:min-w-8',
          selected ? 'font-medium text-text' : 'text-muted hover:bg-hover',
        )}
      >
        <span className="sr-only">Terminal</span> {id}
        {over && <Icon of={CircleStop} size={12} />}
      </button>
      {selected && (
        <IconButton label={`Close terminal ${id}`} data-testid="terminal-close" onClick={onClose} className="lg:size-7">
          <Icon of={X} size={14} />
        </IconButton>
      )}
    </li>
  );
}

interface TerminalTabsProps {
  connections: readonly TerminalConnection[];
  selected: string | undefined;
  onSelect: (id: string) => void;
  onClose: (id: string) => void;
  onAdd: () => void;
  adding: boolean;
}

export function TerminalTabs({ connections, selected, onSelect, onClose, onAdd, adding }: TerminalTabsProps) {
  return (
    <div className="flex min-w-0 flex-1 items-center gap-1 border-l border-line pl-2">
      <ul aria-label="Terminals" className="flex min-w-0 items-center gap-1 overflow-x-auto [scrollbar-width:none]">
        {connections.map((connection) => {
          const { terminalId } = connection.target;
          return (
            <Tab
              key={terminalId}
              connection={connection}
              selected={terminalId === selected}
              onSelect={() => onSelect(terminalId)}
              onClose={() => onClose(terminalId)}
            />
          );
        })}
      </ul>
      <IconButton label="New terminal" data-testid="terminal-new" disabled={adding} onClick={onAdd} className="lg:size-7">
        <Icon of={Plus} />
      </IconButton>
    </div>
  );
}
