import { describe, expect, it } from 'vitest';
import { messageSchema, type MessageOf } from '@/shared/protocol/message';
import { messageJson } from '@tests/wire';
import { grown, keptOutput } from './grown';

function tool(fields: object = {}): MessageOf<'tool'> {
  const call = { id: 't', kind: 'exec', title: 'make', status: 'running' };
  const message = messageSchema.parse(
    messageJson({ kind: 'tool', content: 'make', toolName: 'shell', toolInput: '{}', open: true, tool: call, ...fields }),
  );
  if (message.kind !== 'tool') throw new Error('no tool');
  return message;
}

describe('more of a message', () => {
  it('grows a text', () => {
    expect(grown(messageSchema.parse(messageJson({ content: 'one' })), ' two').content).toBe('one two');
  });

  it.each<[string, object, string]>([
    ['the first output', {}, 'two'],
    ['more output', { toolResult: 'one\n' }, 'one\ntwo'],
    ['output after an empty one', { toolResult: '' }, 'two'],
  ])('gives a tool %s, not more title', (_name, fields, result) => {
    const message = grown(tool(fields), 'two');
    expect(message).toMatchObject({ content: 'make', toolResult: result });
    expect(message.clipped).toBeUndefined();
  });

  it('keeps the end of endless output, and says how much there is', () => {
    const long = grown(tool({ toolResult: 'a'.repeat(keptOutput) }), 'end');
    expect(long).toMatchObject({ clipped: { toolResult: keptOutput + 3 } });
    const longer = grown(long, '!');
    expect(longer).toMatchObject({ clipped: { toolResult: keptOutput + 4 } });
    if (longer.kind !== 'tool') throw new Error('no tool');
    expect(longer.toolResult).toHaveLength(keptOutput);
    expect(longer.toolResult?.endsWith('aend!')).toBe(true);
  });

  it('counts on from what the server had clipped', () => {
    const message = tool({ toolResult: 'a … z', clipped: { toolResult: 90_000 } });
    expect(grown(message, '12345')).toMatchObject({ toolResult: 'a … z12345', clipped: { toolResult: 90_005 } });
  });
});
