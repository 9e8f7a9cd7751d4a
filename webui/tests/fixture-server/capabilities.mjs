// What the fixture server says of the CLIs on its machine: some installed, some not.

const models = [
  { id: 'opus', name: 'Opus', description: 'For hard work', efforts: ['low', 'medium', 'high'] },
  { id: 'sonnet', name: 'Sonnet', description: 'For daily work', efforts: ['low', 'medium', 'high'] },
  { id: 'haiku', name: 'Haiku', description: 'For quick work', efforts: [] },
];
const modes = ['default', 'acceptEdits', 'plan', 'bypassPermissions'];
const efforts = ['low', 'medium', 'high', 'xhigh', 'max'];
export const choices = { models, modes, efforts, commands: [] };

const either = ['conversation', 'terminal'];
const conversation = ['conversation'];
const nothing = { reasoningEfforts: [], models: [], modes: [], commands: [] };

export const capabilities = {
  checkedAt: 0,
  providers: {
    claude: { ...nothing, name: 'Claude Code', available: true, version: '2.1.330', reasoningEfforts: efforts, models, modes, detectedFrom: '/usr/bin/claude', interfaces: either },
    codex: {
      ...nothing, name: 'Codex', available: true, version: '0.161.0', detectedFrom: '/usr/bin/codex', interfaces: either,
      modes: ['read-only', 'auto', 'untrusted', 'full-access', 'plan'], reasoningEfforts: ['low', 'medium', 'high'],
      models: [{ id: 'large', name: 'Large', description: '', efforts: ['low', 'medium', 'high', 'xhigh'] }],
    },
    gemini: { ...nothing, name: 'Gemini CLI', available: true, version: '0.26.0', hint: 'wants a login: run gemini once in a terminal', detectedFrom: '/usr/bin/gemini', interfaces: conversation, modes: ['default', 'autoEdit', 'yolo', 'plan'] },
    opencode: { ...nothing, name: 'OpenCode', available: false, hint: 'install it with npm install -g opencode-ai', interfaces: conversation },
    acp: { ...nothing, name: 'ACP agent', available: true, interfaces: conversation },
    command: { ...nothing, name: 'Command', available: true, interfaces: ['terminal'] },
  },
};

/** Of one that a person added: programs whose name begins with "missing" are not there. */
export function ownAgent({ name, command }) {
  const program = command.replaceAll('"', '').split(/ (?=--)/)[0].split('/').at(-1).split(' ')[0];
  const said = { ...nothing, name, interfaces: conversation };
  if (program.startsWith('missing')) return { ...said, available: false, hint: `${name}: ${program} was not found in /usr/bin, /bin` };
  if (program.startsWith('silent')) return { ...said, available: true, detectedFrom: `/usr/bin/${program}`, hint: `${name}: did not answer in 20 s` };
  return {
    ...said, available: true, version: '1.12.0', detectedFrom: `/usr/bin/${program}`, modes: ['auto', 'approve'],
    models: [{ id: 'large', name: 'Large', description: '', efforts: [] }, { id: 'small', name: 'Small', description: '', efforts: [] }],
  };
}
