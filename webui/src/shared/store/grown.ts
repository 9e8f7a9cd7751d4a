import type { Message } from '@/shared/protocol/message';

/** Characters of a running tool's output that are kept here; the server has the rest. */
export const keptOutput = 128 * 1024;

/** A message after more of its text has come: a tool's output, any other's content. */
export function grown(message: Message, text: string): Message {
  if (message.kind !== 'tool') return { ...message, content: message.content + text };
  const known = message.toolResult ?? '';
  const output = known + text;
  const clippedLength = message.clipped?.toolResult;
  if (clippedLength === undefined && output.length <= keptOutput) return { ...message, toolResult: output };
  return {
    ...message,
    toolResult: output.slice(-keptOutput),
    clipped: { ...message.clipped, toolResult: (clippedLength ?? known.length) + text.length },
  };
}
