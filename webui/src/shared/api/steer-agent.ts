import { agentSchema, type Agent } from '@/shared/protocol/agent';
import { okSchema } from '@/shared/protocol/calls';
import { request, type Method } from './http';

async function ok(method: Method, id: string, suffix: string, body?: unknown): Promise<void> {
  await request(method, `/agents/${encodeURIComponent(id)}${suffix}`, okSchema, body);
}

export const interruptAgent = (id: string) => ok('POST', id, '/interrupt');
export const resumeAgent = (id: string) => ok('POST', id, '/resume');
export const stopAgent = (id: string) => ok('POST', id, '/stop');
export const renameAgent = (id: string, name: string) => ok('PUT', id, '/rename', { name });
export const deleteAgent = (id: string, purgeSessionFiles: boolean) =>
  ok('DELETE', id, '', { purgeSessionFiles });

export type Setting = 'mode' | 'model' | 'effort';

/** What each setting is called in the path and in the body. */
const settingWire: Record<Setting, { path: string; field: string }> = {
  mode: { path: 'mode', field: 'mode' },
  model: { path: 'model', field: 'model' },
  effort: { path: 'reasoning-effort', field: 'reasoningEffort' },
};

export function changeSetting(id: string, setting: Setting, value: string): Promise<Agent> {
  const { path, field } = settingWire[setting];
  return request('PUT', `/agents/${encodeURIComponent(id)}/${path}`, agentSchema, { [field]: value });
}
