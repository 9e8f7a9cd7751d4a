import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { renderWith, stubServer, testServices, type SentRequest } from '@tests/render';
import { SettingsView } from './settings-view';

const goose = { id: 'goose', name: 'Goose', command: 'goose acp', env: { KEY: '1' } };
const other = { id: 'other', name: 'Other', command: 'other', env: {} };
const found = { available: true, version: '1.2', detectedFrom: '/usr/bin/it', models: ['a', 'b'] };

interface Scene {
  agents?: object[];
  providers?: (asked: SentRequest[]) => Record<string, object> | 'never' | 'no answer';
  refuse?: string;
  adding?: boolean;
}

function show({ agents = [goose, other], providers = () => ({}), refuse, adding = false }: Scene = {}) {
  let settings: object = { agentRetentionMs: 0, deleteSessionFilesPolicy: 'ask', pathHistory: {}, acpAgents: agents };
  const asked: SentRequest[] = [];
  const sent = stubServer((request) => {
    if (request.path.includes('runtime-capabilities')) {
      asked.push(request);
      const answer = providers(asked);
      return typeof answer === 'string' ? answer : { status: 200, body: { checkedAt: 1, providers: answer } };
    }
    if (request.method === 'GET') return { status: 200, body: settings };
    if (refuse !== undefined) return { status: 400, body: { error: refuse } };
    settings = { ...settings, ...(request.body as object) };
    return { status: 200, body: settings };
  });
  const onAdd = vi.fn();
  const onAdded = vi.fn();
  renderWith(testServices(), <SettingsView adding={adding} onAdd={onAdd} onAdded={onAdded} />);
  const put = () => sent.findLast(({ method }) => method === 'PUT')?.body;
  return { user: userEvent.setup(), onAdd, onAdded, put, asked, setSettings: (changed: object) => (settings = { ...settings, ...changed }) };
}

const row = (id: string) => waitFor(() => {
  const element = document.querySelector<HTMLElement>(`[data-testid="acp-agent"][data-id="${id}"]`);
  if (element === null) throw new Error(`no row of ${id}`);
  return element;
});
const providerRow = (id: string) => document.querySelector<HTMLElement>(`[data-testid="settings-provider"][data-provider="${id}"]`);

describe('the ACP agents', () => {
  it('are listed with what was found of them', async () => {
    show({ providers: () => ({ 'acp:goose': found, 'acp:other': { available: false, hint: 'other was not found' } }) });
    expect(await row('goose')).toHaveTextContent('goose acp');
    await waitFor(async () => expect(await row('goose')).toHaveTextContent('Found · 2 models'));
    expect(await row('other')).toHaveTextContent('other was not found');
  });

  it('get a new one beside those that another browser has added meanwhile, and it is asked', async () => {
    const { user, onAdded, put, asked, setSettings } = show({ agents: [goose], adding: true });
    await row('goose');
    setSettings({ acpAgents: [goose, other] });
    await user.type(screen.getByLabelText('Name'), 'Goose');
    await user.type(screen.getByLabelText('Command line'), 'goose2 acp');
    await user.type(screen.getByLabelText('Environment'), 'A=1');
    await user.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(onAdded).toHaveBeenCalledWith('acp:goose-2'));
    expect(put()).toEqual({ acpAgents: [goose, other, { id: 'goose-2', name: 'Goose', command: 'goose2 acp', env: { A: '1' } }] });
    await waitFor(() => expect(asked).toHaveLength(2));
    expect(asked[1]?.path).not.toContain('refresh');
  });

  it('are edited at their place, and asked anew', async () => {
    const { user, put } = show({ providers: (asked) => (asked.length === 1 ? { 'acp:goose': found } : 'never') });
    await waitFor(async () => expect(await row('goose')).toHaveTextContent('Found'));
    await user.click(screen.getByRole('button', { name: 'Edit Goose' }));
    expect(screen.getByLabelText('Environment')).toHaveValue('KEY=1');
    await user.clear(screen.getByLabelText('Name'));
    await user.type(screen.getByLabelText('Name'), 'Gander');
    await user.click(screen.getByRole('button', { name: 'Save' }));
    expect(await row('goose')).toHaveTextContent('Gander');
    expect(put()).toEqual({ acpAgents: [{ ...goose, name: 'Gander' }, other] });
    // What was found before is of another command.
    await waitFor(async () => expect(await row('goose')).toHaveTextContent('Asking what it can do'));
    await waitFor(() => expect(screen.getByRole('button', { name: 'Edit Gander' })).toHaveFocus());
  });

  it('are removed after a question', async () => {
    const { user, put } = show();
    await row('goose');
    await user.click(screen.getByRole('button', { name: 'Remove Goose' }));
    const dialog = screen.getByRole('dialog', { name: 'Remove Goose?' });
    expect(dialog).toHaveTextContent('Those that exist keep a copy of its command line and go on.');
    expect(put()).toBeUndefined();
    await user.click(within(dialog).getByRole('button', { name: 'Remove' }));
    await waitFor(() => expect(screen.queryByText('Goose')).toBeNull());
    expect(put()).toEqual({ acpAgents: [other] });
    await waitFor(() => expect(screen.getByRole('button', { name: 'Add' })).toHaveFocus());
  });

  it.each([
    ['acpAgents[2].command has a quote that is not closed', 'Command line', 'Has a quote that is not closed'],
    ['acpAgents[2].id is there twice: x', 'Name', 'Is there twice: x'],
    ['acpAgents[2].env has "1A", which is no name of a variable', 'Environment', 'Has "1A"'],
  ])('show “%s” at %s', async (refuse, label, words) => {
    const { user, onAdded } = show({ adding: true, refuse });
    await user.type(await screen.findByLabelText('Name'), 'X');
    await user.type(screen.getByLabelText('Command line'), 'x "y');
    await user.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(screen.getByLabelText(label)).toBeInvalid());
    expect(screen.getByLabelText(label)).toHaveAccessibleDescription(expect.stringContaining(words));
    await waitFor(() => expect(screen.getByLabelText(label)).toHaveFocus());
    expect(onAdded).not.toHaveBeenCalled();
  });

  it('say what is missing before anything is sent, and an error of no field below', async () => {
    const { user, put } = show({ adding: true, refuse: 'The disk is full' });
    await user.click(await screen.findByRole('button', { name: 'Save' }));
    expect(screen.getByText('Give it a name')).toBeInTheDocument();
    expect(put()).toBeUndefined();
    await user.type(screen.getByLabelText('Name'), 'X');
    await user.type(screen.getByLabelText('Command line'), 'x');
    await user.click(screen.getByRole('button', { name: 'Save' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('Not saved: The disk is full');
  });

  it('are at most 32', async () => {
    show({ agents: Array.from({ length: 32 }, (_, index) => ({ ...other, id: `o${index}` })) });
    await row('o31');
    expect(screen.getByRole('button', { name: 'Add' })).toBeDisabled();
  });
});

describe('the providers', () => {
  it('are all there, with version, path and what to do', async () => {
    show({ providers: () => ({ claude: found, codex: { available: false, hint: 'install it with npm' }, acp: { available: true } }) });
    await waitFor(() => expect(providerRow('claude')).toHaveTextContent('Claude Code1.2Installed · 2 models/usr/bin/it'));
    expect(providerRow('codex')).toHaveTextContent('CodexNot installedInstall it with npm');
    expect(providerRow('acp')).toHaveTextContent('Each agent names its own program');
    expect(providerRow('gemini')).toBeNull();
  });

  it('hold nothing else up while they are asked', async () => {
    show({ providers: () => 'never' });
    expect(await row('goose')).toHaveTextContent('Asking what it can do');
    expect(screen.getByTestId('settings-looking')).toHaveTextContent('Asking each of them');
    expect(screen.getByRole('button', { name: 'Looking' })).toBeDisabled();
    expect(providerRow('codex')).toHaveTextContent('Codex');
    expect(screen.getByLabelText('Remove stopped agents')).toBeEnabled();
  });

  it('are asked anew, and an answer that does not come is told', async () => {
    const { user, asked } = show({ providers: ({ length }) => (length === 2 ? 'no answer' : { claude: { ...found, version: `1.${length}` } }) });
    await waitFor(() => expect(providerRow('claude')).toHaveTextContent('1.1'));
    await user.click(screen.getByRole('button', { name: 'Look again' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('They could not be asked: The server cannot be reached');
    expect(providerRow('claude')).toHaveTextContent('1.1');
    await user.click(screen.getByRole('button', { name: 'Look again' }));
    await waitFor(() => expect(providerRow('claude')).toHaveTextContent('1.3'));
    expect(screen.queryByRole('alert')).toBeNull();
    expect(asked.map(({ path }) => path.includes('refresh=true'))).toEqual([false, true, true]);
  });
});

describe('what is kept', () => {
  it('asks before more is removed than before', async () => {
    const { user, put } = show();
    const field = await screen.findByLabelText('Remove stopped agents');
    await user.selectOptions(field, 'After 7 days');
    expect(put()).toBeUndefined();
    expect(field).toHaveValue('0');
    expect(screen.getByRole('dialog')).toHaveTextContent('more than 7 days ago');
    await user.click(screen.getByRole('button', { name: 'Remove them' }));
    await waitFor(() => expect(field).toHaveValue(String(7 * 86_400_000)));
    expect(put()).toEqual({ agentRetentionMs: 7 * 86_400_000 });
    await user.selectOptions(field, 'Never');
    await waitFor(() => expect(field).toHaveValue('0'));
  });

  it('says what could not be saved', async () => {
    const { user } = show({ refuse: 'no' });
    const field = await screen.findByLabelText('Session files of a deleted agent');
    await user.selectOptions(field, 'Delete too');
    await waitFor(() => expect(field).toHaveAccessibleDescription('Not saved: no'));
    expect(field).toHaveValue('ask');
  });
});
