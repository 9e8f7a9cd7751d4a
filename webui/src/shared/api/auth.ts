import { authCheckSchema, okSchema } from '@/shared/protocol/calls';
import { ApiError, request } from './http';

export type Access = 'open' | 'logged-in' | 'login-needed';

/** An older server without this call has no login. */
export async function checkAccess(): Promise<Access> {
  try {
    const answer = await request('GET', '/auth/check', authCheckSchema);
    return answer.required ? 'logged-in' : 'open';
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return 'login-needed';
    if (error instanceof ApiError && error.status === 404) return 'open';
    throw error;
  }
}

export async function logIn(password: string): Promise<void> {
  await request('POST', '/auth/login', okSchema, { password });
}

export async function logOut(): Promise<void> {
  await request('POST', '/auth/logout', okSchema);
}
