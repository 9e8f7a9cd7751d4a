import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError } from '@/shared/api/http';
import { Outbox } from './outbox';

interface Attempt {
  agentId: string;
  text: string;
  clientId: string;
  resolve: () => void;
  reject: (error: unknown) => void;
}

/** A server that answers when the test says so. */
function scriptedServer() {
  const attempts: Attempt[] = [];
  const send = (agentId: string, text: string, clientId: string) =>
    new Promise<void>((resolve, reject) => attempts.push({ agentId, text, clientId, resolve, reject }));
  const next = () => {
    const attempt = attempts.shift();
    if (attempt === undefined) throw new Error('nothing was sent');
    return attempt;
  };
  return { send, attempts, next };
}

const settled = () => vi.advanceTimersByTimeAsync(0);
const states = (outbox: Outbox) => outbox.entries.get().map(({ clientId, state }) => `${clientId}:${state}`);

describe('Outbox', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    return () => vi.useRealTimers();
  });

  it('keeps a prompt on the device before it is sent, and no longer than the server needs', async () => {
    const server = scriptedServer();
    const outbox = new Outbox(server.send);
    outbox.add('a1', 'hello', 'c1', 1);
    expect(localStorage.getItem('agentmonitor.outbox.c1')).toContain('hello');
    expect(states(outbox)).toEqual(['c1:sending']);
    server.next().resolve();
    await settled();
    expect(states(outbox)).toEqual(['c1:accepted']);
    expect(localStorage.getItem('agentmonitor.outbox.c1')).toBeNull();
    outbox.settle(new Set(['c1']));
    expect(states(outbox)).toEqual([]);
  });

  it('survives a closed page and sends again with the same id', () => {
    const first = scriptedServer();
    new Outbox(first.send).add('a1', 'hello', 'c1', 1);
    const second = scriptedServer();
    const reopened = new Outbox(second.send);
    expect(states(reopened)).toEqual(['c1:waiting']);
    reopened.flush();
    expect(second.next()).toMatchObject({ agentId: 'a1', text: 'hello', clientId: 'c1' });
  });

  it.each([
    ['no answer', new ApiError(0, 'The server cannot be reached')],
    ['a missing tunnel', new ApiError(502, 'The machine is not connected to the relay')],
    ['a tunnel that broke off while it was on its way', new ApiError(502, 'The connection to the machine broke off')],
    ['a tunnel without an answer', new ApiError(504, 'The machine did not answer in time')],
    ['an overloaded server', new ApiError(503, 'Shutting down')],
    ['a full disk', new ApiError(507, 'No space left')],
    ['a login that has run out', new ApiError(401, 'Authentication required')],
  ])('waits and tries again by itself after %s, with the same id', async (_name, error) => {
    const server = scriptedServer();
    const outbox = new Outbox(server.send);
    outbox.add('a1', 'hello', 'c1', 1);
    server.next().reject(error);
    await settled();
    expect(states(outbox)).toEqual(['c1:waiting']);
    expect(localStorage.getItem('agentmonitor.outbox.c1')).not.toBeNull();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(server.next().clientId).toBe('c1');
  });

  it('waits longer each time, and not at all when the link is back', async () => {
    const server = scriptedServer();
    const outbox = new Outbox(server.send);
    outbox.add('a1', 'hello', 'c1', 1);
    for (const delay of [1_000, 2_000, 5_000]) {
      server.next().reject(new ApiError(0, 'away'));
      await vi.advanceTimersByTimeAsync(delay - 1);
      expect(server.attempts).toHaveLength(0);
      await vi.advanceTimersByTimeAsync(1);
      expect(server.attempts).toHaveLength(1);
    }
    server.next().reject(new ApiError(0, 'away'));
    await settled();
    outbox.flush();
    expect(server.attempts).toHaveLength(1);
  });

  it('obeys Retry-After', async () => {
    const server = scriptedServer();
    new Outbox(server.send).add('a1', 'hello', 'c1', 1);
    server.next().reject(new ApiError(429, 'slow down', undefined, 7));
    await vi.advanceTimersByTimeAsync(6_999);
    expect(server.attempts).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(server.attempts).toHaveLength(1);
  });

  it('keeps what is refused, with the reason, and does not send it by itself', async () => {
    const server = scriptedServer();
    const outbox = new Outbox(server.send);
    outbox.add('a1', 'hello', 'c1', 1);
    server.next().reject(new ApiError(413, 'text is too long'));
    await settled();
    outbox.flush();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(server.attempts).toHaveLength(0);
    expect(new Outbox(server.send).entries.get()[0]).toMatchObject({ state: 'refused', error: 'text is too long' });
    outbox.retry('c1');
    expect(server.next().clientId).toBe('c1');
  });

  it('sends in the order typed, one at a time for an agent, and agents apart', async () => {
    const server = scriptedServer();
    const outbox = new Outbox(server.send);
    outbox.add('a1', 'first', 'c1', 1);
    outbox.add('a1', 'second', 'c2', 2);
    outbox.add('a2', 'other', 'c3', 3);
    expect(server.attempts.map((attempt) => attempt.text)).toEqual(['first', 'other']);
    server.next().resolve();
    await settled();
    expect(server.attempts.map((attempt) => attempt.text)).toEqual(['other', 'second']);
  });

  it('does not overtake a prompt that failed', async () => {
    const server = scriptedServer();
    const outbox = new Outbox(server.send);
    outbox.add('a1', 'first', 'c1', 1);
    outbox.add('a1', 'second', 'c2', 2);
    server.next().reject(new ApiError(0, 'away'));
    await settled();
    expect(server.attempts).toHaveLength(0);
    outbox.flush();
    expect(server.next().text).toBe('first');
  });

  it('takes a prompt off the list only after its answer, even if the timeline was faster', async () => {
    const server = scriptedServer();
    const outbox = new Outbox(server.send);
    outbox.add('a1', 'hello', 'c1', 1);
    outbox.settle(new Set(['c1']));
    expect(states(outbox)).toEqual(['c1:sending']);
    server.next().resolve();
    await settled();
    outbox.settle(new Set(['c1']));
    expect(states(outbox)).toEqual([]);
  });

  it('discards for good', () => {
    const server = scriptedServer();
    const outbox = new Outbox(server.send);
    outbox.add('a1', 'hello', 'c1', 1);
    outbox.discard('c1');
    expect(states(outbox)).toEqual([]);
    expect(new Outbox(server.send).entries.get()).toEqual([]);
  });

  it('says so when this device cannot keep it', () => {
    vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    const server = scriptedServer();
    const outbox = new Outbox(server.send);
    outbox.add('a1', 'hello', 'c1', 1);
    expect(outbox.entries.get()[0]?.kept).toBe(false);
    expect(server.attempts).toHaveLength(1);
  });

  it('follows another tab', async () => {
    const server = scriptedServer();
    const outbox = new Outbox(server.send);
    outbox.add('a1', 'hello', 'c1', 1);
    server.next().reject(new ApiError(0, 'away'));
    await settled();
    localStorage.removeItem('agentmonitor.outbox.c1');
    const theirs = { clientId: 'c2', agentId: 'a1', text: 'from the other tab', createdAt: 2 };
    localStorage.setItem('agentmonitor.outbox.c2', JSON.stringify(theirs));
    outbox.reread();
    expect(states(outbox)).toEqual(['c2:waiting']);
  });

  it('ignores what it cannot read', () => {
    localStorage.setItem('agentmonitor.outbox.c1', '{"clientId":');
    localStorage.setItem('agentmonitor.outbox.c2', '{"clientId":"c2"}');
    expect(new Outbox(scriptedServer().send).entries.get()).toEqual([]);
  });
});
