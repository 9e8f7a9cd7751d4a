// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { FakeLink, settle } from '@tests/fake-link';
import { maxPartBytes } from './input-parts';
import { TerminalConnection, type Output } from './terminal-connection';

const target = { agentId: 'a1', terminalId: '1' };
const size = { cols: 80, rows: 24 };
const bytes = (text: string) => new TextEncoder().encode(text);

/** Shows what was written since the last reset. */
class TextOutput implements Output {
  text = '';
  resets = 0;
  hold = false;
  held: (() => void)[] = [];

  reset(): void {
    this.resets += 1;
    this.text = '';
  }

  write(data: Uint8Array, onWritten?: () => void): void {
    this.text += new TextDecoder().decode(data);
    if (onWritten === undefined) return;
    if (this.hold) this.held.push(onWritten);
    else onWritten();
  }
}

function start({ isThere = () => Promise.resolve(true) } = {}) {
  const link = new FakeLink();
  const connection = new TerminalConnection(target, link, isThere);
  const output = new TextOutput();
  const leave = connection.attach(output);
  connection.resize(size);
  const say = (text: string, fields: object = {}) => link.tell('terminal:output', { ...target, data: bytes(text), ...fields });
  const kind = () => connection.state.get().kind;
  return { link, connection, output, leave, say, kind };
}

async function startAttached(options?: Parameters<typeof start>[0]) {
  const started = start(options);
  await started.link.last.answer({ ok: true, terminalId: '1', attached: false });
  return started;
}

/** Says what the terminal showed and acknowledges, as the server does. */
async function reply({ link, say }: ReturnType<typeof start>, replay: string): Promise<void> {
  say(replay, { replay: true });
  await link.last.answer({ ok: true, terminalId: '1', attached: true });
}

describe('a terminal', () => {
  it('opens with its size, in bytes', async () => {
    const { link, connection, kind } = start();
    expect(link.last).toMatchObject({ event: 'terminal:open', payload: { ...target, ...size, binary: true } });
    expect(kind()).toBe('opening');
    await link.last.answer({ ok: true, terminalId: '1', attached: false });
    expect(connection.state.get()).toEqual({ kind: 'attached' });
  });

  it('shows its own output only', async () => {
    const { link, output, say } = await startAttached();
    say('mine');
    link.tell('terminal:output', { agentId: 'a1', terminalId: '2', data: bytes('of another') });
    link.tell('terminal:output', { agentId: 'a2', terminalId: '1', data: bytes('of another') });
    link.tell('terminal:output', { ...target, data: 7 });
    expect(output.text).toBe('mine');
  });

  it('keeps what a new shell says before it is acknowledged', async () => {
    const { link, output, say } = start();
    say('$ ');
    await link.last.answer({ ok: true, terminalId: '1', attached: false });
    expect(output.text).toBe('$ ');
  });

  it('may not be typed into before the replay is drawn', async () => {
    const started = start();
    started.output.hold = true;
    await reply(started, '$ ls');
    expect(started.kind()).toBe('opening');
    started.output.held.forEach((written) => written());
    await settle();
    expect(started.kind()).toBe('attached');
  });

  it('says why it was not opened, and tries again', async () => {
    const { link, connection } = start();
    await link.last.answer({ error: 'There are too many terminals' });
    expect(connection.state.get()).toEqual({ kind: 'failed', message: 'There are too many terminals' });
    connection.reopen();
    await settle();
    await link.last.answer({ ok: true, terminalId: '1', attached: false });
    expect(connection.state.get()).toEqual({ kind: 'attached' });
  });

  it('says that the server did not answer', async () => {
    const { link, connection } = start();
    await link.last.fail(new Error('operation has timed out'));
    expect(connection.state.get()).toMatchObject({ kind: 'failed', message: 'The server did not answer in time' });
  });

  it.each<[number, number | undefined]>([
    [0, 0],
    [130, 130],
    [-1, undefined],
  ])('ends with %d', async (exitCode, known) => {
    const { link, connection, output, say } = await startAttached();
    link.tell('terminal:exit', { ...target, exitCode });
    expect(connection.state.get()).toMatchObject({ kind: 'ended', exitCode: known });
    say('of another process');
    expect(output.text).toBe('');
  });

  it('begins anew on an empty screen', async () => {
    const { link, connection, output, say, kind } = await startAttached();
    say('old');
    link.tell('terminal:exit', { ...target, exitCode: 0 });
    connection.reopen();
    await settle();
    await link.last.answer({ ok: true, terminalId: '1', attached: false });
    say('new');
    expect(kind()).toBe('attached');
    expect(output.text).toBe('new');
  });

  it('leaves', async () => {
    const { link, leave, output, say, kind } = await startAttached();
    leave();
    say('late');
    expect(link.sent).toEqual([{ event: 'terminal:leave', payload: target }]);
    expect(output.text).toBe('');
    expect(kind()).toBe('closed');
  });
});

describe('a terminal whose link breaks', () => {
  it('joins again, and what is replayed replaces the screen', async () => {
    const started = await startAttached();
    const { link, output, say, kind } = started;
    say('one\n');
    await link.cut();
    expect(kind()).toBe('link-down');
    await link.restore();
    expect(link.last.event).toBe('terminal:open');
    await reply(started, 'one\ntwo\n');
    say('three\n');
    expect(output.text).toBe('one\ntwo\nthree\n');
    expect(kind()).toBe('attached');
  });

  it('sends nothing of what is typed meanwhile', async () => {
    const { link, connection } = await startAttached();
    await link.cut();
    connection.type('rm -rf /');
    await link.restore();
    expect(link.requests.map(({ event }) => event)).toEqual(['terminal:open']);
  });

  it('does not get a new shell in place of one that ended meanwhile', async () => {
    const { link, connection } = await startAttached({ isThere: () => Promise.resolve(false) });
    await link.cut();
    await link.restore();
    expect(connection.state.get()).toEqual({ kind: 'ended', exitCode: undefined, error: undefined });
    expect(link.requests).toEqual([]);
  });

  it('says that it could not learn whether it is there', async () => {
    const { link, connection } = await startAttached({ isThere: () => Promise.reject(new Error('Shutting down')) });
    await link.cut();
    await link.restore();
    expect(connection.state.get()).toEqual({ kind: 'failed', message: 'Shutting down' });
  });

  it('stays ended', async () => {
    const { link, kind } = await startAttached();
    link.tell('terminal:exit', { ...target, exitCode: 0 });
    await link.cut();
    await link.restore();
    expect(kind()).toBe('ended');
    expect(link.requests).toEqual([]);
  });

  it('takes no late answer for the one to the newer question', async () => {
    const started = start();
    const [first] = started.link.requests;
    started.link.state.set({ kind: 'down', attempt: 0, since: 0, reason: 'x' });
    await started.link.restore();
    await first?.answer({ error: 'Agent not found' });
    expect(started.kind()).toBe('opening');
    await reply(started, '$ ');
    expect(started.kind()).toBe('attached');
  });

  it('opens when the first link of the page comes up', async () => {
    const link = new FakeLink();
    link.state.set({ kind: 'connecting', attempt: 1, since: 0 });
    const connection = new TerminalConnection(target, link);
    connection.attach(new TextOutput());
    connection.resize(size);
    expect(connection.state.get().kind).toBe('opening');
    expect(link.requests).toEqual([]);
    await link.restore();
    expect(link.last.event).toBe('terminal:open');
  });
});

describe('what is typed', () => {
  it('goes as it is', async () => {
    const { link, connection } = await startAttached();
    connection.type('ls\r');
    expect(link.last).toMatchObject({ event: 'terminal:input', payload: { ...target, data: 'ls\r' } });
    await link.last.answer({ ok: true });
    expect(connection.doubt.get()).toBe(false);
  });

  it('goes in pieces if it is long, whole characters or not', async () => {
    const { link, connection } = await startAttached();
    connection.type('ä'.repeat(maxPartBytes));
    const parts = link.requests.map(({ payload }) => payload['data'] as Uint8Array);
    expect(parts.map((part) => part.length)).toEqual([maxPartBytes, maxPartBytes]);
  });

  it.each(['the link breaks', 'the answer is late'])('is in doubt when %s', async (what) => {
    const { link, connection } = await startAttached();
    connection.type('x');
    if (what === 'the link breaks') await link.cut();
    else await link.last.fail(new Error('operation has timed out'));
    expect(connection.doubt.get()).toBe(true);
    if (what === 'the link breaks') return;
    connection.type('y');
    expect(connection.doubt.get()).toBe(false);
  });

  it('looks again when the server knows no such terminal', async () => {
    const { link, connection } = await startAttached({ isThere: () => Promise.resolve(false) });
    connection.type('x');
    await link.last.answer({ error: 'There is no such terminal' });
    expect(connection.state.get().kind).toBe('ended');
  });
});

describe('the size', () => {
  const resizes = (link: FakeLink) => link.sent.filter(({ event }) => event === 'terminal:resize').map(({ payload }) => payload);

  it('is told when it changes, and only then', async () => {
    const { link, connection } = await startAttached();
    connection.resize({ ...size });
    connection.resize({ cols: 100, rows: 30 });
    connection.resize({ cols: 100, rows: 30 });
    expect(resizes(link)).toEqual([{ ...target, cols: 100, rows: 30 }]);
  });

  it('is told once it is open, if it changed meanwhile', async () => {
    const { link, connection } = start();
    connection.resize({ cols: 40, rows: 20 });
    expect(resizes(link)).toEqual([]);
    await link.last.answer({ ok: true, terminalId: '1', attached: false });
    expect(resizes(link)).toEqual([{ ...target, cols: 40, rows: 20 }]);
  });

  it('is claimed again, for another page may have its own', async () => {
    const { link, connection } = await startAttached();
    connection.claimSize();
    expect(resizes(link)).toEqual([{ ...target, ...size }]);
  });
});
