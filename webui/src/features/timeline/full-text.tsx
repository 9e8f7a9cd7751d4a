import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { getMessage } from '@/shared/api/get-message';
import { messageOf } from '@/shared/api/http';
import { formatCount } from '@/shared/lib/format';
import type { Message } from '@/shared/protocol/message';
import { InlineNotice } from '@/shared/ui/inline-notice';

type TextField = 'content' | 'toolInput' | 'toolResult';

interface FullTextProps {
  agentId: string;
  message: Message;
  field: TextField;
  read: (message: Message) => string;
  render: (text: string) => ReactNode;
}

/** Lines and characters shown before a person asks for the rest. */
const firstLines = 24;
const firstCharacters = 4_000;

function head(text: string): string {
  const lines = text.split('\n', firstLines + 1);
  const byLines = lines.length > firstLines ? lines.slice(0, firstLines).join('\n') : text;
  return byLines.length > firstCharacters ? byLines.slice(0, firstCharacters) : byLines;
}

export function contentOf(message: Message): string {
  return message.content;
}

/** A long text by its beginning; "Show all" fetches what the server left out. */
export function FullText({ agentId, message, field, read, render }: FullTextProps) {
  const [all, setAll] = useState(false);
  const fullLength = message.clipped?.[field];
  const query = useQuery({
    queryKey: ['message', agentId, message.seq, fullLength],
    queryFn: () => getMessage(agentId, message.seq),
    enabled: all && fullLength !== undefined,
    staleTime: Infinity,
  });
  const isComplete = fullLength === undefined || query.data !== undefined;
  const text = read(query.data ?? message);
  // Prose is cut by the server alone; output is cut here too.
  const shown = (all && isComplete) || field === 'content' ? text : head(text);
  return (
    <>
      {render(shown)}
      {(!isComplete || shown.length < text.length) && (
        <ShowAll busy={query.isFetching} length={fullLength ?? text.length} onClick={() => setAll(true)} />
      )}
      {query.isError && <InlineNotice level="error">Could not be loaded: {messageOf(query.error)}</InlineNotice>}
    </>
  );
}

function ShowAll({ busy, length, onClick }: { busy: boolean; length: number; onClick: () => void }) {
  return (
    <button
      type="button"
      data-testid="show-all"
      disabled={busy}
      onClick={onClick}
      className="min-h-row rounded-md px-1 text-accent underline-offset-2 hover:underline disabled:opacity-60"
    >
      {busy ? 'Loading' : `Show all, ${formatCount(length)} characters`}
    </button>
  );
}
