import { describe, expect, it, vi } from 'vitest';
import { bufferText } from './buffer-text';
import { copyKeys } from './copy-keys';
import { controlOf, sequenceOf, type BarKey } from './key-sequences';

describe('the keys of the bar', () => {
  it.each<[BarKey, boolean, boolean, string]>([
    ['escape', false, false, '\x1b'],
    ['tab', false, false, '\t'],
    ['interrupt', false, false, '\x03'],
    ['up', false, false, '\x1b[A'],
    ['down', false, true, '\x1bOB'],
    ['right', true, false, '\x1b[1;5C'],
    ['left', true, true, '\x1b[1;5D'],
  ])('%s, Ctrl %s, application cursor %s', (key, ctrl, application, sequence) => {
    expect(sequenceOf(key, ctrl, application)).toBe(sequence);
  });

  it.each<[string, string | undefined]>([
    ['c', '\x03'],
    ['C', '\x03'],
    ['z', '\x1a'],
    ['[', '\x1b'],
    ['_', '\x1f'],
    [' ', '\0'],
    ['?', '\x7f'],
    ['1', undefined],
    ['ä', undefined],
    ['\x1b[A', undefined],
    ['ab', undefined],
  ])('Ctrl and %j', (text, control) => expect(controlOf(text)).toBe(control));
});

describe("the page's own keys in a terminal", () => {
  const ask = (fields: object) => {
    const writeText = vi.fn(() => Promise.resolve());
    Object.defineProperty(navigator, 'clipboard', { value: { writeText }, configurable: true });
    const onLeave = vi.fn();
    const event = new KeyboardEvent('keydown', { ctrlKey: true, shiftKey: true, cancelable: true, ...fields });
    const taken = copyKeys({ hasSelection: () => true, getSelection: () => 'chosen' }, event, onLeave);
    return { taken, event, onLeave, writeText };
  };

  it('copies', () => {
    const { taken, event, writeText } = ask({ code: 'KeyC' });
    expect(taken).toBe(false);
    expect(event.defaultPrevented).toBe(true);
    expect(writeText).toHaveBeenCalledWith('chosen');
  });

  it('lets the browser paste', () => {
    const { taken, event } = ask({ code: 'KeyV' });
    expect(taken).toBe(false);
    expect(event.defaultPrevented).toBe(false);
  });

  it('leaves', () => expect(ask({ code: 'ArrowUp' }).onLeave).toHaveBeenCalledOnce());

  it.each([{ code: 'KeyC', shiftKey: false }, { code: 'KeyV', shiftKey: false }, { code: 'KeyK' }, { code: 'ArrowUp', altKey: true }])(
    'leaves %j to the program',
    (fields) => expect(ask(fields).taken).toBe(true),
  );
});

describe('the text of a terminal', () => {
  it('joins what was wrapped and ends with what was written', () => {
    const rows: [string, boolean][] = [
      ['a long li  ', false],
      ['ne         ', true],
      ['next       ', false],
      ['           ', false],
    ];
    const line = ([text, isWrapped]: [string, boolean]) => ({
      isWrapped,
      translateToString: (trim: boolean) => (trim ? text.trimEnd() : text.slice(0, 9)),
    });
    const lines = rows.map(line) as unknown as NonNullable<ReturnType<Parameters<typeof bufferText>[0]['getLine']>>[];
    expect(bufferText({ length: lines.length, getLine: (index) => lines[index] })).toBe('a long line\nnext');
  });
});
