import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { renderWith, stubServer, testServices } from '@tests/render';
import { LoginForm } from './login-form';
import type { LoginTarget } from './login-words';

async function logInWith(target: LoginTarget, onDone: () => void = () => undefined) {
  renderWith(testServices(), <LoginForm target={target} onDone={onDone} />);
  await userEvent.type(screen.getByTestId('login-password'), 'secret');
  await userEvent.click(screen.getByTestId('login-submit'));
}

describe('LoginForm', () => {
  it.each<[string, LoginTarget, number, string, string]>([
    ['a wrong password', { kind: 'server' }, 401, 'Invalid password', 'This is not the password'],
    ['a wrong password at the relay', { kind: 'relay' }, 401, 'Invalid password', 'This is not the password of the relay'],
    ['a wrong password at the machine', { kind: 'machine', name: 'lab', insideRelay: true }, 401, 'Invalid password', 'This is not the password of the machine'],
    ['no machine to ask', { kind: 'machine', name: 'lab', insideRelay: true }, 502, 'Tunnel not connected', 'The machine is not connected to the relay'],
  ])('says what is wrong: %s', async (_name, target, status, error, words) => {
    stubServer(() => ({ status, body: { error } }));
    await logInWith(target);
    expect(await screen.findByRole('alert')).toHaveTextContent(words);
    expect(screen.getByTestId('login-submit')).toBeEnabled();
  });

  it('says how long to wait after too many attempts, and sends none until then', async () => {
    const headers = { 'Retry-After': '42' };
    const answer = vi.fn(() => Promise.resolve(new Response('{"error":"Too many attempts"}', { status: 429, headers })));
    vi.stubGlobal('fetch', answer);
    await logInWith({ kind: 'relay' });
    expect(await screen.findByText(/^Too many wrong passwords. Try again in 4[0-2] s.$/)).toBeInTheDocument();
    expect(screen.getByTestId('login-submit')).toBeDisabled();
    await userEvent.type(screen.getByTestId('login-password'), '{Enter}');
    expect(answer).toHaveBeenCalledTimes(1);
  });

  it('is done once the password is right', async () => {
    stubServer(() => ({ status: 200, body: { ok: true } }));
    const onDone = vi.fn();
    await logInWith({ kind: 'relay' }, onDone);
    await vi.waitFor(() => expect(onDone).toHaveBeenCalledOnce());
  });
});
