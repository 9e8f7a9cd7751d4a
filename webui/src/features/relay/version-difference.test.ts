import { describe, expect, it } from 'vitest';
import { relayStatusSchema } from '@/shared/protocol/relay';
import { versionDifference } from './version-difference';

const of = (version: unknown, machine: unknown, tunnelConnected = true) =>
  versionDifference({
    kind: 'relay',
    status: relayStatusSchema.parse({ tunnelConnected, uptime: 1, version, machine }),
    at: 0,
    durationMs: 1,
  });

describe('versionDifference', () => {
  it.each<[string, unknown, unknown, 'relay' | 'machine' | undefined]>([
    ['the same', '0.2.0', { version: '0.2.0' }, undefined],
    ['an older relay', '0.2.0', { version: '0.10.0' }, 'relay'],
    ['an older machine', '0.3.0', { version: '0.2.9' }, 'machine'],
    ['a machine on a release candidate', '0.3.0', { version: '0.3.0-rc.1' }, 'machine'],
    ['another build of the same', '0.2.0+a', { version: '0.2.0+b' }, undefined],
    ['a machine that does not say', '0.2.0', { version: null }, undefined],
    ['a relay that does not say', undefined, { version: '0.2.0' }, undefined],
    ['no machine', '0.2.0', undefined, undefined],
    ['a version that is none', '0.2.0', { version: 'dev' }, undefined],
  ])('%s', (_name, relay, machine, older) => {
    expect(of(relay, machine)?.older).toBe(older);
  });

  it('is none of a machine that is away: it may come back as another', () => {
    expect(of('0.2.0', { version: '0.3.0' }, false)).toBeUndefined();
  });

  it('is none without a relay', () => {
    expect(versionDifference({ kind: 'local' })).toBeUndefined();
  });
});
