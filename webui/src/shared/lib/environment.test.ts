import { describe, expect, it } from 'vitest';
import { environmentLines, readEnvironment, type Environment } from './environment';

const read = (variables: Record<string, string>): Environment => ({ kind: 'read', variables });
const wrong = (message: string): Environment => ({ kind: 'wrong', message });

describe('the environment', () => {
  it.each<[string, Environment]>([
    ['', read({})],
    ['A=1', read({ A: '1' })],
    ['A=1\r\n\n  B_2=two words \n', read({ A: '1', B_2: 'two words ' })],
    ['URL=http://x/?a=b#c', read({ URL: 'http://x/?a=b#c' })],
    ['EMPTY=', read({ EMPTY: '' })],
    ['# a remark\nA="1"', read({ A: '"1"' })],
    ['__proto__=x', read({ ['__proto__']: 'x' })],
    ['A', wrong('Line 1 must be NAME=value')],
    ['A=1\n\nexport B=2', wrong('Line 3 must be NAME=value')],
    ['1A=x', wrong('Line 1 must be NAME=value')],
    ['=x', wrong('Line 1 must be NAME=value')],
    ['A=1\nA=2', wrong('Line 2: A is there twice')],
  ])('%j', (text, expected) => expect(readEnvironment(text)).toEqual(expected));

  it.each<[Record<string, string>, string, Record<string, string>]>([
    [{}, '', {}],
    [{ A: '1', EMPTY: '', B: ' x=y #' }, 'A=1\nEMPTY=\nB= x=y #', {}],
    [{ A: '1', CERT: 'one\ntwo', CR: 'x\r' }, 'A=1', { CERT: 'one\ntwo', CR: 'x\r' }],
  ])('%j in lines', (variables, text, other) => {
    expect(environmentLines(variables)).toEqual({ text, other });
    expect(readEnvironment(text)).toEqual(read(Object.fromEntries(Object.entries(variables).filter(([name]) => !(name in other)))));
  });
});
