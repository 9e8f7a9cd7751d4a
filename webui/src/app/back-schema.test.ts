import { describe, expect, it } from 'vitest';
import { backSchema } from './back-schema';

describe('backSchema', () => {
  it.each<[unknown, string | undefined]>([
    ['/', '/'],
    ['/agents/a1?x=1#y', '/agents/a1?x=1#y'],
    [undefined, undefined],
    ['//evil.example', undefined],
    ['/\\evil.example', undefined],
    ['https://evil.example', undefined],
    ['javascript:alert(1)', undefined],
    [7, undefined],
  ])('%s', (back, expected) => {
    expect(backSchema.parse(back)).toBe(expected);
  });
});
