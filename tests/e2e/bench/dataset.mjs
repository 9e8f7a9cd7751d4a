// Writes a data directory as core/journal/FORMAT.md describes it: `agents` agents with `messages` messages each.

import { randomUUID } from 'node:crypto';
import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const Begin = Date.UTC(2026, 0, 1);
const Prose = 'The tests of the parser pass again; the fault was in the handling of an empty line at the end of the file, which was read as a record. ';

function messageAt(seq) {
  const at = Begin + seq * 1000;
  const common = { id: `m${seq}`, seq, timestamp: at, open: false };
  if (seq % 10 === 1) return { ...common, role: 'user', kind: 'prompt', content: `Please look at case ${seq}.`, delivery: 'taken' };
  if (seq % 3 === 0) {
    const input = JSON.stringify({ command: `ctest -R case${seq}` });
    return { ...common, role: 'tool', kind: 'tool', content: `Run ctest -R case${seq}`, toolName: 'Bash', toolInput: input, toolResult: Prose,
      tool: { id: `t${seq}`, kind: 'exec', title: `Run ctest -R case${seq}`, status: 'ok', exitCode: 0, durationMs: 120 } };
  }
  return { ...common, role: 'assistant', kind: 'text', content: Prose };
}

const stateOf = (seq) => ({
  status: 'stopped', phase: 'stopped', activity: '', sessionId: randomUUID(), model: 'claude-opus-5-5', mode: 'default', effort: 'medium',
  cliVersion: '2.1.330', costUsd: 0.25, tokenUsage: { input: 1000, output: 200, cacheRead: 0, cacheCreation: 0 },
  contextWindow: { used: 1000, total: 200000 }, error: '', turnStartedAt: 0, lastActivity: Begin + seq * 1000,
});

function writeJournal(path, messages) {
  const file = openSync(path, 'w');
  let lines = [];
  for (let seq = 1; seq <= messages + 1; ++seq) {
    const at = Begin + seq * 1000;
    const body = seq <= messages ? { type: 'message', message: messageAt(seq) } : { type: 'state', state: stateOf(seq) };
    lines.push(`${JSON.stringify({ seq, at, ...body })}\n`);
    if (lines.length === 2000 || seq > messages) {
      writeSync(file, lines.join(''));
      lines = [];
    }
  }
  closeSync(file);
}

export function writeDataset(dataDir, { agents, messages }) {
  for (let i = 1; i <= agents; ++i) {
    const id = randomUUID();
    const directory = join(dataDir, 'agents', id);
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const config = { provider: 'claude', directory: '/srv/project', prompt: 'Please look at case 1.', flags: {} };
    writeFileSync(join(directory, 'agent.json'), JSON.stringify({ id, name: `agent ${i}`, config, createdAt: Begin + i }));
    writeJournal(join(directory, 'journal.jsonl'), messages);
  }
}

// The same messages the way that a program keeps them which holds everything in one JSON document.
export const wholeDocument = ({ agents, messages }) =>
  Array.from({ length: agents }, (_, i) => ({ id: `a${i}`, messages: Array.from({ length: messages }, (__, seq) => messageAt(seq + 1)) }));
