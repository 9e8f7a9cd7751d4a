import { expect, it } from 'vitest';
import { lastLines } from './last-lines';

it.each<[string, number, string]>([
  ['', 2, ''],
  ['one', 2, 'one'],
  ['one\n', 2, 'one'],
  ['one\ntwo', 2, 'one\ntwo'],
  ['one\ntwo\nthree', 2, 'two\nthree'],
  ['one\ntwo\nthree\n', 2, 'two\nthree'],
  ['\n\n\n', 2, '\n'],
  ['\none', 2, '\none'],
  ['one\n\ntwo', 1, 'two'],
])('of %j the last %i: %j', (text, lines, expected) => expect(lastLines(text, lines)).toBe(expected));
