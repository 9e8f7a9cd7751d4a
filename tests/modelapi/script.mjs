// What the model shall answer stands in the user's own message, one directive a line. The steps say what the model does, not how a CLI names its
// tools: that is in the tools.mjs of each API. See README.md for the directives.

const Directive = /^([A-Z]+):[ \t]?(.*)$/;

// The first `count` parts; the last one keeps what bars it has.
const split = (text, count) => {
  const parts = text.split('|');
  return [...parts.slice(0, count - 1), parts.slice(count - 1).join('|')].map((part) => part.trim());
};

const unescape = (text) => text.replaceAll('\\n', '\n').replaceAll('\\\\', '\\');

function write(text) {
  const [path, content] = split(text, 2);
  return { kind: 'write', path, content: unescape(content) };
}

function edit(text) {
  const [path, before, after] = split(text, 3);
  return { kind: 'edit', path, before: unescape(before), after: unescape(after) };
}

function ask(text) {
  const [question, ...labels] = text.replace(/^\*/, '').split('|').map((part) => part.trim());
  return { kind: 'ask', question, labels, several: text.startsWith('*') };
}

const TodoStates = { '+': 'completed', '>': 'in_progress' };

function todo(text) {
  const items = text.split('|').map((part) => part.trim());
  return { kind: 'todo', items: items.map((item) => ({ text: item.replace(/^[+>]\s*/, ''), status: TodoStates[item[0]] ?? 'pending' })) };
}

function toolCall(text) {
  const [, name, json] = /^(\S+)\s*(.*)$/.exec(text) ?? [];
  return { kind: 'tool', name, input: json ? JSON.parse(json) : {} };
}

function slow(text) {
  const [gate, count] = text.trim().split(/\s+/);
  return { kind: 'words', gate, count: Number(count) };
}

function error(text) {
  const [status, times = 1, type] = text.trim().split(/\s+/);
  return { kind: 'error', status: Number(status), times: Number(times), type };
}

function fail(text) {
  const [, times, message] = /^(\d*)\s*(.*)$/.exec(text.trim());
  return { kind: 'fail', message: message || 'The script wants this failure', times: Number(times || Infinity) };
}

const readers = {
  SAY: (text) => ({ kind: 'text', text: unescape(text) }),
  THINK: (text) => ({ kind: 'thinking', text: unescape(text) }),
  WORDS: (text) => ({ kind: 'words', count: Number.parseInt(text, 10) }),
  SLOW: slow,
  HOLD: (text) => ({ kind: 'hold', gate: text.trim() }),
  CUT: (text) => ({ kind: 'cut', times: Number(text.trim() || Infinity) }),
  FAIL: fail,
  ERROR: error,
  TOOL: toolCall,
  ALSO: (text) => ({ ...toolCall(text), also: true }),
  WRITE: write,
  EDIT: edit,
  BASH: (text) => ({ kind: 'run', command: text.trim() }),
  ASK: ask,
  PLAN: (text) => ({ kind: 'plan', text: unescape(text) }),
  TODO: todo,
};

// The directives of `text` as steps; empty if there is none.
export function parseScript(text) {
  return text.split('\n').flatMap((line) => {
    const [, name, rest] = Directive.exec(line.trim()) ?? [];
    return readers[name] ? [readers[name](rest)] : [];
  });
}
