import type { ReactNode } from 'react';
import type { MessageOf } from '@/shared/protocol/message';
import { lastLines } from '@/shared/lib/last-lines';
import { jsonObject } from '@/shared/protocol/fields';
import { DiffView } from '@/shared/ui/diff/diff-view';
import { Markdown } from '@/shared/ui/markdown/markdown';
import { FullText } from './full-text';

function Block({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <p className="mb-1 text-small text-muted">{name}</p>
      {children}
    </div>
  );
}

function Pre({ text }: { text: string }) {
  return (
    // Long output scrolls; the keyboard must reach it.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <pre tabIndex={0} className="code-block max-h-[60dvh] overflow-y-auto whitespace-pre-wrap">
      {text}
    </pre>
  );
}

/** Lines of a running call's output: its end is what is of interest. */
const liveLines = 24;

/** The command of a shell call is shown as it was typed; other inputs as JSON. */
export function readableInput(message: MessageOf<'tool'>): string {
  let input: unknown;
  try {
    input = JSON.parse(message.toolInput);
  } catch {
    return message.toolInput; // clipped, or no JSON
  }
  const fields = jsonObject.safeParse(input);
  if (!fields.success || Object.keys(fields.data).length === 0) return '';
  const { command } = fields.data;
  if (message.tool.kind === 'exec' && typeof command === 'string') return command;
  return JSON.stringify(fields.data, null, 2);
}

export function ToolBody({ agentId, message }: { agentId: string; message: MessageOf<'tool'> }) {
  const { tool, toolResult } = message;
  const input = readableInput(message);
  const live = tool.status === 'running' && toolResult !== undefined && toolResult !== '';
  return (
    <div className="mb-2 ml-1 space-y-2.5 border-l border-line py-1 pl-4" data-testid="tool-body">
      {tool.diff !== undefined && <DiffView diff={tool.diff} />}
      {tool.diff === undefined && input !== '' && (
        <Block name={tool.kind === 'exec' ? 'Command' : 'Input'}>
          <FullText
            agentId={agentId}
            message={message}
            field="toolInput"
            read={(whole) => (whole.kind === 'tool' ? readableInput(whole) : '')}
            render={(text) => <Pre text={text} />}
          />
        </Block>
      )}
      {live && (
        <Block name="Output so far">
          <Pre text={lastLines(toolResult, liveLines)} />
        </Block>
      )}
      {!live && toolResult !== undefined && toolResult !== '' && (
        <Block name={tool.kind === 'agent' ? 'Report' : 'Result'}>
          <FullText
            agentId={agentId}
            message={message}
            field="toolResult"
            read={(whole) => (whole.kind === 'tool' ? (whole.toolResult ?? '') : '')}
            render={(text) => (tool.kind === 'agent' ? <Markdown text={text} /> : <Pre text={text} />)}
          />
        </Block>
      )}
      {!live && tool.status === 'running' && <p className="text-muted">No result yet</p>}
      {toolResult === '' && tool.status !== 'running' && <p className="text-muted">No output</p>}
    </div>
  );
}
