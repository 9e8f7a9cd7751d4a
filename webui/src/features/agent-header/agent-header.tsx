import { Link, useNavigate } from '@tanstack/react-router';
import { clsx } from 'clsx';
import { ArrowLeft, CircleStop, Ellipsis, Pencil, Play, Trash2 } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { deleteAgent, renameAgent, resumeAgent, stopAgent } from '@/shared/api/steer-agent';
import { endWords, stateLine } from '@/shared/lib/agent-words';
import { shortPath } from '@/shared/lib/format';
import { isDown, runsOnTerminal, type Agent } from '@/shared/protocol/agent';
import { AgentIcon } from '@/shared/ui/agent-icon';
import { IconButton } from '@/shared/ui/button';
import { Icon } from '@/shared/ui/icon';
import { InlineNotice } from '@/shared/ui/inline-notice';
import { Menu, MenuItem, MenuSeparator } from '@/shared/ui/menu';
import { PhaseMark } from '@/shared/ui/phase-mark';
import { AgentDetails } from './agent-details';
import { DeleteDialog } from './delete-dialog';
import { SettingsLine } from './settings-line';
import { TextDialog } from './text-dialog';
import { useSteer } from './use-steer';

/** A program chooses its own model and mode. */
function TerminalLine({ agent: { config } }: { agent: Agent }) {
  const { command } = config.flags;
  return (
    <p className="truncate text-dense text-muted">
      {typeof command === 'string' ? <code className="font-mono">{command}</code> : 'In its own terminal interface'}
    </p>
  );
}

interface AgentHeaderProps {
  agent: Agent;
  /** Stands at the right edge on a phone, where the list's header is not seen. */
  light: ReactNode;
  /** Which view of the agent; stands before its settings. */
  views?: ReactNode;
  /** The view below brings its own line in place of the settings. */
  titleOnly?: boolean;
}

export function AgentHeader({ agent, light, views, titleOnly = false }: AgentHeaderProps) {
  const navigate = useNavigate();
  const steer = useSteer();
  const [dialog, setDialog] = useState<'rename' | 'delete'>();
  const { id, name, config } = agent;
  const failed = endWords(agent)?.level === 'error' || agent.problem !== undefined;

  const remove = async (purgeSessionFiles: boolean) => {
    setDialog(undefined);
    if (await steer.run('Delete', () => deleteAgent(id, purgeSessionFiles))) await navigate({ to: '/' });
  };

  return (
    <header className={clsx('bg-bg pt-(--safe-top)', !titleOnly && 'border-b border-line')}>
      <div className="flex items-center gap-1 py-1 pr-1 pl-1 lg:pr-3 lg:pl-5">
        <Link
          to="/"
          aria-label="All agents"
          className="inline-flex size-row shrink-0 items-center justify-center rounded-md text-muted hover:bg-hover lg:hidden"
        >
          <Icon of={ArrowLeft} size={20} />
        </Link>
        <div className="min-w-0 flex-1">
          <h1 className="flex items-center gap-2">
            <span className="text-muted">
              <AgentIcon provider={config.provider} />
            </span>
            <span className="truncate text-body font-semibold" data-testid="agent-name">
              {name}
            </span>
            <span className="hidden truncate text-muted lg:inline" title={config.directory}>
              {shortPath(config.directory)}
            </span>
          </h1>
          <p className="flex items-center gap-2 text-dense">
            <PhaseMark phase={agent.phase} />
            <span
              data-testid="agent-status"
              data-phase={agent.phase}
              className={failed ? 'truncate text-red' : 'truncate text-muted'}
            >
              {steer.busy ?? stateLine(agent)}
            </span>
          </p>
        </div>
        <span className="lg:hidden">{light}</span>
        <Menu
          align="end"
          trigger={
            <IconButton label="More" data-testid="agent-menu">
              <Icon of={Ellipsis} size={20} />
            </IconButton>
          }
        >
          <MenuItem icon={<Icon of={Pencil} />} onSelect={() => setDialog('rename')}>
            Rename…
          </MenuItem>
          {isDown(agent.phase) ? (
            <MenuItem
              icon={<Icon of={Play} />}
              data-testid="agent-resume"
              onSelect={() => void steer.run('Resume', () => resumeAgent(id))}
            >
              Resume
            </MenuItem>
          ) : (
            <MenuItem
              icon={<Icon of={CircleStop} />}
              data-testid="agent-stop"
              onSelect={() => void steer.run('Stop', () => stopAgent(id))}
            >
              Stop
            </MenuItem>
          )}
          <MenuSeparator />
          <MenuItem icon={<Icon of={Trash2} />} danger data-testid="agent-delete" onSelect={() => setDialog('delete')}>
            Delete…
          </MenuItem>
          <MenuSeparator />
          <AgentDetails agent={agent} />
        </Menu>
      </div>
      {!titleOnly && (
        <div className="flex min-h-12 items-center gap-3 px-2 lg:min-h-10 lg:px-5">
          {views}
          <div className={clsx('min-w-0 flex-1', views === undefined && 'max-lg:px-2')}>
            {runsOnTerminal(agent) ? <TerminalLine agent={agent} /> : <SettingsLine agent={agent} steer={steer} />}
          </div>
        </div>
      )}
      {steer.error !== undefined && (
        <div className="flex items-center border-t border-line px-4 py-1">
          <InlineNotice level="error" className="flex-1">
            {steer.error}
          </InlineNotice>
          <button type="button" className="min-h-row px-2 text-muted hover:text-text" onClick={steer.dismiss}>
            Dismiss
          </button>
        </div>
      )}
      <TextDialog
        open={dialog === 'rename'}
        onOpenChange={(open) => setDialog(open ? 'rename' : undefined)}
        title="Rename"
        label="Name of the agent"
        initial={name}
        action="Rename"
        onSubmit={(text) => steer.run('Rename', () => renameAgent(id, text))}
      />
      <DeleteDialog
        name={name}
        open={dialog === 'delete'}
        onOpenChange={(open) => setDialog(open ? 'delete' : undefined)}
        onDelete={(purge) => void remove(purge)}
      />
    </header>
  );
}
