import { useCallback, useState } from 'react';
import { messageOf } from '@/shared/api/http';

interface Steer {
  /** What is under way, in words; undefined if nothing is. */
  busy: string | undefined;
  error: string | undefined;
  /** Resolves to whether it succeeded. */
  run: (words: string, action: () => Promise<unknown>) => Promise<boolean>;
  dismiss: () => void;
}

/** One command to the agent at a time, with what it is and how it failed. */
export function useSteer(): Steer {
  const [busy, setBusy] = useState<string>();
  const [error, setError] = useState<string>();
  const run = useCallback(async (words: string, action: () => Promise<unknown>) => {
    setBusy(words);
    setError(undefined);
    try {
      await action();
      return true;
    } catch (cause) {
      setError(`${words} failed: ${messageOf(cause)}`);
      return false;
    } finally {
      setBusy(undefined);
    }
  }, []);
  return { busy, error, run, dismiss: useCallback(() => setError(undefined), []) };
}
