import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { KeyBar } from './key-bar';

function show(fields: Partial<Parameters<typeof KeyBar>[0]> = {}) {
  const handlers = { onCtrl: vi.fn(), onKey: vi.fn(), onPaste: vi.fn(), onSelect: vi.fn() };
  render(
    <>
      <input aria-label="Elsewhere" />
      <KeyBar ctrl={false} disabled={false} {...handlers} {...fields} />
    </>,
  );
  return { ...handlers, user: userEvent.setup() };
}
const press = (name: string) => screen.getByRole('button', { name });

describe('the key bar', () => {
  it.each([
    ['Escape', 'escape'],
    ['Tab', 'tab'],
    ['Up', 'up'],
    ['Right', 'right'],
    ['Ctrl C', 'interrupt'],
  ])('%s sends %s', async (name, key) => {
    const { user, onKey } = show();
    await user.click(press(name));
    expect(onKey).toHaveBeenCalledExactlyOnceWith(key);
  });

  it('leaves the focus, and with it the keyboard, where it is', async () => {
    const { user } = show();
    screen.getByLabelText('Elsewhere').focus();
    await user.click(press('Tab'));
    expect(screen.getByLabelText('Elsewhere')).toHaveFocus();
  });

  it('shows that Ctrl waits for a key', () => {
    show({ ctrl: true });
    expect(press('Ctrl')).toHaveAttribute('aria-pressed', 'true');
  });

  it('can select, and nothing else, where nothing can be typed', () => {
    show({ disabled: true });
    const enabled = screen.getAllByRole<HTMLButtonElement>('button').filter((button) => !button.disabled);
    expect(enabled.map((button) => button.getAttribute('aria-label'))).toEqual(['Select text']);
  });
});
