import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { agentSchema } from '@/shared/protocol/agent';
import { renderWith, stubServer, testServices } from '@tests/render';
import { agentJson } from '@tests/wire';
import { Composer } from './composer';

function show(fields: object = {}) {
  const services = testServices();
  const view = renderWith(services, <Composer agent={agentSchema.parse(agentJson(fields))} />);
  return { services, view, user: userEvent.setup() };
}

describe('the composer', () => {
  it('puts what is sent into the outbox and sends it with a client id', async () => {
    const sent = stubServer(() => 'never');
    const { services, user } = show();
    await user.type(screen.getByTestId('composer'), ' Run the tests ');
    await user.click(screen.getByRole('button', { name: 'Send' }));
    const [entry] = services.outbox.entries.get();
    expect(entry).toMatchObject({ agentId: 'a1', text: 'Run the tests', state: 'sending', kept: true });
    expect(sent[0]?.body).toEqual({ text: 'Run the tests', clientId: entry?.clientId });
    expect(screen.getByTestId('composer')).toHaveValue('');
  });

  it('sends nothing that is empty', async () => {
    const sent = stubServer(() => 'never');
    const { user } = show();
    await user.type(screen.getByTestId('composer'), '  {Control>}{Enter}{/Control}');
    expect(screen.getByRole('button', { name: 'Send' })).toBeDisabled();
    expect(sent).toEqual([]);
  });

  it('keeps the draft of each agent', async () => {
    const { view, user } = show();
    await user.type(screen.getByTestId('composer'), 'half a thought');
    view.unmount();
    const again = show();
    expect(screen.getByTestId('composer')).toHaveValue('half a thought');
    again.view.unmount();
    show({ id: 'a2' });
    expect(screen.getByTestId('composer')).toHaveValue('');
  });

  it('interrupts only what works, once per turn', async () => {
    const sent = stubServer(() => ({ status: 200, body: { ok: true } }));
    const { user, view } = show({ phase: 'working', turnStartedAt: 5 });
    await user.click(screen.getByRole('button', { name: 'Interrupt' }));
    expect(sent[0]).toMatchObject({ method: 'POST', path: '/api/agents/a1/interrupt' });
    expect(screen.getByRole('button', { name: 'Interrupt sent' })).toBeDisabled();
    view.unmount();
    show({ phase: 'idle' });
    expect(screen.queryByRole('button', { name: /Interrupt/ })).toBeNull();
  });

  it('says that an interrupt did not arrive', async () => {
    stubServer(() => 'no answer');
    const { user } = show({ phase: 'working' });
    await user.click(screen.getByRole('button', { name: 'Interrupt' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('Not interrupted');
    expect(screen.getByRole('button', { name: 'Interrupt' })).toBeEnabled();
  });

  it('tells that sending resumes a stopped agent', () => {
    show({ phase: 'stopped' });
    expect(screen.getByPlaceholderText('Message fix-login to resume it')).toBeInTheDocument();
  });
});
