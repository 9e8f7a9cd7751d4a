// Says the steps of a reply as the chunks of a chat completion.

import { newId } from '../ids.mjs';
import { cut, piecesOf, textOf, tokens } from '../pieces.mjs';

export class CompletionsVoice {
  #request;
  #envelope;
  #calls = 0;
  #output = 0;

  constructor(request) {
    this.#request = request;
    this.#envelope = { id: newId('chatcmpl'), object: 'chat.completion.chunk', created: Math.floor(Date.now() / 1000), model: request.model };
  }

  #chunk(delta, finish = null) { return { event: { ...this.#envelope, choices: [{ index: 0, delta, finish_reason: finish }] } }; }

  * begin() { yield this.#chunk({ role: 'assistant', content: '' }); }

  * block(step) {
    if (step.kind === 'tool') yield* this.#call(step);
    else yield* this.#words(step, step.kind === 'thinking' ? 'reasoning_content' : 'content');
  }

  * #words(step, field) {
    this.#output += tokens(textOf(step));
    for (const { gate, text } of piecesOf(step)) {
      if (gate) yield { gate };
      yield this.#chunk({ [field]: text });
    }
  }

  * #call({ name, input }) {
    const text = JSON.stringify(input);
    const index = this.#calls++;
    this.#output += tokens(text);
    yield this.#chunk({ tool_calls: [{ index, id: newId('call'), type: 'function', function: { name, arguments: '' } }] });
    for (const part of cut(text)) yield this.#chunk({ tool_calls: [{ index, function: { arguments: part } }] });
  }

  * end() {
    yield this.#chunk({}, this.#calls > 0 ? 'tool_calls' : 'stop');
    if (!this.#request.stream_options?.include_usage) return;
    const input = tokens(JSON.stringify(this.#request.messages));
    const usage = { prompt_tokens: input, completion_tokens: this.#output, total_tokens: input + this.#output };
    yield { event: { ...this.#envelope, choices: [], usage } };
  }

  failed(message) { return { error: { message, type: 'server_error', param: null, code: null } }; }
}
