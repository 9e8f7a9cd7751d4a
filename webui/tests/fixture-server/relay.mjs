// The relay's own answers, in front of a FixtureServer.

const startedAt = Date.now() - 3_600_000;

export class FixtureRelay {
  /** `password` undefined: an open relay. `machine` and `status` replace fields of the answer. */
  constructor({ password, connected = true, machine = {}, status = {} } = {}) {
    this.password = password;
    this.connected = connected;
    this.machine = machine;
    this.status = status;
    /** The relay itself fails, as behind a proxy that goes on: 502 without our JSON. */
    this.silent = false;
    /** As the first relays: tunnelConnected and uptime, nothing else. */
    this.bare = false;
    /** Seconds to wait before another login. */
    this.lockedSeconds = 0;
    this.statusRequests = 0;
  }

  #isInside(request) {
    return this.password === undefined || (request.headers.cookie ?? '').includes('relay_token=fixture');
  }

  /** May this handshake go on to the server? */
  lets(request) {
    return this.connected && !this.silent && this.#isInside(request);
  }

  /** The answer to what goes no further than the relay; undefined for the rest. */
  answer(request, path, body) {
    if (this.silent) return [502, '<html>Bad Gateway</html>'];
    if (path === '/api/relay/status') return [200, this.#statusFor(request)];
    if (this.#isInside(request)) return this.connected ? undefined : [502, { error: 'Tunnel not connected' }];
    if (path === '/api/auth/login') return this.#logIn(body);
    return path === '/api/auth/check'
      ? [401, { authenticated: false }]
      : [401, { error: 'Authentication required' }];
  }

  #logIn({ password }) {
    if (this.lockedSeconds > 0) return [429, { error: 'Too many attempts' }, { 'Retry-After': String(this.lockedSeconds) }];
    if (password !== this.password) return [401, { error: 'Invalid password' }];
    return [200, { ok: true }, { 'Set-Cookie': 'relay_token=fixture; Path=/; HttpOnly' }];
  }

  #statusFor(request) {
    this.statusRequests += 1;
    if (this.bare) return { tunnelConnected: this.connected, uptime: 3600 };
    const authenticated = this.#isInside(request);
    const machine = {
      name: 'lab',
      version: '0.2.0',
      protocol: 2,
      connectedSince: this.connected ? startedAt + 5_000 : null,
      disconnectedSince: this.connected ? null : Date.now() - 12 * 60_000,
      roundTripMs: this.connected ? 31.4 : null,
      ...this.machine,
    };
    return {
      tunnelConnected: this.connected,
      uptime: (Date.now() - startedAt) / 1000,
      version: '0.2.0',
      protocol: 2,
      passwordRequired: this.password !== undefined,
      authenticated,
      ...(authenticated ? { machine } : {}),
      ...this.status,
    };
  }
}
