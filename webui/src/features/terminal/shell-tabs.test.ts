// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { FakeLink, settle } from '@tests/fake-link';
import { maxShells, ShellTabs } from './shell-tabs';

function start(...ids: string[]) {
  const link = new FakeLink();
  const server = { ids, down: false };
  const tabs = new ShellTabs('a1', link, () =>
    server.down
      ? Promise.reject(new Error('Shutting down'))
      : Promise.resolve([{ terminalId: 'agent', ofAgent: true }, ...server.ids.map((terminalId) => ({ terminalId, ofAgent: false }))]),
  );
  const shown = () => {
    const state = tabs.state.get();
    return state.kind === 'ready' ? state.ids : state.kind;
  };
  return { link, server, tabs, shown };
}

describe('the shells of an agent', () => {
  it('are those that the server has, in order, without the own terminal of the agent', async () => {
    const { tabs, shown } = start('10', '2', 'build');
    expect(shown()).toBe('loading');
    await tabs.load();
    expect(shown()).toEqual(['2', '10', 'build']);
  });

  it('say that they could not be listed, until they can', async () => {
    const { tabs, server, shown } = start('1');
    server.down = true;
    await tabs.load();
    expect(shown()).toBe('failed');
    server.down = false;
    await tabs.load();
    expect(shown()).toEqual(['1']);
  });

  it('stay when listing them again fails', async () => {
    const { tabs, server, shown } = start('1');
    await tabs.load();
    server.down = true;
    await tabs.load();
    expect(shown()).toEqual(['1']);
  });

  it('get the lowest free number, also beside those of another page', async () => {
    const { tabs, server, shown } = start('1', '3');
    await tabs.load();
    server.ids = ['1', '2', '3'];
    expect(await tabs.add()).toBe('4');
    expect(shown()).toEqual(['1', '2', '3', '4']);
  });

  it('are not more than the server lets them be', async () => {
    const { tabs } = start(...Array.from({ length: maxShells }, (_, index) => String(index + 1)));
    await tabs.load();
    expect(await tabs.add()).toBeUndefined();
  });

  it('end when they are closed', async () => {
    const { link, tabs, shown } = start('1', '2');
    await tabs.load();
    expect(tabs.runs('1')).toBe(true);
    const closing = tabs.close('1');
    expect(link.last).toMatchObject({ event: 'terminal:close', payload: { agentId: 'a1', terminalId: '1' } });
    await link.last.answer({ ok: true });
    await closing;
    expect(shown()).toEqual(['2']);
  });

  it('stay when the server does not close them', async () => {
    const { link, tabs, shown } = start('1');
    await tabs.load();
    const closing = expect(tabs.close('1')).rejects.toThrow('The disk is full');
    await link.last.answer({ error: 'The disk is full' });
    await closing;
    await link.cut();
    await expect(tabs.close('1')).rejects.toThrow('there is no link');
    expect(shown()).toEqual(['1']);
  });

  it('are closed when they were gone already', async () => {
    const { link, server, tabs, shown } = start('1');
    await tabs.load();
    server.ids = [];
    const closing = tabs.close('1');
    await link.last.answer({ error: 'There is no such terminal' });
    await closing;
    expect(shown()).toEqual([]);
  });

  it('need no server to be closed once they have ended', async () => {
    const { link, tabs, shown } = start('1');
    await tabs.load();
    const connection = tabs.connection('1');
    connection.attach({ reset: () => undefined, write: () => undefined });
    connection.resize({ cols: 80, rows: 24 });
    await link.last.answer({ ok: true, attached: false });
    link.tell('terminal:exit', { agentId: 'a1', terminalId: '1', exitCode: 0 });
    await settle();
    expect(tabs.runs('1')).toBe(false);
    await tabs.close('1');
    expect(shown()).toEqual([]);
    expect(link.requests).toEqual([]);
    expect(tabs.connection('1')).not.toBe(connection);
  });
});
