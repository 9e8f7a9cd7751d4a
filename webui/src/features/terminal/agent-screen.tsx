import { useMutation } from '@tanstack/react-query';
import { SquareTerminal } from 'lucide-react';
import { useEffect, useMemo, useState, type ReactNode } from 'react';
import { messageOf } from '@/shared/api/http';
import { resumeAgent } from '@/shared/api/steer-agent';
import { endWords } from '@/shared/lib/agent-words';
import { agentTerminalId } from '@/shared/protocol/terminal';
import { isDown, type Agent } from '@/shared/protocol/agent';
import { useServices } from '@/shared/services';
import { Button } from '@/shared/ui/button';
import { InlineNotice } from '@/shared/ui/inline-notice';
import { StatePanel } from '@/shared/ui/state-panel';
import { TerminalConnection } from './terminal-connection';
import { TerminalPane } from './terminal-pane';
import { TerminalStrip } from './terminal-strip';

interface AgentScreenProps {
  agent: Agent;
  /** Stands above the screen. */
  leading: ReactNode;
}

function useResume(agent: Agent) {
  const resume = useMutation({ mutationFn: () => resumeAgent(agent.id) });
  return {
    busy: resume.isPending,
    error: resume.error === null ? undefined : messageOf(resume.error),
    run: () => resume.mutate(),
  };
}

/** The agent's own terminal. Once it has ended, its last screen stays until the page is left. */
export function AgentScreen({ agent, leading }: AgentScreenProps) {
  const { link } = useServices();
  const { id, phase } = agent;
  const connection = useMemo(() => new TerminalConnection({ agentId: id, terminalId: agentTerminalId }, link), [id, link]);
  const down = isDown(phase);
  const [shown, setShown] = useState(!down);
  if (!down && !shown) setShown(true);
  const resume = useResume(agent);

  // Another phase may mean another process, whose screen is a new one.
  useEffect(() => {
    const { kind } = connection.state.get();
    if (!isDown(phase) && (kind === 'ended' || kind === 'failed')) connection.reopen();
  }, [connection, phase]);

  const end = endWords(agent);
  const words = end?.words ?? 'It does not run.';
  const action = { label: resume.busy ? 'Resuming' : 'Resume', busy: resume.busy, onClick: resume.run };
  const failed = resume.error === undefined ? undefined : `Not resumed: ${resume.error}`;
  return (
    <>
      <div className="flex min-h-12 shrink-0 items-center gap-2 border-b border-line px-2 lg:min-h-10 lg:px-5">{leading}</div>
      {shown ? (
        <TerminalPane
          connection={connection}
          again="Look again"
          strip={
            down ? <TerminalStrip level={failed === undefined ? (end?.level ?? 'info') : 'error'} words={failed ?? words} action={action} /> : undefined
          }
        />
      ) : (
        <StatePanel
          icon={SquareTerminal}
          title={end === undefined ? 'It does not run' : words}
          action={
            <Button variant="primary" data-testid="terminal-action" disabled={action.busy} onClick={action.onClick}>
              {action.label}
            </Button>
          }
        >
          {failed === undefined ? 'Resume starts it again, and its screen appears here.' : <InlineNotice level="error">{failed}</InlineNotice>}
        </StatePanel>
      )}
    </>
  );
}
