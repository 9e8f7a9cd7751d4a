import { CircleAlert } from 'lucide-react';
import { clsx } from 'clsx';
import type { ReactNode } from 'react';
import type { Delivery, MessageOf } from '@/shared/protocol/message';
import type { OutboxEntry } from '@/shared/store/outbox';
import { useServices } from '@/shared/services';
import { Icon } from '@/shared/ui/icon';
import { Time } from '@/shared/ui/time';
import { contentOf, FullText } from './full-text';

/** A prompt that the agent works on needs no remark. */
const deliveryWords: Record<Delivery, string> = {
  accepted: 'on the machine',
  sent: 'sent',
  taken: '',
  cancelled: 'withdrawn before the agent took it',
  failed: 'not taken: the agent ended first',
};

interface FrameProps {
  at: number;
  now: number;
  state: ReactNode;
  dim?: boolean;
  children: ReactNode;
}

function Frame({ at, now, state, dim = false, children }: FrameProps) {
  return (
    <div className="rounded-lg bg-selected px-3.5 py-2.5">
      <div className={clsx('text-body whitespace-pre-wrap', dim && 'text-muted')}>{children}</div>
      <p className="mt-0.5 flex flex-wrap items-center gap-x-2 text-small text-muted">
        <span>You</span>
        <Time at={at} now={now} clock />
        {state}
      </p>
    </div>
  );
}

export function PromptRow({ agentId, message, now }: { agentId: string; message: MessageOf<'prompt'>; now: number }) {
  const { delivery } = message;
  const words = deliveryWords[delivery];
  const lost = delivery === 'failed' || delivery === 'cancelled';
  return (
    <Frame
      at={message.timestamp}
      now={now}
      dim={lost}
      state={
        <span data-testid="delivery" data-delivery={delivery} className={clsx(delivery === 'failed' && 'text-red')}>
          {words}
        </span>
      }
    >
      <FullText
        agentId={agentId}
        message={message}
        field="content"
        read={contentOf}
        render={(text) => text}
      />
    </Frame>
  );
}

interface OutboxRowProps {
  entry: OutboxEntry;
  now: number;
  linkUp: boolean;
}

function waitingWords(entry: OutboxEntry, linkUp: boolean): string {
  if (entry.state === 'sending') return 'sending';
  if (entry.state === 'accepted') return 'on the machine';
  if (!linkUp) return 'Not sent yet, will go when the link is back';
  return entry.error === undefined ? 'sending' : `Not sent yet (${entry.error}), trying again`;
}

export function OutboxRow({ entry, now, linkUp }: OutboxRowProps) {
  const { outbox } = useServices();
  const refused = entry.state === 'refused';
  return (
    <Frame
      at={entry.createdAt}
      now={now}
      dim={entry.state === 'waiting' || refused}
      state={
        <>
          {refused ? (
            <span className="flex items-center gap-1 text-red">
              <Icon of={CircleAlert} size={13} /> Refused: {entry.error}
            </span>
          ) : (
            <span data-testid="delivery" data-delivery={entry.state}>
              {waitingWords(entry, linkUp)}
            </span>
          )}
          {!entry.kept && entry.state !== 'accepted' && (
            <span className="text-amber">Not kept on this device: do not close the page</span>
          )}
          {(refused || entry.state === 'waiting') && (
            <span className="ml-auto flex gap-3">
              <TextButton onClick={() => outbox.retry(entry.clientId)}>Send again</TextButton>
              <TextButton onClick={() => outbox.discard(entry.clientId)}>Discard</TextButton>
            </span>
          )}
        </>
      }
    >
      {entry.text}
    </Frame>
  );
}

function TextButton({ onClick, children }: { onClick: () => void; children: ReactNode }) {
  return (
    <button
      type="button"
      onClick={onClick}
      className="min-h-row text-accent underline-offset-2 hover:underline lg:min-h-0"
    >
      {children}
    </button>
  );
}
