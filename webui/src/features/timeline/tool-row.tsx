import { clsx } from 'clsx';
import { lastLines } from '@/shared/lib/last-lines';
import { formatDuration } from '@/shared/lib/format';
import type { MessageOf, ToolStatus } from '@/shared/protocol/message';
import { DiffCounts } from '@/shared/ui/diff/diff-view';
import { FoldLine } from '@/shared/ui/fold-line';
import { ToolBody } from './tool-body';
import { ToolIcon } from './tool-icon';

interface ToolRowProps {
  agentId: string;
  message: MessageOf<'tool'>;
  open: boolean;
  onToggle: () => void;
  childCount: number;
  lastChild: string | undefined;
}

const statusWords: Record<ToolStatus, string> = {
  running: 'running',
  ok: '',
  failed: 'failed',
  denied: 'denied',
  cancelled: 'cancelled',
};

/** From here on a finished call's time is worth a place in its line. */
const longCallMs = 2_000;

function Outcome({ message: { tool } }: { message: MessageOf<'tool'> }) {
  const { status, exitCode, durationMs = 0 } = tool;
  const words = status === 'failed' && exitCode !== undefined ? `exit ${exitCode}` : statusWords[status];
  const time = status !== 'running' && durationMs >= longCallMs ? formatDuration(durationMs) : '';
  if (words === '' && time === '') return null;
  return (
    <span className="flex shrink-0 items-center gap-2 text-small">
      {time !== '' && <span className="text-muted">{time}</span>}
      {words !== '' && (
        <span
          className={clsx(
            status === 'failed' && 'text-red',
            status === 'running' && 'text-accent',
            (status === 'denied' || status === 'cancelled') && 'text-muted',
          )}
        >
          {words}
        </span>
      )}
    </span>
  );
}

/** What a running call said last: that it is alive shows without unfolding it. */
function LiveLine({ output }: { output: string | undefined }) {
  const line = lastLines(output?.trimEnd() ?? '', 1);
  if (line === '') return null;
  return (
    <p data-testid="tool-live" className="mb-1 truncate pl-[22px] font-mono text-small text-muted">
      {line}
    </p>
  );
}

export function ToolRow({ agentId, message, open, onToggle, childCount, lastChild }: ToolRowProps) {
  const { tool, toolName } = message;
  return (
    <div data-tool-status={tool.status}>
      <FoldLine open={open} onToggle={onToggle} testId="tool-line">
        <ToolIcon kind={tool.kind} />
        <span className="flex min-w-0 flex-1 items-baseline gap-2">
          <span className="shrink-0 text-text">{toolName}</span>
          <span className={clsx('truncate', tool.kind !== 'agent' && 'font-mono text-dense')}>
            {tool.title === toolName ? '' : tool.title}
          </span>
          {childCount > 0 && (
            <span className="min-w-0 shrink truncate text-small">
              {childCount} {childCount === 1 ? 'step' : 'steps'}
              {tool.status === 'running' && lastChild !== undefined && ` · ${lastChild}`}
            </span>
          )}
        </span>
        {tool.diff !== undefined && <DiffCounts added={tool.diff.added} removed={tool.diff.removed} />}
        <Outcome message={message} />
      </FoldLine>
      {!open && tool.status === 'running' && tool.kind !== 'agent' && <LiveLine output={message.toolResult} />}
      {open && <ToolBody agentId={agentId} message={message} />}
    </div>
  );
}
