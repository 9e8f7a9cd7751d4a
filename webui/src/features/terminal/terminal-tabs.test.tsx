import { act, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { FakeLink } from '@tests/fake-link';
import { TerminalConnection } from './terminal-connection';
import { TerminalTabs } from './terminal-tabs';

function show(selected: string) {
  const link = new FakeLink();
  const connections = ['1', '2'].map((terminalId) => new TerminalConnection({ agentId: 'a1', terminalId }, link));
  const handlers = { onSelect: vi.fn(), onClose: vi.fn(), onAdd: vi.fn() };
  render(<TerminalTabs connections={connections} selected={selected} adding={false} {...handlers} />);
  return { ...handlers, connections, user: userEvent.setup() };
}

describe('the tabs', () => {
  it('choose, close the chosen one, and add', async () => {
    const { user, onSelect, onClose, onAdd } = show('1');
    await user.click(screen.getByRole('button', { name: 'Terminal 2' }));
    expect(onSelect).toHaveBeenCalledExactlyOnceWith('2');
    await user.click(screen.getByRole('button', { name: 'Close terminal 1' }));
    expect(onClose).toHaveBeenCalledExactlyOnceWith('1');
    expect(screen.queryByRole('button', { name: 'Close terminal 2' })).toBeNull();
    await user.click(screen.getByRole('button', { name: 'New terminal' }));
    expect(onAdd).toHaveBeenCalledOnce();
  });

  it('say which has ended', () => {
    const { connections } = show('1');
    act(() => connections[1]?.state.set({ kind: 'ended', exitCode: 0, error: undefined }));
    expect(screen.getByTitle('Terminal 2, ended')).toBeInTheDocument();
    expect(screen.getByTitle('Terminal 1')).toHaveAttribute('aria-current', 'true');
  });
});
