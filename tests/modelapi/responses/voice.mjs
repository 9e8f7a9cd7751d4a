// Says the steps of a reply as the Responses API streams them.

import { newId } from '../ids.mjs';
import { cut, piecesOf, textOf, tokens } from '../pieces.mjs';
import { isCustom } from './toolset.mjs';

export class ResponsesVoice {
  #request;
  #response;
  #sequence = 0;
  #output = [];
  #tokens = { text: 0, reasoning: 0 };

  constructor(request) {
    this.#request = request;
    this.#response = {
      id: newId('resp'), object: 'response', created_at: Math.floor(Date.now() / 1000), status: 'in_progress', model: request.model,
      output: [], error: null, incomplete_details: null, usage: null,
    };
  }

  #event(type, fields) { return { event: { type, sequence_number: this.#sequence++, ...fields } }; }

  * begin() {
    yield this.#event('response.created', { response: this.#response });
    yield this.#event('response.in_progress', { response: this.#response });
  }

  * block(step) {
    if (step.kind === 'tool') yield* this.#call(step);
    else if (step.kind === 'thinking') yield* this.#thought(step);
    else yield* this.#text(step);
  }

  // An item from its beginning to its end; `inner` streams what is between.
  * #item(begun, done, inner) {
    const place = { output_index: this.#output.length };
    yield this.#event('response.output_item.added', { ...place, item: { ...begun, status: 'in_progress' } });
    yield* inner({ ...place, item_id: begun.id });
    const item = { ...done, status: 'completed' };
    this.#output.push(item);
    yield this.#event('response.output_item.done', { ...place, item });
  }

  #text(step) {
    const message = { id: newId('msg'), type: 'message', role: 'assistant', content: [] };
    const part = { type: 'output_text', text: textOf(step), annotations: [] };
    const self = this;
    this.#tokens.text += tokens(part.text);
    return this.#item(message, { ...message, content: [part] }, function* inner(place) {
      const at = { ...place, content_index: 0 };
      yield self.#event('response.content_part.added', { ...at, part: { ...part, text: '' } });
      for (const { gate, text } of piecesOf(step)) {
        if (gate) yield { gate };
        yield self.#event('response.output_text.delta', { ...at, delta: text });
      }
      yield self.#event('response.output_text.done', { ...at, text: part.text });
      yield self.#event('response.content_part.done', { ...at, part });
    });
  }

  #thought(step) {
    const reasoning = { id: newId('rs'), type: 'reasoning', summary: [] };
    const part = { type: 'summary_text', text: step.text };
    const self = this;
    this.#tokens.reasoning += tokens(step.text);
    return this.#item(reasoning, { ...reasoning, summary: [part], encrypted_content: 'c2VhbGVk' }, function* inner(place) {
      const at = { ...place, summary_index: 0 };
      yield self.#event('response.reasoning_summary_part.added', { ...at, part: { ...part, text: '' } });
      for (const { text } of piecesOf(step)) yield self.#event('response.reasoning_summary_text.delta', { ...at, delta: text });
      yield self.#event('response.reasoning_summary_text.done', { ...at, text: step.text });
      yield self.#event('response.reasoning_summary_part.done', { ...at, part });
    });
  }

  #call({ name, input }) {
    const custom = isCustom(this.#request, name);
    const text = typeof input === 'string' ? input : JSON.stringify(input);
    const [type, field, stream, prefix] = custom
      ? ['custom_tool_call', 'input', 'response.custom_tool_call_input', 'ctc']
      : ['function_call', 'arguments', 'response.function_call_arguments', 'fc'];
    const call = { id: newId(prefix), type, call_id: newId('call'), name, [field]: '' };
    const self = this;
    this.#tokens.text += tokens(text);
    return this.#item(call, { ...call, [field]: text }, function* inner(place) {
      for (const delta of cut(text)) yield self.#event(`${stream}.delta`, { ...place, delta });
      yield self.#event(`${stream}.done`, { ...place, [field]: text });
    });
  }

  * end() {
    const input = tokens(JSON.stringify(this.#request.input));
    const output = this.#tokens.text + this.#tokens.reasoning;
    const usage = {
      input_tokens: input, input_tokens_details: { cached_tokens: 0 },
      output_tokens: output, output_tokens_details: { reasoning_tokens: this.#tokens.reasoning },
      total_tokens: input + output,
    };
    yield this.#event('response.completed', { response: { ...this.#response, status: 'completed', output: this.#output, usage } });
  }

  failed(message) {
    const response = { ...this.#response, status: 'failed', error: { code: 'server_error', message } };
    return this.#event('response.failed', { response }).event;
  }
}
