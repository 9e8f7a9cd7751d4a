import { describe, expect, it } from 'vitest';
import { commandOf, type Command } from './key-map';
import { matching } from './palette-dialog';

const plain = { ctrlKey: false, metaKey: false, altKey: false };

describe('keys', () => {
  it.each<[string, object, boolean, string | undefined, Command | undefined]>([
    ['j', {}, false, undefined, 'next'],
    ['a', {}, false, undefined, 'allow'],
    ['?', {}, false, undefined, 'help'],
    ['a', {}, true, undefined, undefined],
    ['a', { ctrlKey: true }, false, undefined, undefined],
    ['d', { metaKey: true }, false, undefined, undefined],
    ['k', { ctrlKey: true }, false, undefined, 'palette'],
    ['K', { metaKey: true }, true, undefined, 'palette'],
    ['k', {}, false, undefined, 'previous'],
    ['h', {}, false, 'g', 'home'],
    ['s', {}, false, 'g', 'settings'],
    ['s', {}, false, undefined, undefined],
    ['h', {}, false, undefined, undefined],
    ['d', {}, false, 'g', undefined],
  ])('%s with %j, typing: %s, after %s', (key, modifiers, typing, prefix, command) => {
    expect(commandOf({ ...plain, ...modifiers, key }, typing, prefix)).toBe(command);
  });
});

describe('the palette', () => {
  const entry = (title: string, detail: string) => ({ id: title, title, detail, run: () => undefined });
  const entries = [entry('fix-login', 'Wants to run make'), entry('docs', 'Idle')];
  it.each([['', 2], ['FIX', 1], ['run login', 1], ['idle', 1], ['fix idle', 0]])('“%s” finds %d', (query, count) => {
    expect(matching(entries, query)).toHaveLength(count);
  });
});
