import { expect, it } from 'vitest';
import { sendsOnKey } from './sends-on-key';

const plain = { key: 'Enter', shiftKey: false, ctrlKey: false, metaKey: false, isComposing: false };

it.each<[string, object, boolean, boolean]>([
  ['Enter on a desktop', {}, true, true],
  ['Enter on a phone', {}, false, false],
  ['Shift+Enter on a desktop', { shiftKey: true }, true, false],
  ['Ctrl+Enter on a phone', { ctrlKey: true }, false, true],
  ['⌘Enter on a desktop', { metaKey: true }, true, true],
  ['Enter that ends a composition', { isComposing: true }, true, false],
  ['another key', { key: 'a', ctrlKey: true }, true, false],
])('%s', (_name, event, finePointer, sends) => {
  expect(sendsOnKey({ ...plain, ...event }, finePointer)).toBe(sends);
});
