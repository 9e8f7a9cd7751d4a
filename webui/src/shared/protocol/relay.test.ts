import { describe, expect, it } from 'vitest';
import { relayStatusSchema } from './relay';

describe('relayStatusSchema', () => {
  it('reads the whole answer', () => {
    const machine = { name: 'lab', version: '0.2.0', protocol: 2, connectedSince: 5, disconnectedSince: null, roundTripMs: 0.4 };
    const status = { tunnelConnected: true, uptime: 3600, version: '0.2.0', protocol: 2, passwordRequired: true, authenticated: true };
    expect(relayStatusSchema.parse({ ...status, machine })).toEqual({
      tunnelConnected: true,
      uptime: 3600,
      version: '0.2.0',
      passwordRequired: true,
      authenticated: true,
      machine: { name: 'lab', version: '0.2.0', connectedSince: 5, disconnectedSince: undefined, roundTripMs: 0.4 },
    });
  });

  it.each<[string, object, object]>([
    ['the fields of the first relay', { tunnelConnected: true, uptime: 3600 }, { tunnelConnected: true, uptime: 3600 }],
    ['nothing but the tunnel', { tunnelConnected: false }, { tunnelConnected: false, uptime: 0 }],
    ['fields that are not known here', { tunnelConnected: true, weather: 'fine' }, { tunnelConnected: true }],
    ['a machine of another shape', { tunnelConnected: true, machine: 'lab' }, { machine: undefined }],
    ['another type in one field', { tunnelConnected: true, version: 2, machine: { name: 'lab', roundTripMs: 'fast' } }, { version: undefined, machine: { name: 'lab', roundTripMs: undefined } }],
    ['a password setting of another kind', { tunnelConnected: true, passwordRequired: 'no' }, { passwordRequired: undefined }],
  ])('takes %s', (_name, json, expected) => {
    expect(relayStatusSchema.parse(json)).toMatchObject(expected);
  });

  it('is no status without the tunnel', () => {
    expect(relayStatusSchema.safeParse({ uptime: 1 }).success).toBe(false);
  });
});
