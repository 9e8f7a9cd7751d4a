import type { z } from 'zod/mini';
import { errorBodySchema } from '@/shared/protocol/calls';
import { errorWords } from './relay-words';

/** `status` 0: no answer (no network, server away, cut connection). `body` is the error's JSON, unchecked. */
export class ApiError extends Error {
  readonly status: number;
  readonly body: unknown;
  readonly retryAfterSeconds: number | undefined;

  constructor(status: number, message: string, body?: unknown, retryAfterSeconds?: number) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.body = body;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  /** The same request may well succeed later. */
  get isPassing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

const defaultTimeoutMs = 20_000;

let onUnauthorized: () => void = () => undefined;

/** Called for a 401 to what needs a login. One place, so that no page can forget it. */
export function setUnauthorizedHandler(handler: () => void): void {
  onUnauthorized = handler;
}

/** These answer without a login; their 401 is for whoever asked. */
function needsLogin(path: string): boolean {
  return !path.startsWith('/auth/') && !path.startsWith('/relay/');
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return (await response.json()) as unknown;
  } catch {
    return undefined;
  }
}

export async function request<T extends z.ZodMiniType>(
  method: Method,
  path: string,
  schema: T,
  body?: unknown,
  timeoutMs = defaultTimeoutMs,
): Promise<z.output<T>> {
  let response: Response;
  try {
    response = await fetch(`/api${path}`, {
      method,
      headers: { 'Content-Type': 'application/json' },
      credentials: 'same-origin',
      signal: AbortSignal.timeout(timeoutMs),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch (cause) {
    const late = cause instanceof DOMException && cause.name === 'TimeoutError';
    throw new ApiError(0, late ? 'The server did not answer in time' : 'The server cannot be reached');
  }
  const json = await readJson(response);
  if (!response.ok) {
    if (response.status === 401 && needsLogin(path)) onUnauthorized();
    const parsed = errorBodySchema.safeParse(json);
    const retryAfter = Number(response.headers.get('Retry-After'));
    throw new ApiError(
      response.status,
      errorWords(response.status, parsed.success ? parsed.data.error : undefined),
      json,
      Number.isFinite(retryAfter) && retryAfter > 0 ? retryAfter : undefined,
    );
  }
  const parsed = schema.safeParse(json);
  if (!parsed.success) {
    const where = parsed.error.issues[0]?.path.join('.') ?? '';
    throw new ApiError(response.status, `The server's answer could not be read (${where || 'not JSON'})`, json);
  }
  return parsed.data;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
