import { memo } from 'react';
import { clsx } from 'clsx';
import { formatWholeSeconds } from '@/shared/lib/format';
import type { Message, MessageOf } from '@/shared/protocol/message';
import { InlineNotice } from '@/shared/ui/inline-notice';
import { Markdown } from '@/shared/ui/markdown/markdown';
import { AskRow } from './ask-row';
import { FoldLine } from '@/shared/ui/fold-line';
import { contentOf, FullText } from './full-text';
import { PlanRow } from './plan-row';
import { PromptRow } from './prompt-row';
import { ToolRow } from './tool-row';

interface MessageRowProps {
  agentId: string;
  message: Message;
  depth: number;
  childCount: number;
  lastChild: string | undefined;
  open: boolean;
  now: number;
  onToggle: (id: string) => void;
}

const indents = ['', 'ml-4 border-l border-line pl-3', 'ml-8 border-l border-line pl-3', 'ml-12 border-l border-line pl-3'];

function ThoughtRow({ agentId, message, open, onToggle }: Body<'thought'>) {
  const words = message.open
    ? 'Thinking'
    : message.durationMs === undefined || message.durationMs === 0
      ? 'Thought'
      : `Thought for ${formatWholeSeconds(message.durationMs)}`;
  return (
    <>
      <FoldLine open={open} onToggle={onToggle} testId="thought-line">
        {words}
      </FoldLine>
      {open && (
        <div className="mb-2 ml-1 border-l border-line pl-4 text-muted">
          <TextBody agentId={agentId} message={message} />
        </div>
      )}
    </>
  );
}

interface Body<K extends Message['kind']> {
  agentId: string;
  message: MessageOf<K>;
  open: boolean;
  onToggle: () => void;
}

function TextBody({ agentId, message }: { agentId: string; message: Message }) {
  return (
    <FullText
      agentId={agentId}
      message={message}
      field="content"
      read={contentOf}
      render={(text) => <Markdown text={text} growing={message.open} />}
    />
  );
}

function Content(props: MessageRowProps) {
  const { agentId, message, open, now, childCount, lastChild } = props;
  const onToggle = () => props.onToggle(message.id);
  switch (message.kind) {
    case 'prompt':
      return <PromptRow agentId={agentId} message={message} now={now} />;
    case 'text':
      return (
        <>
          <TextBody agentId={agentId} message={message} />
          {message.aborted === true && <p className="text-small text-muted">Interrupted here</p>}
        </>
      );
    case 'thought':
      return <ThoughtRow agentId={agentId} message={message} open={open} onToggle={onToggle} />;
    case 'tool':
      return (
        <ToolRow
          agentId={agentId}
          message={message}
          open={open}
          onToggle={onToggle}
          childCount={childCount}
          lastChild={lastChild}
        />
      );
    case 'approval':
    case 'question':
      return <AskRow ask={message} now={now} />;
    case 'plan':
      return <PlanRow message={message} open={open} onToggle={onToggle} />;
    case 'notice':
      return <InlineNotice level={message.level}>{message.content}</InlineNotice>;
    case 'unsupported':
      return (
        <div className="text-muted">
          <p className="text-small">This version does not know “{message.wireKind}”. Reload the page to see more.</p>
          <p className="whitespace-pre-wrap">{message.content}</p>
        </div>
      );
  }
}

const padding: Record<Message['kind'], string> = {
  prompt: 'pt-4 pb-2',
  text: 'py-2',
  thought: '',
  tool: '',
  approval: 'py-0.5',
  question: 'py-0.5',
  plan: '',
  notice: 'py-2',
  unsupported: 'py-2',
};

export const MessageRow = memo(function MessageRow(props: MessageRowProps) {
  const { message, depth } = props;
  return (
    <article
      data-testid="timeline-message"
      data-kind={message.kind}
      data-seq={message.seq}
      aria-busy={message.open && message.kind !== 'approval' && message.kind !== 'question'}
      className={clsx(padding[message.kind], indents[depth])}
    >
      <Content {...props} />
    </article>
  );
});
