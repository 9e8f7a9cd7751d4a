// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { nextTerminalState, type TerminalEvent, type TerminalState } from './terminal-machine';
import { terminalWords } from './terminal-words';

const closed: TerminalState = { kind: 'closed' };
const opening: TerminalState = { kind: 'opening' };
const attached: TerminalState = { kind: 'attached' };
const down: TerminalState = { kind: 'link-down' };
const ended: TerminalState = { kind: 'ended', exitCode: 0, error: undefined };
const failed: TerminalState = { kind: 'failed', message: 'No' };
const exit: TerminalEvent = { type: 'exit', exitCode: 2, error: undefined };

describe('nextTerminalState', () => {
  it.each<[TerminalState, TerminalEvent, TerminalState]>([
    [closed, { type: 'ask' }, opening],
    [ended, { type: 'ask' }, opening],
    [opening, { type: 'opened' }, attached],
    [ended, { type: 'opened' }, ended],
    [opening, { type: 'refused', message: 'No' }, failed],
    [attached, { type: 'refused', message: 'No' }, attached],
    [attached, exit, { ...ended, exitCode: 2 }],
    [opening, exit, { ...ended, exitCode: 2 }],
    [down, exit, down],
    [opening, { type: 'gone' }, { ...ended, exitCode: undefined }],
    [attached, { type: 'gone' }, attached],
    [attached, { type: 'linkLost' }, down],
    [failed, { type: 'linkLost' }, down],
    [ended, { type: 'linkLost' }, ended],
    [closed, { type: 'linkLost' }, closed],
    [attached, { type: 'left' }, closed],
  ])('%j, %j: %j', (state, event, next) => expect(nextTerminalState(state, event)).toEqual(next));
});

describe('the words', () => {
  it.each<[TerminalState, string | undefined]>([
    [opening, undefined],
    [attached, undefined],
    [down, 'Not connected. Typing waits until the link is back.'],
    [ended, 'Ended with exit code 0'],
    [{ ...ended, exitCode: undefined }, 'Ended; its exit code is not known'],
    [{ ...ended, error: 'the holder was killed' }, 'Ended: the holder was killed'],
    [failed, 'Not opened: No'],
  ])('%j: %s', (state, words) => expect(terminalWords(state, false)?.words).toBe(words));

  it('say that keys may be lost', () => {
    expect(terminalWords(attached, true)?.words).toMatch(/may not have arrived/);
  });
});
