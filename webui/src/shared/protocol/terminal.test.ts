// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { terminalExitSchema, terminalListSchema, terminalOutputSchema, terminalReplySchema } from './terminal';

const name = { agentId: 'a1', terminalId: '1' };
const text = (data: unknown) => {
  const parsed = terminalOutputSchema.safeParse({ ...name, data });
  return parsed.success ? new TextDecoder().decode(parsed.data.data) : undefined;
};

describe('what terminals say', () => {
  it.each<[string, unknown, string | undefined]>([
    ['bytes of a browser', new TextEncoder().encode('äb').buffer, 'äb'],
    ['bytes of Node', Buffer.from('äb'), 'äb'],
    ['text', 'äb', 'äb'],
    ['a number', 7, undefined],
    ['nothing', undefined, undefined],
    ['a placeholder without its bytes', { _placeholder: true, num: 0 }, undefined],
  ])('output as %s', (_name, data, expected) => expect(text(data)).toBe(expected));

  it('is a replay only if it says so', () => {
    expect(terminalOutputSchema.parse({ ...name, data: '' }).replay).toBe(false);
    expect(terminalOutputSchema.parse({ ...name, data: '', replay: true }).replay).toBe(true);
  });

  it('the end', () => {
    expect(terminalExitSchema.parse({ ...name, exitCode: 3 })).toEqual({ ...name, exitCode: 3, error: undefined });
    expect(terminalExitSchema.parse({ ...name })).toMatchObject({ exitCode: -1 });
  });

  it('answers', () => {
    expect(terminalReplySchema.parse({ ok: true, terminalId: '1', attached: true })).toEqual({ ok: true, attached: true });
    expect(terminalReplySchema.parse({ ok: true })).toEqual({ ok: true, attached: false });
    expect(terminalReplySchema.parse({ error: 'No' })).toEqual({ error: 'No' });
    expect(terminalReplySchema.safeParse(undefined).success).toBe(false);
  });

  it('the list', () => {
    const terminals = [{ terminalId: 'agent', ofAgent: true }, { terminalId: '1', ofAgent: false, cols: 80, rows: 24 }];
    expect(terminalListSchema.parse({ terminals }).terminals.map(({ ofAgent }) => ofAgent)).toEqual([true, false]);
  });
});
