import { describe, expect, it } from 'vitest';
import { relayStatusSchema } from '@/shared/protocol/relay';
import type { Evidence } from './broken-hop';
import { linkLight } from './link-light';
import type { LinkState } from './link-machine';
import type { RelayState } from './relay-state';

const minute = 60_000;
/** Noon of some day where the test runs, so that the clock can be read. */
const noon = new Date(2026, 10, 22, 12, 0).getTime();
const trip = { at: noon, durationMs: 20 };
const idle: LinkState = { kind: 'idle' };
const connecting: LinkState = { kind: 'connecting', attempt: 2, since: noon, trip };
const first: LinkState = { kind: 'connecting', attempt: 1, since: noon };
const up: LinkState = { kind: 'up', since: noon, trip };
const down: LinkState = { kind: 'down', attempt: 2, since: noon, reason: 'transport close', trip };
const refused: LinkState = { kind: 'refused', trip };

const at = (seconds: number) => noon + seconds * 1000;
const local: RelayState = { kind: 'local' };

/** The relay's answer `seconds` after the last round trip. */
function answer(seconds: number, fields: object, failedSince?: number): RelayState {
  const status = relayStatusSchema.parse({ tunnelConnected: true, uptime: 30 * 60, ...fields });
  return { kind: 'relay', status, at: at(seconds), durationMs: 3, ...(failedSince === undefined ? {} : { failedSince }) };
}

const lab = { name: 'lab', connectedSince: null, disconnectedSince: noon - 12 * minute };
const there = answer(1, { machine: { name: 'lab', connectedSince: noon - minute } });
const gone = answer(1, { tunnelConnected: false, machine: lab });
const silentRelay = answer(-1, { machine: { name: 'lab' } }, at(1));

describe('the colour', () => {
  it.each<[string, LinkState, number, string]>([
    ['fresh', up, at(0.4), 'green'],
    ['just before amber', up, at(11.9), 'green'],
    ['no answer for 12 s, whatever the socket says', up, at(12), 'amber'],
    ['just before red', up, at(19.9), 'amber'],
    ['no answer for 20 s', up, at(20), 'red'],
    ['closed a moment ago', down, at(1), 'amber'],
    ['closed for long', down, at(25), 'red'],
    ['connecting again', connecting, at(1), 'amber'],
    ['connecting for the first time', first, at(0.5), 'grey'],
    ['connecting for the first time, for long', first, at(21), 'red'],
    ['connected and never measured', { kind: 'up', since: noon }, at(0.5), 'grey'],
    ['connected and never answered', { kind: 'up', since: noon }, at(13), 'amber'],
    ['not started', idle, at(5), 'grey'],
    ['refused', refused, at(0), 'red'],
  ])('%s', (_name, link, now, colour) => {
    // Without a relay, and with one that finds nothing wrong: the round trip alone counts.
    expect(linkLight({ link, relay: local, online: true }, now).colour).toBe(colour);
    expect(linkLight({ link, relay: there, online: true }, now).colour).toBe(colour);
  });

  it('is red as soon as the relay says that the tunnel is gone', () => {
    expect(linkLight({ link: up, relay: gone, online: true }, at(2)).colour).toBe('red');
    expect(linkLight({ link: first, relay: gone, online: true }, at(2)).colour).toBe('red');
  });
});

describe('the age', () => {
  it.each<[string, LinkState, number | undefined]>([
    ['up', up, 3000],
    ['down', down, 3000],
    ['never measured', { kind: 'up', since: 0 }, undefined],
  ])('%s', (_name, link, ageMs) => {
    expect(linkLight({ link, relay: local, online: true }, at(3)).ageMs).toBe(ageMs);
  });
});

describe('the broken hop', () => {
  const evidence = (link: LinkState, relay: RelayState, online = true): Evidence => ({ link, relay, online });
  const missing = 'The machine “lab” is not connected to the relay since 11:48 (12 min)';
  it.each<[string, Evidence, number, string]>([
    ['none', evidence(up, there), 3, 'Connected'],
    ['none, and one question to the relay failed', evidence(up, silentRelay), 3, 'Connected'],
    ['none, the relay was asked before the machine came', evidence(up, answer(-1, { tunnelConnected: false, machine: lab })), 3, 'Connected'],
    ['not known yet', evidence(down, there), 3, 'Link lost, trying again'],
    ['the tunnel', evidence(down, gone), 3, missing],
    ['the tunnel, though the socket does not know yet', evidence(up, gone), 3, missing],
    ['the tunnel, at the first visit', evidence(first, gone), 3, missing],
    ['the tunnel, of a nameless machine', evidence(down, answer(1, { tunnelConnected: false, machine: { disconnectedSince: noon } })), 9, 'The machine is not connected to the relay since 12:00 (9 s)'],
    ['the tunnel, since the relay started', evidence(down, answer(0.001, { tunnelConnected: false, machine: { name: 'lab' } })), 1, 'The machine “lab” has not connected to the relay since 11:30 (30 min)'],
    ['the tunnel, and no machine was ever there', evidence(down, answer(0.001, { tunnelConnected: false, machine: { name: null } })), 1, 'No machine has connected to the relay since 11:30 (30 min)'],
    ['the tunnel, by an older relay', evidence(down, answer(0.001, { tunnelConnected: false })), 1, 'The machine is not connected to the relay since 11:30 (30 min)'],
    ['the relay', evidence(down, silentRelay), 3, 'The relay does not answer'],
    ['the relay hangs', evidence(up, silentRelay), 12, 'The relay does not answer'],
    ['the relay, whatever it said before', evidence(down, answer(1, { tunnelConnected: false }, at(2))), 3, 'The relay does not answer'],
    ['the server hangs', evidence(up, there), 12, "The machine's server does not answer"],
    ['the server does not take the socket back', evidence(down, there), 12, "The machine's server does not answer"],
    ['the server, without a relay', evidence(down, local), 12, 'The server does not answer'],
    ['nothing has answered yet', evidence(first, { kind: 'unknown', failedSince: 1 }), 12, 'The server does not answer'],
    ['the network', evidence(down, silentRelay, false), 3, 'This device is offline'],
    ['the network, without a relay', evidence(down, local, false), 12, 'This device is offline'],
    ['none on this machine, without any network', evidence(up, local, false), 3, 'Connected'],
    ['the login comes first', evidence(refused, gone), 30, 'Log in needed'],
  ])('%s', (_name, known, seconds, words) => {
    expect(linkLight(known, at(seconds)).words).toBe(words);
  });

  it('tells one that never came from one that left', () => {
    const never = answer(1, { tunnelConnected: false, machine: { name: 'lab' } });
    expect(linkLight(evidence(first, never), at(2)).broken).toMatchObject({ hop: 'tunnel', never: true });
    expect(linkLight(evidence(first, gone), at(2)).broken).toMatchObject({ hop: 'tunnel', never: false });
  });
});
