// @vitest-environment node
// The stores against a real Socket.IO server on loopback, with its faults switched on.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SocketLink } from '@/shared/link/socket-link';
import { AgentSession } from '@/shared/store/agent-session';
import { AgentsStore } from '@/shared/store/agents-store';
import type { ReadableStore } from '@/shared/store/store';
import { FixtureServer } from './fixture-server/server.mjs';

let server: FixtureServer;
let origin: string;
const links: SocketLink[] = [];

/** Resolves once the store's value fits. */
function until<T>(store: ReadableStore<T>, fits: (value: T) => boolean): Promise<T> {
  return new Promise((resolve) => {
    const check = () => {
      const value = store.get();
      if (!fits(value)) return false;
      unsubscribe();
      resolve(value);
      return true;
    };
    const unsubscribe = store.subscribe(check);
    check();
  });
}

function startLink(onRefused: () => void = () => undefined): SocketLink {
  const link = new SocketLink(onRefused, origin);
  links.push(link);
  link.start();
  return link;
}

function contents(session: AgentSession): string[] {
  const state = session.state.get();
  return state.kind === 'ready' ? state.timeline.messages.map((message) => message.content) : [];
}

const isReady = (state: { kind: string }) => state.kind === 'ready';

async function openSession(link: SocketLink, id = 'a1'): Promise<AgentSession> {
  // By the socket, not over HTTP: it is joined once it is ready.
  await until(link.state, (state) => state.kind === 'up');
  const session = new AgentSession(id, link);
  session.open();
  await until(session.state, isReady);
  return session;
}

beforeEach(async () => {
  server = new FixtureServer();
  origin = await server.listen();
  const realFetch = fetch;
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => realFetch(origin + path, init));
});

afterEach(async () => {
  for (const link of links.splice(0)) link.stop();
  await server.close();
});

describe('a session', () => {
  it('begins with a snapshot and follows the records', async () => {
    const agent = server.addAgent('a1', { name: 'fix-login', directory: '/srv/api' });
    agent.add('prompt', { content: 'Do it', delivery: 'taken' });
    const session = await openSession(startLink());
    const text = agent.add('text', { open: true });
    for (const word of ['I ', 'will ', 'look']) agent.append(text.id, word);
    await until(session.state, () => contents(session)[1] === 'I will look');
    agent.set({ phase: 'working', activity: 'Thinking' });
    await until(session.state, (state) => state.kind === 'ready' && state.timeline.agent.activity === 'Thinking');
    session.close();
  });

  it('asks again for what was lost on the way, and applies each record once', async () => {
    const agent = server.addAgent('a1', { name: 'fix-login', directory: '/srv/api' });
    const text = agent.add('text', { content: 'one' });
    const session = await openSession(startLink());
    server.faults.loseRecords = true;
    agent.append(text.id, ' two');
    agent.add('text', { content: 'lost' });
    server.faults.loseRecords = false;
    agent.append(text.id, ' three');
    await until(session.state, () => contents(session).join('|') === 'one two three|lost');
    session.close();
  });

  it('takes up what happened while the link was down, without a new snapshot', async () => {
    const agent = server.addAgent('a1', { name: 'fix-login', directory: '/srv/api' });
    for (let number = 1; number <= 60; number += 1) agent.add('text', { content: `old ${number}` });
    const link = startLink();
    const session = await openSession(link);
    await session.loadOlder();
    expect(contents(session)).toHaveLength(60);
    const down = until(link.state, (state) => state.kind === 'down');
    server.io.engine.close();
    await down;
    agent.add('text', { content: 'while away' });
    await until(session.state, () => contents(session).at(-1) === 'while away');
    // Resumed by number: the older page is still there.
    expect(contents(session)).toHaveLength(61);
    session.close();
  });

  it('loads older pages until there are none', async () => {
    const agent = server.addAgent('a1', { name: 'fix-login', directory: '/srv/api' });
    for (let number = 1; number <= 170; number += 1) agent.add('text', { content: `${number}` });
    const session = await openSession(startLink());
    expect(contents(session)[0]).toBe('121');
    await session.loadOlder();
    expect(contents(session)[0]).toBe('21');
    await session.loadOlder();
    await session.loadOlder();
    expect(contents(session)).toEqual(Array.from({ length: 170 }, (_, index) => `${index + 1}`));
    session.close();
  });

  it('shows what it can over HTTP while the socket has not come up', async () => {
    server.addAgent('a1', { name: 'fix-login', directory: '/srv/api' }).add('text', { content: 'hello' });
    const session = new AgentSession('a1', new SocketLink(() => undefined, origin));
    session.open();
    await until(session.state, isReady);
    expect(contents(session)).toEqual(['hello']);
    session.close();
  });

  it.each([['by HTTP', false], ['by the socket', true]])('says that an agent does not exist, asked %s', async (_name, up) => {
    const link = up ? startLink() : new SocketLink(() => undefined, origin);
    if (up) await until(link.state, (state) => state.kind === 'up');
    const session = new AgentSession('nobody', link);
    session.open();
    await until(session.state, (state) => state.kind === 'missing');
    session.close();
  });

  it('says that the agent was deleted', async () => {
    server.addAgent('a1', { name: 'fix-login', directory: '/srv/api' });
    const session = await openSession(startLink());
    await fetch('/api/agents/a1', { method: 'DELETE', body: '{}' });
    await until(session.state, (state) => state.kind === 'missing');
  });

  it('tells why it could not be loaded, and can be tried again', async () => {
    server.addAgent('a1', { name: 'fix-login', directory: '/srv/api' });
    server.faults.api = true;
    const session = new AgentSession('a1', new SocketLink(() => undefined, origin));
    session.open();
    const failed = await until(session.state, (state) => state.kind === 'error');
    expect(failed).toMatchObject({ message: 'Shutting down' });
    server.faults.api = false;
    session.retry();
    await until(session.state, isReady);
    session.close();
  });
});

describe('the list of agents', () => {
  it('loads once connected and follows the snapshots', async () => {
    const first = server.addAgent('a1', { name: 'first', directory: '/srv/a' });
    const store = new AgentsStore(startLink());
    await until(store.state, (state) => state.loaded);
    server.addAgent('a2', { name: 'second', directory: '/srv/b' }).set({ phase: 'working', activity: 'Thinking' });
    first.set({ phase: 'failed', error: 'exit code 1' });
    await until(store.state, ({ agents }) => agents.get('a2')?.activity === 'Thinking' && agents.get('a1')?.phase === 'failed');
  });

  it('does not bring back what was deleted while the list was on its way', async () => {
    server.addAgent('a1', { name: 'first', directory: '/srv/a' });
    server.faults.slowListMs = 300;
    const store = new AgentsStore(startLink());
    const loading = store.load();
    store.remove('a1');
    await loading;
    expect(store.state.get().agents.size).toBe(0);
  });

  it('keeps a newer snapshot against an older list', async () => {
    const agent = server.addAgent('a1', { name: 'first', directory: '/srv/a' });
    const store = new AgentsStore(new SocketLink(() => undefined, origin));
    await store.load();
    const known = store.state.get().agents.get('a1');
    if (known === undefined) throw new Error('a1 was not loaded');
    store.put({ ...known, lastSeq: 9, activity: 'newer' });
    agent.set({ activity: 'older' });
    await store.load();
    expect(store.state.get().agents.get('a1')?.activity).toBe('newer');
  });

  it('says that it could not be loaded', async () => {
    server.faults.api = true;
    const store = new AgentsStore(new SocketLink(() => undefined, origin));
    await store.load();
    expect(store.state.get()).toMatchObject({ loaded: false, error: 'Shutting down' });
  });
});

describe('the link', () => {
  it('measures a round trip at once', async () => {
    const state = await until(startLink().state, (value) => value.trip !== undefined);
    expect(state.trip?.durationMs).toBeGreaterThanOrEqual(0);
  });

  it('comes back after the server has sent it away', async () => {
    const link = startLink();
    await until(link.state, (state) => state.kind === 'up');
    const down = until(link.state, (state) => state.kind === 'down');
    server.io.disconnectSockets(true);
    await down;
    await until(link.state, (state) => state.kind === 'up');
  });

  it('asks for the login where the server wants one, and tries no further', async () => {
    server.password = 'secret';
    const refused = new Promise<void>((resolve) => startLink(resolve));
    await refused;
    expect(links[0]?.state.get().kind).toBe('refused');
  });
});
