import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';
import { renderWith, stubServer, testServices } from '@tests/render';
import { DeleteDialog } from './delete-dialog';

it.each<[string, RegExp | undefined, boolean]>([
  ['ask', undefined, false],
  ['keep', /session files stay/, false],
  ['purge', /session files are deleted too/, true],
])('with the policy %s it says so, and does it', async (deleteSessionFilesPolicy, words, purge) => {
  stubServer(() => ({ status: 200, body: { deleteSessionFilesPolicy } }));
  const onDelete = vi.fn();
  renderWith(testServices(), <DeleteDialog name="x" open onOpenChange={vi.fn()} onDelete={onDelete} />);
  if (words !== undefined) expect(await screen.findByText(words)).toBeInTheDocument();
  expect(screen.queryAllByRole('checkbox')).toHaveLength(words === undefined ? 1 : 0);
  await userEvent.click(screen.getByRole('button', { name: 'Delete' }));
  expect(onDelete).toHaveBeenCalledWith(purge);
});
