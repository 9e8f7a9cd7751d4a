import { screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { renderWith, stubServer, testServices } from '@tests/render';
import { AgentIcon } from './agent-icon';

it('says the name that a person gave, asks nobody for the others, and else the id’s part', async () => {
  const sent = stubServer(() => ({ status: 200, body: { acpAgents: [{ id: 'goose', name: 'My goose', command: 'goose' }] } }));
  const { unmount } = renderWith(testServices(), <AgentIcon provider="codex" />);
  expect(screen.getByRole('img', { name: 'Codex' })).toBeInTheDocument();
  expect(sent).toHaveLength(0);
  unmount();
  renderWith(testServices(), [<AgentIcon key="1" provider="acp:goose" />, <AgentIcon key="2" provider="acp:removed" />]);
  expect(screen.getByRole('img', { name: 'goose' })).toBeInTheDocument();
  expect(await screen.findByRole('img', { name: 'My goose' })).toBeInTheDocument();
  expect(screen.getByRole('img', { name: 'removed' })).toBeInTheDocument();
  expect(sent.map(({ path }) => path)).toEqual(['/api/settings']);
});
