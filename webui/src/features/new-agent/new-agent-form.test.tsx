import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { renderWith, stubServer, testServices } from '@tests/render';
import { agentJson } from '@tests/wire';
import { NewAgentForm } from './new-agent-form';

const found = { available: true, version: '1.2.3', modes: [], models: [], reasoningEfforts: [] };
const providers = {
  claude: { ...found, interfaces: ['conversation', 'terminal'] },
  codex: { available: false, hint: 'install it with npm install -g some-codex' },
  gemini: { ...found, modes: ['default', 'yolo'] },
  acp: { available: true },
  command: { available: true, interfaces: ['terminal'] },
};

function show(after: Record<string, object> = providers, wantedProvider?: string) {
  const sent = stubServer(({ path, method }) => {
    if (path.endsWith('runtime-capabilities')) return { status: 200, body: { providers } };
    if (path.includes('refresh=true')) return { status: 200, body: { providers: after } };
    if (path === '/api/settings') return { status: 200, body: { acpAgents: [{ id: 'goose', name: 'Goose', command: 'goose acp' }] } };
    if (method === 'POST') return { status: 201, body: agentJson() };
    return { status: 404, body: { error: 'Not found' } };
  });
  const onCreated = vi.fn();
  const onAddAgent = vi.fn();
  const { unmount } = renderWith(
    testServices(),
    <NewAgentForm takenNames={new Set()} wantedProvider={wantedProvider} onAddAgent={onAddAgent} onCreated={onCreated} />,
  );
  const made = () => sent.find(({ method }) => method === 'POST')?.body;
  return { user: userEvent.setup(), onCreated, onAddAgent, unmount, made, sent };
}

const provider = (name: RegExp) => screen.findByRole('radio', { name });
const directory = () => screen.getByLabelText('Directory');

describe('the form for a new agent', () => {
  it('makes an agent of the chosen CLI by what that CLI offers', async () => {
    const { user, onCreated, made } = show();
    await user.click(await provider(/Gemini CLI 1\.2\.3/));
    expect(screen.queryByLabelText('Effort')).toBeNull();
    await user.selectOptions(screen.getByLabelText('Permission mode'), 'yolo');
    await user.type(directory(), '/srv/api');
    await user.type(screen.getByLabelText('Prompt'), 'Do it');
    await user.click(screen.getByRole('button', { name: 'Start agent' }));
    await waitFor(() => expect(onCreated).toHaveBeenCalled());
    expect(made()).toMatchObject({ provider: 'gemini', name: 'api', prompt: 'Do it', flags: { permissionMode: 'yolo' } });
  });

  it('shows a CLI that is missing with what it needs, and starts nothing of it', async () => {
    const { user, made } = show();
    await user.click(await provider(/Codex Not installed/));
    expect(screen.getByTestId('provider-hint')).toHaveTextContent('Install it with npm install -g some-codex');
    await user.type(directory(), '/srv/api');
    await user.type(screen.getByLabelText('Prompt'), 'Do it');
    await user.click(screen.getByRole('button', { name: 'Start agent' }));
    expect(screen.getByRole('alert')).toHaveTextContent('Codex was not found');
    expect(made()).toBeUndefined();
  });

  it('lets the server look again', async () => {
    const { user } = show({ ...providers, codex: found });
    await user.click(await provider(/Codex Not installed/));
    await user.click(screen.getByRole('button', { name: 'Look again' }));
    expect(await provider(/Codex 1\.2\.3/)).toBeChecked();
    expect(screen.queryByTestId('provider-hint')).toBeNull();
  });

  it('asks for the command of an ACP agent and its environment', async () => {
    const { user, made } = show();
    await user.click(await provider(/ACP agent/));
    await user.type(directory(), '/srv/api');
    await user.type(screen.getByLabelText('Prompt'), 'Do it');
    await user.type(screen.getByLabelText('Environment'), 'KEY');
    await user.click(screen.getByRole('button', { name: 'Start agent' }));
    expect(screen.getByText('Write the command that starts it')).toBeInTheDocument();
    expect(screen.getByText('Line 1 must be NAME=value')).toBeInTheDocument();
    await user.type(screen.getByLabelText('Command line'), 'my-agent');
    await user.type(screen.getByLabelText('Environment'), '=1');
    await user.click(screen.getByRole('button', { name: 'Start agent' }));
    await waitFor(() => expect(made()).toMatchObject({ provider: 'acp', flags: { command: 'my-agent', env: { KEY: '1' } } }));
  });

  it('asks of a command nothing that only a conversation has', async () => {
    const { user, made } = show();
    await user.click(await provider(/Command/));
    for (const name of ['Prompt', 'Model', 'Permission mode', 'Effort']) expect(screen.queryByLabelText(name)).toBeNull();
    expect(screen.queryByTestId('advanced')).toBeNull();
    await user.type(directory(), '/srv/api');
    await user.type(screen.getByLabelText('Command line'), 'htop');
    await user.click(screen.getByRole('button', { name: 'Start agent' }));
    await waitFor(() => expect(made()).toMatchObject({ provider: 'command', prompt: 'htop', flags: { command: 'htop' } }));
  });

  it('offers the own interface only of a CLI that has one', async () => {
    const { user } = show();
    await user.click(await provider(/Claude Code 1\.2\.3/));
    expect(screen.getByLabelText(/In its own terminal interface/)).not.toBeChecked();
    await user.click(await provider(/Gemini/));
    expect(screen.queryByLabelText(/In its own terminal interface/)).toBeNull();
  });

  it('offers the agents of the settings, which bring their command along', async () => {
    const { user, made } = show();
    await user.click(await provider(/^Goose$/));
    expect(screen.queryByLabelText('Command line')).toBeNull();
    expect(screen.queryByLabelText('Environment')).toBeNull();
    await user.type(directory(), '/srv/api');
    await user.type(screen.getByLabelText('Prompt'), 'Do it');
    await user.click(screen.getByRole('button', { name: 'Start agent' }));
    await waitFor(() => expect(made()).toMatchObject({ provider: 'acp:goose', flags: {} }));
  });

  it('is as it was left after a way through the settings, but for the agent that was added there', async () => {
    const { user, onAddAgent, unmount } = show();
    await user.click(await provider(/Gemini CLI 1\.2\.3/));
    await user.selectOptions(screen.getByLabelText('Permission mode'), 'yolo');
    await user.type(screen.getByLabelText('Prompt'), 'Do it');
    await user.click(screen.getByRole('button', { name: 'Add an ACP agent…' }));
    expect(onAddAgent).toHaveBeenCalled();
    unmount();
    const second = show(providers, 'acp:goose');
    expect(await provider(/^Goose$/)).toBeChecked();
    expect(screen.getByLabelText('Prompt')).toHaveValue('Do it');
    expect(screen.queryByDisplayValue('yolo')).toBeNull();
    second.unmount();
    show();
    expect(screen.getByLabelText('Prompt')).toHaveValue('');
  });

  it('offers what was used last', async () => {
    localStorage.setItem('agentmonitor.provider', 'gemini');
    show();
    expect(await provider(/Gemini CLI 1\.2\.3/)).toBeChecked();
  });
});
