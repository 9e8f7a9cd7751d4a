#!/usr/bin/env node
// Speaks the wire of `claude -p --input-format stream-json` well enough to misbehave on purpose; for faults that the real program cannot be
// brought to. What it does stands in the prompt's first line: `words 3`, `burst 50000`, `crash`, ... (see Acts). FAKECLI_START misbehaves at the start.

import { randomUUID } from 'node:crypto';
import { appendFileSync, writeSync } from 'node:fs';
import { createInterface } from 'node:readline';

if (process.argv.includes('--version')) {
  console.log('2.1.330 (Claude Code)');
  process.exit(0);
}

const valueOf = (flag) => process.argv[process.argv.indexOf(flag) + 1];
const sessionId = process.argv.includes('--session-id') ? valueOf('--session-id')
  : process.argv.includes('--resume') ? valueOf('--resume') : randomUUID();

// Synchronous, so that all of it is in the pipe before a crash; a full pipe is waited for.
function write(text) {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  for (let at = 0; at < bytes.length;) {
    try {
      at += writeSync(1, bytes, at);
    } catch (error) {
      if (error.code !== 'EAGAIN') process.exit(0); // the reader is gone
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    }
  }
}

const say = (object) => write(`${JSON.stringify({ ...object, session_id: sessionId, uuid: randomUUID() })}\n`);
const streamed = (event) => say({ type: 'stream_event', event, parent_tool_use_id: null });
const delta = (text) => ({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } });
const message = () => ({ id: `msg_${randomUUID()}`, type: 'message', role: 'assistant', model: 'fake', content: [], usage: { input_tokens: 1, output_tokens: 1 } });

function begin() {
  say({ type: 'system', subtype: 'session_state_changed', state: 'running' });
  say({ type: 'system', subtype: 'init', cwd: process.cwd(), model: 'fake', permissionMode: 'default', tools: [], mcp_servers: [], slash_commands: [],
    claude_code_version: '2.1.330', capabilities: [] });
  const opened = message();
  streamed({ type: 'message_start', message: opened });
  streamed({ type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } });
  return opened;
}

function finish(opened, text) {
  say({ type: 'assistant', message: { ...opened, content: [{ type: 'text', text }] }, parent_tool_use_id: null });
  streamed({ type: 'content_block_stop', index: 0 });
  streamed({ type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 1 } });
  streamed({ type: 'message_stop' });
  say({ type: 'result', subtype: 'success', is_error: false, result: text.slice(-100), duration_ms: 1, duration_api_ms: 1, num_turns: 1,
    terminal_reason: 'completed', total_cost_usd: 0, usage: { input_tokens: 1, output_tokens: 1 }, modelUsage: {}, permission_denials: [] });
  say({ type: 'system', subtype: 'session_state_changed', state: 'idle' });
}

const words = (count, width) => Array.from({ length: count }, (_, i) => `${String(i + 1).padStart(width, '0')} `);

function speak(pieces) {
  const opened = begin();
  for (const piece of pieces) streamed(delta(piece));
  finish(opened, pieces.join(''));
}

let done = () => {}; // with the prompt that is worked on

const now = () => performance.timeOrigin + performance.now();

// Every piece carries the time it left, so that its reader knows how long it took.
function stamps(count, intervalMs) {
  const opened = begin();
  const sent = [];
  const timer = setInterval(() => {
    sent.push(`${now().toFixed(3)} `);
    streamed(delta(sent.at(-1)));
    if (sent.length < count) return;
    clearInterval(timer);
    finish(opened, sent.join(''));
  }, intervalMs);
}

// What is said is also noted in a file of the agent's directory, before it is said: a reader may miss the end of it when it is killed, but may not
// have anything else. `tag` tells the prompts apart.
function trickle(tag, count, intervalMs) {
  const opened = begin();
  const said = [];
  const timer = setInterval(() => {
    said.push(`${tag}-${String(said.length + 1).padStart(4, '0')} `);
    appendFileSync('said.txt', said.at(-1));
    streamed(delta(said.at(-1)));
    if (said.length < count) return;
    clearInterval(timer);
    finish(opened, said.join(''));
    done();
  }, intervalMs);
}

const Acts = {
  trickle,
  words: (count) => speak(words(count, 5)),
  // Lines of about 200 bytes each, as fast as the pipe takes them.
  burst: (count) => speak(words(count, 6)),
  stamps,
  messages: (count) => { for (const word of words(count, 5)) finish(begin(), word); },
  half: (count) => {
    begin();
    for (const word of words(count, 5)) streamed(delta(word));
    write('{"type":"assistant","message":{"id":"cut in the mid');
    process.exit(0);
  },
  crash: () => {
    begin();
    streamed(delta('last words '));
    process.kill(process.pid, 'SIGSEGV');
  },
  exit: (code) => {
    process.stderr.write('the fake gave up: out of ideas\n');
    process.exit(code);
  },
  unknown: () => {
    say({ type: 'hologram', payload: { deep: [1, 2, 3] } });
    say({ type: 'system', subtype: 'never_heard_of', value: 1 });
    say({ type: 'stream_event', event: { type: 'content_block_quantum', index: 9 } });
    say({ type: 'assistant', message: { id: 'm', role: 'assistant', content: [{ type: 'smell', odour: 'rose' }] } });
    say({ type: 'control_request', request_id: 'r-unknown', request: { subtype: 'teleport' } });
    speak(['after the unknown']);
  },
  garbage: () => {
    write('plain words on stdout\n\n{"type":\n[1,2,3]\nnull\n"text"\n{}\n{"type":7}\n{"type":"assistant"}\n{"type":"assistant","message":"text"}\n');
    write('{"type":"result"}\n{"type":"stream_event","event":null}\n{"type":"system"}\n{"type":"control_request"}\n');
    write(Buffer.from([0xff, 0xfe, 0x00, 0x80, 0x0a]));
    speak(['after the garbage']);
  },
  long: (megabytes) => {
    write(`{"type":"assistant","message":{"content":[{"type":"text","text":"`);
    for (let i = 0; i < megabytes; ++i) write('x'.repeat(1024 * 1024));
    write('"}]}}\n');
    speak(['after the long line']);
  },
};

if (process.env.FAKECLI_START === 'exit') Acts.exit(3);
if (process.env.FAKECLI_START === 'garbage') write('Segmentation fault? Not really.\n\x1b[31mcolour\x1b[0m\n');

function answer(line) {
  const input = JSON.parse(line);
  if (input.type === 'control_request') {
    const response = { commands: [], models: [{ value: 'default', displayName: 'Fake', description: '' }], agents: [], pid: process.pid, capabilities: [] };
    say({ type: 'control_response', response: { subtype: 'success', request_id: input.request_id, response } });
  }
  if (input.type !== 'user') return;
  const content = input.message.content;
  const text = typeof content === 'string' ? content : content.map((block) => block.text ?? '').join('');
  const [name, ...numbers] = text.split('\n')[0].split(' ');
  if (input.uuid) for (const state of ['queued', 'started']) say({ type: 'command_lifecycle', command_uuid: input.uuid, state });
  done = () => { if (input.uuid) say({ type: 'command_lifecycle', command_uuid: input.uuid, state: 'completed' }); };
  (Acts[name] ?? (() => speak([`You said: ${text}`])))(...numbers.map(Number));
  if (name !== 'trickle') done();
}

createInterface({ input: process.stdin }).on('line', answer).on('close', () => process.exit(0));
