import { useId, useState } from 'react';
import { logIn } from '@/shared/api/auth';
import { ApiError, messageOf } from '@/shared/api/http';
import { useNow } from '@/shared/lib/use-now';
import { Button } from '@/shared/ui/button';
import { loginWords, type LoginTarget } from './login-words';

/** Without a Retry-After, this long. */
const defaultWaitSeconds = 60;

interface LoginFormProps {
  target: LoginTarget;
  onDone: () => void;
}

export function LoginForm({ target, onDone }: LoginFormProps) {
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const [lock, setLock] = useState({ from: 0, until: 0 });
  const now = useNow(1_000);
  const fieldId = useId();
  const errorId = useId();
  const words = loginWords(target);
  // The lock may be newer than the last tick.
  const waitSeconds = Math.ceil((lock.until - Math.max(now, lock.from)) / 1000);
  const locked = waitSeconds > 0;
  const shownError = locked ? `Too many wrong passwords. Try again in ${waitSeconds} s.` : error;

  const submit = async () => {
    setBusy(true);
    setError(undefined);
    try {
      await logIn(password);
      onDone();
    } catch (cause) {
      setBusy(false);
      const status = cause instanceof ApiError ? cause.status : 0;
      if (cause instanceof ApiError && status === 429) {
        const from = Date.now();
        setLock({ from, until: from + (cause.retryAfterSeconds ?? defaultWaitSeconds) * 1000 });
      } else {
        setError(status === 401 ? words.wrong : messageOf(cause));
      }
    }
  };

  return (
    <form
      className="w-full max-w-xs"
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy && !locked && password !== '') void submit();
      }}
    >
      {words.explanation !== undefined && (
        <p data-testid="login-explanation" className="mb-4 text-muted">
          {words.explanation}
        </p>
      )}
      <label htmlFor={fieldId} className="mb-1 block text-muted">
        {words.label}
      </label>
      <input
        // Another password than the relay's, for the browser's own memory too.
        name={target.kind === 'machine' ? 'machine-password' : 'password'}
        id={fieldId}
        data-testid="login-password"
        type="password"
        autoComplete="current-password"
        autoFocus
        value={password}
        aria-invalid={shownError !== undefined}
        aria-describedby={shownError === undefined ? undefined : errorId}
        onChange={(event) => setPassword(event.target.value)}
        className="field"
      />
      <p id={errorId} role="alert" data-testid="login-error" className="min-h-6 pt-1 text-dense text-red">
        {shownError}
      </p>
      <Button
        type="submit"
        variant="primary"
        className="w-full"
        disabled={busy || locked || password === ''}
        data-testid="login-submit"
      >
        {busy ? 'Logging in' : 'Log in'}
      </Button>
    </form>
  );
}
