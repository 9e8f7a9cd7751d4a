import { describe, expect, it } from 'vitest';
import { relayStatusSchema } from '@/shared/protocol/relay';
import { loginTarget, loginWords } from './login-words';

const lab = { machine: { name: 'lab' } };

describe('loginTarget', () => {
  it.each<[string, object, object]>([
    ['not inside', { passwordRequired: true, authenticated: false }, { kind: 'relay' }],
    ['inside, and asked again', { passwordRequired: true, authenticated: true, ...lab }, { kind: 'machine', name: 'lab', insideRelay: true }],
    ['an open relay', { passwordRequired: false, authenticated: true, ...lab }, { kind: 'machine', name: 'lab', insideRelay: false }],
    ['an open relay that says no more', { passwordRequired: false }, { kind: 'machine', name: undefined, insideRelay: false }],
    ['a relay that does not say', {}, { kind: 'relay' }],
  ])('%s', (_name, fields, expected) => {
    const status = relayStatusSchema.parse({ tunnelConnected: true, uptime: 1, ...fields });
    expect(loginTarget({ kind: 'relay', status, at: 0, durationMs: 1 })).toEqual(expected);
  });

  it('is the server where no relay is, or none is known', () => {
    expect(loginTarget({ kind: 'local' })).toEqual({ kind: 'server' });
    expect(loginTarget({ kind: 'unknown' })).toEqual({ kind: 'server' });
  });

  it('names the machine whose password is asked for', () => {
    const asked = (insideRelay: boolean) => loginWords({ kind: 'machine', name: 'lab', insideRelay }).explanation;
    expect(asked(true)).toMatch(/^You are logged in at the relay. The machine “lab” has a password of its own/);
    expect(asked(false)).toMatch(/^The machine “lab” has a password of its own/);
  });
});
