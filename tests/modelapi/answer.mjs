// Turns the steps of one reply into the events of a Messages API stream.

import { randomBytes } from 'node:crypto';

export const newId = (prefix) => `${prefix}_01${randomBytes(11).toString('hex')}`;

const tokens = (text) => Math.max(1, Math.ceil(text.length / 4));

const pieces = (text, size) => text.match(new RegExp(`[\\s\\S]{1,${size}}`, 'g')) ?? [''];

export const word = (index) => `word${String(index).padStart(4, '0')} `;

// The content block of a step as it stands in a finished message, or nothing for a step that only steers the stream.
function blockOf(step) {
  switch (step.kind) {
    case 'text': return { type: 'text', text: step.text };
    case 'words': return { type: 'text', text: Array.from({ length: step.count }, (_, i) => word(i + 1)).join('') };
    case 'thinking': return { type: 'thinking', thinking: step.text, signature: 'c2lnbmVk' };
    case 'tool': return { type: 'tool_use', id: newId('toolu'), name: step.name, input: step.input };
    default: return undefined;
  }
}

const stopReason = (steps) => (steps.some((step) => step.kind === 'tool') ? 'tool_use' : 'end_turn');

function envelope(request) {
  const input = tokens(JSON.stringify(request.messages));
  return {
    id: newId('msg'), type: 'message', role: 'assistant', model: request.model, content: [],
    stop_reason: null, stop_sequence: null,
    usage: { input_tokens: input, output_tokens: 1, cache_read_input_tokens: 0, cache_creation_input_tokens: 0 },
  };
}

export function wholeMessage(request, steps) {
  const content = steps.map(blockOf).filter(Boolean);
  const message = envelope(request);
  const usage = { ...message.usage, output_tokens: tokens(JSON.stringify(content)) };
  return { ...message, content, usage, stop_reason: stopReason(steps) };
}

function emptied(block) {
  if (block.type === 'text') return { type: 'text', text: '' };
  if (block.type === 'thinking') return { type: 'thinking', thinking: '', signature: '' };
  return { ...block, input: {} };
}

function* deltasOf(step, block) {
  if (step.kind === 'words') {
    for (let i = 1; i <= step.count; ++i) yield { gate: step.gate, delta: { type: 'text_delta', text: word(i) } };
  } else if (block.type === 'text') {
    for (const text of pieces(block.text, 24)) yield { delta: { type: 'text_delta', text } };
  } else if (block.type === 'thinking') {
    for (const thinking of pieces(block.thinking, 24)) yield { delta: { type: 'thinking_delta', thinking } };
    yield { delta: { type: 'signature_delta', signature: block.signature } };
  } else {
    for (const part of pieces(JSON.stringify(block.input), 64)) yield { delta: { type: 'input_json_delta', partial_json: part } };
  }
}

// Yields {event} to send, {gate} to wait at, {cut: true} to drop the connection.
export function* streamOf(request, steps) {
  const message = envelope(request);
  yield { event: { type: 'message_start', message } };
  let index = 0;
  let output = 0;
  for (const step of steps) {
    if (step.kind === 'hold') yield { gate: step.gate };
    if (step.kind === 'cut') yield { cut: true };
    const block = blockOf(step);
    if (!block) continue;
    output += tokens(JSON.stringify(block));
    yield { event: { type: 'content_block_start', index, content_block: emptied(block) } };
    for (const { gate, delta } of deltasOf(step, block)) {
      if (gate) yield { gate };
      yield { event: { type: 'content_block_delta', index, delta } };
    }
    yield { event: { type: 'content_block_stop', index } };
    index += 1;
  }
  const delta = { stop_reason: stopReason(steps), stop_sequence: null };
  yield { event: { type: 'message_delta', delta, usage: { ...message.usage, output_tokens: output } } };
  yield { event: { type: 'message_stop' } };
}
