import { expect, it } from 'vitest';
import { providerName } from '@/shared/lib/providers';
import { agentSchema } from '@/shared/protocol/agent';
import { agentJson } from '@tests/wire';
import { detailsOf } from './agent-details';

const config = (provider: string, flags = {}) => ({ provider, directory: '/srv', prompt: 'x', flags });
const resources = (processes: number) => ({ rssBytes: 412_000_000, cpu: 0.37, processes, sampledAt: 1 });

it.each<[object, [string, string][]]>([
  [{ config: config('codex'), cliVersion: '0.161.0' }, [['Agent', 'Codex 0.161.0'], ['Directory', '/srv']]],
  [{ config: config('acp:my-agent'), cliVersion: '' }, [['Agent', 'my-agent'], ['Directory', '/srv']]],
  [{ config: config('pi'), cliVersion: '' }, [['Agent', 'pi'], ['Directory', '/srv']]],
  [
    { config: config('acp', { command: 'my-agent --acp' }), cliVersion: '' },
    [['Agent', 'ACP agent'], ['Command line', 'my-agent --acp'], ['Directory', '/srv']],
  ],
  [
    { config: config('claude'), cliVersion: '2.1', resources: resources(9), tokenUsage: { input: 12_400, output: 310 } },
    [
      ['Agent', 'Claude Code 2.1'], ['Directory', '/srv'], ['Tokens', '12.4 k in, 310 out'],
      ['Memory', '412 MB in 9 processes'], ['CPU', '37 % of a core'],
    ],
  ],
  [
    { config: config('claude'), cliVersion: '', resources: resources(1) },
    [['Agent', 'Claude Code'], ['Directory', '/srv'], ['Memory', '412 MB in 1 process'], ['CPU', '37 % of a core']],
  ],
])('the details of %j', (fields, details) => {
  const agent = agentSchema.parse(agentJson(fields));
  expect(detailsOf(agent, providerName(agent.config.provider))).toEqual(details);
});
