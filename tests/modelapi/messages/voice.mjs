// Says the steps of a reply as the Messages API does: as the events of a stream, or as one whole message.

import { newId } from '../ids.mjs';
import { cut, piecesOf, textOf, tokens } from '../pieces.mjs';

// The content block of a step as it stands in a finished message, or nothing for a step that only steers the stream.
function blockOf(step) {
  switch (step.kind) {
    case 'text':
    case 'words': return { type: 'text', text: textOf(step) };
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
  if (block.type === 'text') {
    for (const { gate, text } of piecesOf(step)) yield { gate, delta: { type: 'text_delta', text } };
  } else if (block.type === 'thinking') {
    for (const { text } of piecesOf(step)) yield { delta: { type: 'thinking_delta', thinking: text } };
    yield { delta: { type: 'signature_delta', signature: block.signature } };
  } else {
    for (const part of cut(JSON.stringify(block.input))) yield { delta: { type: 'input_json_delta', partial_json: part } };
  }
}

export class MessagesVoice {
  #index = 0;
  #output = 0;
  #message;
  #stopReason;

  constructor(request, steps) {
    this.#message = envelope(request);
    this.#stopReason = stopReason(steps);
  }

  * begin() { yield { event: { type: 'message_start', message: this.#message } }; }

  * block(step) {
    const block = blockOf(step);
    const index = this.#index++;
    this.#output += tokens(JSON.stringify(block));
    yield { event: { type: 'content_block_start', index, content_block: emptied(block) } };
    for (const { gate, delta } of deltasOf(step, block)) {
      if (gate) yield { gate };
      yield { event: { type: 'content_block_delta', index, delta } };
    }
    yield { event: { type: 'content_block_stop', index } };
  }

  * end() {
    const delta = { stop_reason: this.#stopReason, stop_sequence: null };
    yield { event: { type: 'message_delta', delta, usage: { ...this.#message.usage, output_tokens: this.#output } } };
    yield { event: { type: 'message_stop' } };
  }

  failed(message) { return { type: 'error', error: { type: 'overloaded_error', message } }; }
}
