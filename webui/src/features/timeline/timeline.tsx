import { ArrowDown, MessageSquareText } from 'lucide-react';
import { useCallback, useMemo, useRef, useState } from 'react';
import { useNow } from '@/shared/lib/use-now';
import { useServices } from '@/shared/services';
import type { AgentSession, SessionState } from '@/shared/store/agent-session';
import type { OutboxEntry } from '@/shared/store/outbox';
import { useStore } from '@/shared/store/store';
import { Icon } from '@/shared/ui/icon';
import { InlineNotice } from '@/shared/ui/inline-notice';
import { StatePanel } from '@/shared/ui/state-panel';
import { MessageRow } from './message-row';
import { OutboxRow } from './prompt-row';
import { rowsOf, type Row } from './rows';
import { useReadingPosition } from './use-reading-position';

interface TimelineProps {
  session: AgentSession;
  state: Extract<SessionState, { kind: 'ready' }>;
  outbox: readonly OutboxEntry[];
}

function TailPill({ unread, onClick }: { unread: number; onClick: () => void }) {
  return (
    <button
      type="button"
      data-testid="tail-pill"
      onClick={onClick}
      className="layer-in absolute bottom-3 left-1/2 flex min-h-row -translate-x-1/2 items-center gap-1.5 rounded-full bg-surface px-4 shadow-layer hover:bg-hover"
    >
      <Icon of={ArrowDown} size={14} />
      {unread > 0 ? `${unread} new` : 'To the end'}
    </button>
  );
}

function OlderState({ state, onRetry }: { state: TimelineProps['state']; onRetry: () => void }) {
  if (state.olderError !== undefined) {
    return (
      <div className="column pt-3">
        <InlineNotice level="error">
          Older messages could not be loaded: {state.olderError}.{' '}
          <button type="button" className="underline" onClick={onRetry}>
            Try again
          </button>
        </InlineNotice>
      </div>
    );
  }
  if (!state.loadingOlder) return null;
  return (
    <p role="status" className="absolute inset-x-0 top-2 text-center text-small text-muted">
      Loading older messages
    </p>
  );
}

export function Timeline({ session, state, outbox }: TimelineProps) {
  const { link } = useServices();
  const linkState = useStore(link.state);
  const now = useNow(30_000);
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(new Set());
  const { messages, hasOlder } = state.timeline;
  const rows = useMemo(() => rowsOf(messages, unfolded, outbox), [messages, unfolded, outbox]);
  const scrollRef = useRef<HTMLDivElement>(null);
  const loadOlder = useCallback(() => void session.loadOlder(), [session]);
  const canLoadOlder = hasOlder && state.olderError === undefined;
  const { virtualizer, unread, atTail, scrollToTail } = useReadingPosition({
    scrollRef,
    rows,
    hasOlder: canLoadOlder,
    onLoadOlder: loadOlder,
  });

  const toggle = useCallback((id: string) => {
    setUnfolded((current) => {
      const next = new Set(current);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  }, []);

  const renderRow = (row: Row) => {
    if (row.kind === 'outbox') {
      return (
        <div data-testid="timeline-message" data-kind="outbox" className="pt-4 pb-2">
          <OutboxRow entry={row.entry} now={now} linkUp={linkState.kind === 'up'} />
        </div>
      );
    }
    return (
      <MessageRow
        agentId={session.id}
        message={row.message}
        depth={row.depth}
        childCount={row.childCount}
        lastChild={row.lastChild}
        open={unfolded.has(row.message.id)}
        now={now}
        onToggle={toggle}
      />
    );
  };

  return (
    <div className="relative min-h-0 flex-1">
      <div
        ref={scrollRef}
        role="log"
        aria-label="Timeline"
        aria-live="off"
        data-testid="timeline"
        // The timeline scrolls; the keyboard must reach it.
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        className="h-full overflow-x-hidden overflow-y-auto overscroll-contain -outline-offset-2 [overflow-anchor:none]"
      >
        <OlderState state={state} onRetry={loadOlder} />
        {rows.length === 0 && (
          <StatePanel icon={MessageSquareText} title="Nothing said yet">
            What the agent says and does appears here.
          </StatePanel>
        )}
        <div className="relative mx-auto w-full max-w-[784px]" style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map((item) => {
            const row = rows[item.index];
            return (
              row !== undefined && (
                <div
                  key={item.key}
                  ref={virtualizer.measureElement}
                  data-index={item.index}
                  className="absolute inset-x-0 top-0 px-4"
                  style={{ transform: `translateY(${item.start}px)` }}
                >
                  {renderRow(row)}
                </div>
              )
            );
          })}
        </div>
      </div>
      {!atTail && <TailPill unread={unread} onClick={scrollToTail} />}
    </div>
  );
}
