import { useId, useState } from 'react';
import { logIn } from '@/shared/api/auth';
import { ApiError, messageOf } from '@/shared/api/http';
import { Button } from '@/shared/ui/button';

function words(error: unknown): string {
  if (error instanceof ApiError && error.status === 401) return 'This is not the password';
  if (error instanceof ApiError && error.status === 429) {
    const wait = error.retryAfterSeconds;
    return wait === undefined ? 'Too many attempts, wait a little' : `Too many attempts, wait ${wait} s`;
  }
  return messageOf(error);
}

export function LoginForm({ onDone }: { onDone: () => void }) {
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const fieldId = useId();
  const errorId = useId();

  const submit = async () => {
    setBusy(true);
    setError(undefined);
    try {
      await logIn(password);
      onDone();
    } catch (cause) {
      setError(words(cause));
      setBusy(false);
    }
  };

  return (
    <form
      className="w-full max-w-xs"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <label htmlFor={fieldId} className="mb-1 block text-muted">
        Password
      </label>
      <input
        id={fieldId}
        data-testid="login-password"
        type="password"
        autoComplete="current-password"
        autoFocus
        value={password}
        aria-invalid={error !== undefined}
        aria-describedby={error === undefined ? undefined : errorId}
        onChange={(event) => setPassword(event.target.value)}
        className="field"
      />
      <p id={errorId} role="alert" className="min-h-6 pt-1 text-dense text-red">
        {error}
      </p>
      <Button type="submit" variant="primary" className="w-full" disabled={busy || password === ''} data-testid="login-submit">
        {busy ? 'Logging in' : 'Log in'}
      </Button>
    </form>
  );
}
