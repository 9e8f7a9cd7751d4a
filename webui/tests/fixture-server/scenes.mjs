// What the fixture server shows: one agent in each state that a page must know.
import { buildWatch, FixtureProgram, htop } from './programs.mjs';

const options = [
  { id: 'allow', label: 'Allow once', kind: 'allow_once' },
  { id: 'always-0', label: 'Always allow make', kind: 'allow_always', detail: 'Bash(make:*), in this project' },
  { id: 'always-1', label: 'Accept edits from now on', kind: 'allow_always', detail: 'Mode acceptEdits, until the session ends' },
  { id: 'deny', label: 'Deny', kind: 'reject_once' },
  { id: 'stop', label: 'Deny and stop', kind: 'reject_stop' },
];

const minutes = (count) => Date.now() - count * 60_000;

const hunks = [
  {
    oldStart: 41, oldLines: 7, newStart: 41, newLines: 10,
    lines: [
      ' Session *SessionStore::find(const SessionId &id)', ' {', '-    return m_sessions.value(id);',
      '+    if (Session *session = m_sessions.value(id))', '+        return session;',
      '+    // After a restart only the file knows it.', '+    return readFromDisk(id);', ' }', ' ',
      ' void SessionStore::insert(Session *session)',
    ],
  },
];

export function tool(agent, kind, toolName, title, fields = {}) {
  const { status = 'ok', diff, durationMs = 120, exitCode, ...message } = fields;
  const id = `tool-${agent.lastSeq + 1}`;
  return agent.add('tool', {
    role: 'tool', content: title, toolName, toolInput: '{}', toolResult: '', ...message,
    tool: { id, kind, title, status, diff, durationMs, exitCode },
  });
}

function approval(agent, fields) {
  return agent.add('approval', {
    role: 'system', content: fields.title, open: true,
    approval: { id: `ask-${agent.id}-${agent.lastSeq}`, toolName: 'Bash', kind: 'exec', input: {}, inputEditable: true, state: 'waiting', options, ...fields },
  });
}

function fixLogin(server) {
  const agent = server.addAgent('fix-login', {
    name: 'fix-login', directory: '/home/ada/code/api-server', createdAt: minutes(38),
  });
  agent.add('prompt', { role: 'user', content: 'Make the login survive a restart of the server. The tests in tests/auth say what is wanted.', delivery: 'taken', timestamp: minutes(38) });
  agent.add('thought', { role: 'assistant', content: 'The sessions live in memory only. I should look at how they are stored, then write them to disk.', durationMs: 6200 });
  agent.add('text', { role: 'assistant', content: 'I will first look at how sessions are kept, then at what the tests expect.' });
  tool(agent, 'search', 'Grep', 'SessionStore', { toolInput: '{"pattern":"SessionStore"}', toolResult: 'src/auth.cpp\nsrc/auth.h\nsrc/login.cpp' });
  tool(agent, 'read', 'Read', 'src/auth.cpp', { toolInput: '{"file_path":"src/auth.cpp"}', toolResult: Array.from({ length: 60 }, (_, line) => `${line + 1}\tline of auth.cpp`).join('\n') });
  const explore = tool(agent, 'agent', 'Task', 'Find what reads the session file', { toolResult: 'Only `SessionStore::load` reads it, at start.\n\n- `src/auth.cpp:41`\n- `src/main.cpp:18`', durationMs: 34000 });
  tool(agent, 'search', 'Grep', 'sessions.json', { parentId: explore.tool.id, toolResult: 'src/auth.cpp:12' });
  tool(agent, 'read', 'Read', 'src/main.cpp', { parentId: explore.tool.id, toolResult: 'int main()' });
  agent.add('text', { role: 'assistant', parentId: explore.tool.id, content: 'Found: `SessionStore::load`.' });
  agent.add('text', {
    role: 'assistant',
    content: [
      'The store forgets everything at exit. Two changes are needed:', '',
      '1. **Write through**: each new session goes to `sessions.json`, replaced at once.',
      '2. **Read on miss**: a cookie that is not in memory is looked up on disk.', '',
      '```cpp', 'Session *SessionStore::find(const SessionId &id)', '{', '    if (Session *session = m_sessions.value(id))',
      '        return session; // the common case', '    return readFromDisk(id);', '}', '```', '',
      '| case | before | after |', '|---|---|---|', '| restart | logged out | stays |', '| expired | logged out | logged out |', '',
      'See [the session document](https://example.org/sessions) for the format.',
    ].join('\n'),
  });
  tool(agent, 'edit', 'Edit', 'src/auth.cpp', { diff: { path: 'src/auth.cpp', added: 4, removed: 1, hunks } });
  tool(agent, 'exec', 'Bash', 'ctest -R auth', { toolInput: '{"command":"ctest -R auth --output-on-failure"}', toolResult: '2 of 14 tests failed\n  tst_login::survivesRestart', status: 'failed', exitCode: 8, durationMs: 8400 });
  const decided = approval(agent, { title: 'Run git stash', input: { command: 'git stash' } });
  agent.change(decided.id, { open: false, approval: { ...decided.approval, state: 'decided', decision: { optionId: 'deny', label: 'Deny', message: 'No, keep my changes in place', by: 'you', from: 'phone', at: minutes(9) } } });
  agent.add('notice', { role: 'system', level: 'warning', content: 'The model did not answer (529), trying again: 2 of 10' });
  agent.add('text', { role: 'assistant', content: 'Two tests still fail because of an old build. I want to build from scratch.' });
  approval(agent, { title: 'Run rm -rf build && make -j8', detail: 'Removes the build directory', input: { command: 'rm -rf build && cmake --preset dev && make -j8', description: 'Build from scratch' } });
  agent.set({ phase: 'asking', activity: 'Wants to run rm -rf build && make -j8', costUsd: 1.2, contextWindow: { used: 84000, total: 200000 }, mode: 'acceptEdits', lastActivity: minutes(3) });
  return agent;
}

function docsSweep(server) {
  const agent = server.addAgent('docs-sweep', { name: 'docs-sweep', directory: '/home/ada/code/docs', createdAt: minutes(70) });
  agent.add('prompt', { role: 'user', content: 'Bring the documents into one style.', delivery: 'taken' });
  agent.add('question', {
    role: 'system', content: 'Which style should the documents follow?', open: true,
    question: {
      id: 'q1', state: 'waiting',
      items: [
        { id: 'Which style should the documents follow?', header: 'Style', text: 'Which style should the documents follow?', multiSelect: false, freeText: true, options: [
          { label: 'Plain', description: 'Short sentences, no headings below the second level', preview: '# Start\n\nRun the server, open the page.' },
          { label: 'Reference', description: 'One page per command, tables first' },
        ] },
        { id: 'Which parts?', header: 'Scope', text: 'Which parts?', multiSelect: true, freeText: true, options: [
          { label: 'Guides', description: '' }, { label: 'API', description: '' }, { label: 'Change log', description: 'All releases' },
        ] },
      ],
    },
  });
  agent.set({ phase: 'asking', activity: 'Asks: Which style should the documents follow?', costUsd: 0.31, contextWindow: { used: 21000, total: 200000 }, lastActivity: minutes(12) });
}

function migrate(server) {
  const agent = server.addAgent('migrate-db', { name: 'migrate-db', directory: '/home/ada/code/webshop', createdAt: minutes(22) });
  agent.add('prompt', { role: 'user', content: 'Move the orders to the new schema.', delivery: 'taken' });
  for (let step = 1; step <= 240; step += 1) {
    if (step % 6 === 0) agent.add('text', { role: 'assistant', content: `Step ${step}: the rows of this table are checked. ${'All of them fit the new columns. '.repeat(step % 5)}` });
    else tool(agent, step % 2 ? 'read' : 'exec', step % 2 ? 'Read' : 'Bash', step % 2 ? `schema/table${step}.sql` : `psql -f check${step}.sql`, { toolResult: `result ${step}` });
  }
  agent.add('text', { role: 'assistant', content: 'Now the tests for the new schema.', open: true });
  agent.set({ phase: 'working', activity: 'Write tests/schema.sql', costUsd: 0.42, turnStartedAt: minutes(3), contextWindow: { used: 61000, total: 200000 } });
}

function plan(server) {
  const agent = server.addAgent('plan-api', { name: 'plan-api', directory: '/home/ada/code/api-server', createdAt: minutes(15) });
  agent.add('prompt', { role: 'user', content: 'Plan the move to version 2 of the API.', delivery: 'taken' });
  approval(agent, {
    toolName: 'ExitPlanMode', kind: 'plan', title: 'Plan: move to version 2', inputEditable: false,
    detail: '## Move to version 2\n\n1. Add `/v2` beside `/v1`, both on the same handlers.\n2. Move the clients one by one.\n3. Remove `/v1` after a month without calls.\n\n**Risk**: the mobile app is updated slowly.',
    options: [
      { id: 'allow', label: 'Approve', kind: 'allow_once' },
      { id: 'edits', label: 'Approve and accept edits', kind: 'allow_always', detail: 'Mode acceptEdits for this session' },
      { id: 'deny', label: 'Keep planning', kind: 'reject_once' },
    ],
  });
  agent.set({ phase: 'asking', activity: 'Has a plan', mode: 'plan', lastActivity: minutes(1) });
}

function edit(server) {
  const agent = server.addAgent('rename-flag', { name: 'rename-flag', directory: '/home/ada/code/webshop', createdAt: minutes(9) });
  agent.add('prompt', { role: 'user', content: 'Rename the flag.', delivery: 'taken' });
  approval(agent, { toolName: 'Edit', kind: 'edit', title: 'Edit config.ts', input: { file_path: '/home/ada/code/webshop/config.ts', old_string: "export const flags = {\n  newShop: false,\n  legacy: true,\n};", new_string: "export const flags = {\n  shopV2: true,\n  legacy: true,\n};" } });
  approval(agent, { title: 'Run npm test', input: { command: 'npm test' } });
  agent.set({ phase: 'asking', activity: 'Wants to edit config.ts', lastActivity: minutes(2) });
}

function planned(server) {
  const agent = server.addAgent('cart-totals', {
    name: 'cart-totals', provider: 'codex', directory: '/home/ada/code/webshop', createdAt: minutes(6),
    resources: { rssBytes: 412_000_000, cpu: 0.37, processes: 9, sampledAt: Date.now() },
  });
  agent.add('prompt', { role: 'user', content: 'Make the totals of the cart exact to the cent.', delivery: 'taken' });
  agent.add('plan', {
    role: 'assistant', open: true,
    entries: [
      { text: 'Read how totals are computed today', state: 'done' },
      { text: 'Write tests for rounding at half a cent, with and without a discount', state: 'done' },
      { text: 'Compute in whole cents, in Cart and in Invoice', state: 'active' },
      { text: 'Run all tests', state: 'pending' },
      { text: 'Say it in the change log', state: 'pending' },
    ],
  });
  agent.add('text', { role: 'assistant', content: 'The tests are there and fail, as they should. Now the sums.' });
  tool(agent, 'edit', 'apply_patch', 'src/cart.ts', { diff: { path: 'src/cart.ts', added: 4, removed: 1, hunks } });
  agent.add('hologram', { role: 'assistant', content: 'Something that only a newer page can draw.' });
  const call = tool(agent, 'exec', 'shell', 'npm test -- cart', { status: 'running', toolInput: '{"command":"npm test -- cart"}', toolResult: undefined });
  agent.append(call.id, ' ✓ adds up an empty cart\n ✓ rounds half a cent away from zero\n');
  agent.append(call.id, ' … takes the discount before the tax');
  agent.set({ phase: 'working', activity: 'npm test -- cart', model: 'large', mode: 'auto', effort: 'high', cliVersion: '0.161.0', turnStartedAt: minutes(2), contextWindow: { used: 30000, total: 270000 }, lastActivity: minutes(0) });
}

function patched(server) {
  const agent = server.addAgent('move-tokens', {
    name: 'move-tokens', provider: 'codex', directory: '/home/ada/code/api-server', createdAt: minutes(4),
  });
  agent.add('prompt', { role: 'user', content: 'Move the tokens into their own module.', delivery: 'taken' });
  const long = Array.from({ length: 120 }, (_, line) => `+export const token${line + 1} = readToken('${line + 1}');`);
  approval(agent, {
    toolName: 'apply_patch', kind: 'edit', title: 'Edit 3 files', detail: 'Writes outside of its directory', inputEditable: false,
    input: { files: ['src/auth.cpp', 'src/tokens.ts', 'docs/tokens.md'] },
    diffs: [
      { path: 'src/auth.cpp', added: 4, removed: 1, hunks },
      { path: 'src/tokens.ts', added: 120, removed: 0, hunks: [{ oldStart: 0, oldLines: 0, newStart: 1, newLines: 120, lines: long }] },
      { path: 'docs/a/rather/long/path/that/does/not/fit/on/a/phone/tokens.md', added: 1, removed: 1, hunks: [{ oldStart: 3, oldLines: 1, newStart: 3, newLines: 1, lines: ['-Tokens live in auth.', '+Tokens live in their own module, which is read at the start and whenever its file changes.'] }] },
    ],
    options: [options[0], { id: 'session', label: 'Allow for this session', kind: 'allow_always' }, ...options.slice(3)],
  });
  agent.set({ phase: 'asking', activity: 'Wants to edit 3 files', model: 'large', mode: 'untrusted', cliVersion: '0.161.0', lastActivity: minutes(4) });
}

function others(server) {
  const simple = (id, state, fields = {}) => {
    const agent = server.addAgent(id, { name: id, provider: fields.provider, directory: `/home/ada/code/${fields.directory ?? 'webshop'}`, createdAt: minutes(fields.age ?? 90), problem: fields.problem });
    agent.add('prompt', { role: 'user', content: 'Do it.', delivery: 'taken' });
    agent.add('text', { role: 'assistant', content: 'Done: all tests pass.' });
    agent.set({ lastActivity: minutes(fields.age ?? 90), ...state });
  };
  simple('bench', { phase: 'working', activity: 'Thinking', costUsd: 2.07 }, { age: 1 });
  simple('i18n', { phase: 'retrying', activity: 'The model did not answer, trying again: 2 of 10' }, { age: 2, provider: 'gemini', directory: 'docs' });
  simple('nightly-import', { phase: 'failed', error: 'The CLI ended by itself: exit code 1, “Invalid API key”' }, { age: 55 });
  simple('overnight', { phase: 'failed', error: 'Interrupted: the machine was restarted', model: 'large' }, { age: 400, provider: 'opencode', directory: 'notes' });
  simple('search-index', { phase: 'idle', costUsd: 0.05 }, { age: 30 });
  for (const [index, name] of ['typo-hunt', 'icons', 'release-notes', 'cart-rounding', 'flaky-test', 'old-api', 'lint-all'].entries()) {
    simple(name, { phase: 'stopped', costUsd: 0.2 * index }, { age: 120 + index * 400 });
  }
}

const programs = { load: htop, 'build-watch': buildWatch, 'nightly-build': buildWatch };

/** Agents that are programs on a terminal: two that run, one that has ended. */
function onTerminals(server) {
  const run = (agent) => server.terminals.start(agent.id, (onOutput) => new FixtureProgram(programs[agent.id] ?? buildWatch, onOutput));
  const program = (id, command, purpose, state) => {
    const agent = server.addAgent(id, { name: id, provider: 'command', directory: '/home/ada/code/webshop', prompt: purpose, flags: { command }, createdAt: minutes(40) });
    agent.add('prompt', { role: 'user', content: purpose, delivery: 'taken' });
    agent.set({ model: '', mode: '', effort: '', cliVersion: '', lastActivity: minutes(3), ...state });
    if (state.phase === 'working') run(agent);
    return agent;
  };
  program('nightly-build', 'make -C /srv/nightly all', 'Builds everything, once a night', { phase: 'failed', error: 'The program ended with exit code 2' });
  const watch = program('build-watch', 'npm run watch', 'Rebuilds at every change', { phase: 'working', activity: 'built in 1.84 s' });
  watch.add('notice', { role: 'system', level: 'info', content: 'Build finished with 1 warning' });
  program('load', 'htop -d 20', 'What the machine is busy with', { phase: 'working', activity: 'htop' });
  server.onResume = (agent) => {
    if (agent.id in programs) {
      run(agent);
      agent.set({ phase: 'working' });
    }
  };
}

export function fullScene(server) {
  onTerminals(server);
  others(server);
  migrate(server);
  edit(server);
  planned(server);
  patched(server);
  plan(server);
  docsSweep(server);
  fixLogin(server);
  server.onPrompt = (agent, message) => void answerPrompt(agent, message);
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Takes a prompt as a CLI would: sent, taken, a streamed answer. */
async function answerPrompt(agent, message) {
  await pause(300);
  agent.change(message.id, { delivery: 'sent' });
  agent.set({ phase: 'working', activity: 'Thinking', turnStartedAt: Date.now() });
  await pause(400);
  agent.change(message.id, { delivery: 'taken' });
  const text = agent.add('text', { role: 'assistant', open: true });
  for (const word of `You said: *${message.content}*.\n\nI will look at it now, step by step. `.repeat(4).split(/(?<= )/)) {
    await pause(25);
    agent.append(text.id, word);
  }
  agent.change(text.id, { open: false });
  agent.set({ phase: 'idle', activity: '', turnStartedAt: 0 });
}
