import { ArrowUp, Square } from 'lucide-react';
import { useLayoutEffect, useRef, useState } from 'react';
import { messageOf } from '@/shared/api/http';
import { interruptAgent } from '@/shared/api/steer-agent';
import { newClientId } from '@/shared/lib/client-id';
import { finePointerQuery, useMedia } from '@/shared/lib/use-media';
import { isDown, isWorking, type Agent } from '@/shared/protocol/agent';
import { useServices } from '@/shared/services';
import { readDraft, writeDraft } from '@/shared/store/drafts';
import { IconButton } from '@/shared/ui/button';
import { Icon } from '@/shared/ui/icon';
import { InlineNotice } from '@/shared/ui/inline-notice';
import { EndNotice } from './end-notice';
import { sendsOnKey } from './sends-on-key';

const maxHeightPx = 220;

function placeholderFor(agent: Agent): string {
  if (isDown(agent.phase)) return `Message ${agent.name} to resume it`;
  return `Message ${agent.name}`;
}

/** Stands as tall as its text, up to a limit. */
function useGrowing(text: string) {
  const ref = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    const field = ref.current;
    if (field === null) return;
    field.style.height = 'auto';
    field.style.height = `${Math.min(maxHeightPx, field.scrollHeight)}px`;
  }, [text]);
  return ref;
}

/** Interrupting says that it was sent, until the agent is seen to have stopped. */
function useInterrupt(agent: Agent) {
  /** When the turn began that was interrupted: a later turn can be interrupted again. */
  const [sentForTurn, setSentForTurn] = useState<number>();
  const [error, setError] = useState<string>();
  const working = isWorking(agent.phase);
  const turn = agent.turnStartedAt ?? 0;
  const interrupt = () => {
    setSentForTurn(turn);
    setError(undefined);
    interruptAgent(agent.id).catch((cause: unknown) => {
      setSentForTurn(undefined);
      setError(messageOf(cause));
    });
  };
  return { interrupt, sent: sentForTurn === turn, error, working };
}

export function Composer({ agent }: { agent: Agent }) {
  const { outbox } = useServices();
  const [text, setText] = useState(() => readDraft(agent.id));
  const field = useGrowing(text);
  const finePointer = useMedia(finePointerQuery);
  const { interrupt, sent, error, working } = useInterrupt(agent);
  const isEmpty = text.trim() === '';

  const change = (next: string) => {
    setText(next);
    writeDraft(agent.id, next);
  };
  const send = () => {
    if (isEmpty) return;
    outbox.add(agent.id, text.trim(), newClientId(), Date.now());
    change('');
    field.current?.focus();
  };

  return (
    <div className="border-t border-line bg-bg px-2 pt-2 pb-[max(8px,env(safe-area-inset-bottom))] lg:pb-4">
      <EndNotice agent={agent} />
      {error !== undefined && (
        <InlineNotice level="error" className="px-2 pb-2">
          Not interrupted: {error}
        </InlineNotice>
      )}
      <form
        className="mx-auto flex max-w-[752px] items-end gap-1 rounded-xl border border-line-strong bg-surface p-1 focus-within:border-accent"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <textarea
          ref={field}
          data-testid="composer"
          data-key="r"
          aria-label={`Message ${agent.name}`}
          placeholder={placeholderFor(agent)}
          value={text}
          rows={1}
          enterKeyHint={finePointer ? 'send' : 'enter'}
          onChange={(event) => change(event.target.value)}
          onKeyDown={(event) => {
            if (!sendsOnKey(event.nativeEvent, finePointer)) return;
            event.preventDefault();
            send();
          }}
          className="min-h-row flex-1 resize-none bg-transparent px-2.5 py-[calc((var(--row-height)-var(--ui-line))/2)] text-(length:--field-size) leading-(--ui-line) outline-none"
        />
        {working && (
          <IconButton
            label={sent ? 'Interrupt sent' : 'Interrupt'}
            shortcut="i"
            data-testid="interrupt"
            data-key="i"
            disabled={sent}
            onClick={interrupt}
          >
            <Square aria-hidden size={14} fill="currentColor" />
          </IconButton>
        )}
        <button
          type="submit"
          aria-label="Send"
          title={finePointer ? 'Send (Enter)' : 'Send'}
          data-testid="send"
          disabled={isEmpty}
          className="inline-flex size-row shrink-0 items-center justify-center rounded-lg bg-accent text-on-accent transition-colors duration-100 hover:bg-accent-hover disabled:bg-hover disabled:text-muted"
        >
          <Icon of={ArrowUp} size={18} />
        </button>
      </form>
    </div>
  );
}
