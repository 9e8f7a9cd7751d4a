import { describe, expect, it } from 'vitest';
import { errorWords } from './relay-words';

describe('errorWords', () => {
  it.each<[number, string | undefined, string]>([
    [502, 'Tunnel not connected', 'The machine is not connected to the relay'],
    [502, 'Tunnel disconnected', 'The connection to the machine broke off'],
    [504, 'Tunnel request timeout', 'The machine did not answer in time'],
    [502, 'Local server unreachable', 'The machine is connected, but its server does not answer'],
    [502, 'Something new', 'Something new'],
    [400, 'Tunnel disconnected', 'Tunnel disconnected'],
    [507, 'No space left on the disk', 'No space left on the disk'],
    [502, undefined, 'The server does not answer (502)'],
    [418, undefined, 'The server answered 418'],
  ])('%s %s', (status, error, words) => {
    expect(errorWords(status, error)).toBe(words);
  });
});
