// Objects as the server sends them; each test names only what it is about.

export function stateJson(fields: object = {}) {
  return {
    status: 'waiting_input',
    phase: 'idle',
    activity: '',
    sessionId: 's1',
    model: 'opus',
    mode: 'default',
    effort: '',
    cliVersion: '2.1.330',
    costUsd: 0,
    tokenUsage: { input: 0, output: 0, cacheRead: 0, cacheCreation: 0 },
    contextWindow: { used: 0, total: 0 },
    error: '',
    turnStartedAt: 0,
    lastActivity: 1_763_800_000_000,
    ...fields,
  };
}

export function agentJson(fields: object = {}) {
  return {
    ...stateJson(),
    id: 'a1',
    name: 'fix-login',
    createdAt: 1_763_800_000_000,
    config: { provider: 'claude', directory: '/home/ada/api-server', prompt: 'Do it', flags: {} },
    projectName: 'api-server',
    messageCount: 0,
    lastSeq: 0,
    pending: [] as unknown[],
    messages: [] as unknown[],
    ...fields,
  };
}

export function messageJson(fields: object = {}) {
  return { id: 'm1', seq: 1, role: 'assistant', kind: 'text', content: 'text', timestamp: 1, open: false, ...fields };
}

export const approvalOptions = [
  { id: 'yes', label: 'Allow once', kind: 'allow_once' },
  { id: 'always', label: 'Always allow make', kind: 'allow_always', detail: 'Bash(make:*), in this project' },
  { id: 'no', label: 'Deny', kind: 'reject_once' },
  { id: 'stop', label: 'Deny and stop', kind: 'reject_stop' },
];

export function approvalJson({ id = 'p1', seq = 1, state = 'waiting', ...fields }: Record<string, unknown> = {}) {
  return messageJson({
    id,
    seq,
    role: 'system',
    kind: 'approval',
    content: 'Run make -j8',
    open: state === 'waiting',
    approval: {
      id: `ask-${String(id)}`,
      toolName: 'Bash',
      kind: 'exec',
      title: 'Run make -j8',
      input: { command: 'make -j8' },
      inputEditable: true,
      state,
      options: approvalOptions,
      ...fields,
    },
  });
}

export function questionJson(items: unknown[], fields: object = {}) {
  return messageJson({
    id: 'q1',
    role: 'system',
    kind: 'question',
    content: 'Which style?',
    open: true,
    question: { id: 'ask-q1', state: 'waiting', items, ...fields },
  });
}
