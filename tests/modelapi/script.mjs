// What the model shall answer stands in the user's own message, one directive a line. A script is a list of replies;
// a reply ends with a tool call, because the model then waits for its result. See README.md for the directives.

const Directive = /^([A-Z]+):[ \t]?(.*)$/;

const split = (text, count) => {
  const parts = text.split('|');
  return [...parts.slice(0, count - 1), parts.slice(count - 1).join('|')].map((part) => part.trim());
};

const unescape = (text) => text.replaceAll('\\n', '\n').replaceAll('\\\\', '\\');

const tool = (name, input) => ({ kind: 'tool', name, input });

function ask(text) {
  const multiSelect = text.startsWith('*');
  const [question, ...labels] = text.replace(/^\*/, '').split('|').map((part) => part.trim());
  const options = labels.map((label) => ({ label, description: `Choose ${label}` }));
  return tool('AskUserQuestion', { questions: [{ question, header: 'Choice', multiSelect, options }] });
}

function toolCall(text) {
  const [, name, json] = /^(\S+)\s*(.*)$/.exec(text) ?? [];
  return tool(name, json ? JSON.parse(json) : {});
}

const readers = {
  SAY: (text) => ({ kind: 'text', text: unescape(text) }),
  THINK: (text) => ({ kind: 'thinking', text: unescape(text) }),
  WORDS: (text) => ({ kind: 'words', count: Number.parseInt(text, 10) }),
  SLOW: (text) => ({ kind: 'words', gate: text.split(/\s+/)[0], count: Number.parseInt(text.split(/\s+/)[1], 10) }),
  HOLD: (text) => ({ kind: 'hold', gate: text.trim() }),
  CUT: () => ({ kind: 'cut' }),
  ERROR: (text) => ({ kind: 'error', status: Number(text.split(/\s+/)[0]), times: Number(text.split(/\s+/)[1] ?? 1) }),
  TOOL: toolCall,
  ALSO: (text) => ({ ...toolCall(text), also: true }),
  WRITE: (text) => tool('Write', { file_path: split(text, 2)[0], content: unescape(split(text, 2)[1]) }),
  BASH: (text) => tool('Bash', { command: text.trim(), description: 'Runs what the test asks for' }),
  ASK: ask,
  PLAN: (text) => ({ kind: 'plan', text: unescape(text) }),
};

// The directives of `text` as replies [[step, ...], ...]; empty if there is none.
export function parseScript(text) {
  const replies = [];
  let open = false;
  for (const line of text.split('\n')) {
    const [, name, rest] = Directive.exec(line.trim()) ?? [];
    const read = readers[name];
    if (!read) continue;
    const step = read(rest);
    if (step.kind === 'plan') {
      replies.push([{ kind: 'planFile', text: step.text }], [tool('ExitPlanMode', {})]);
      open = false;
      continue;
    }
    if (!open && !step.also) replies.push([]);
    replies.at(-1).push(step);
    open = step.kind !== 'tool';
  }
  return replies;
}
