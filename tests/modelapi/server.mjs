// The APIs over HTTP, and beside them the control endpoints for the test that drives them.

import { createServer } from 'node:http';

import { completionsApi } from './completions/api.mjs';
import { Faults } from './faults.mjs';
import { Gates } from './gates.mjs';
import { newId } from './ids.mjs';
import { messagesApi } from './messages/api.mjs';
import { play } from './play.mjs';
import { responsesApi } from './responses/api.mjs';

const Apis = new Map([messagesApi, responsesApi, completionsApi].map((api) => [api.path, api]));

async function bodyOf(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString('utf8');
  return text ? JSON.parse(text) : {};
}

function sendJson(response, status, body) {
  response.writeHead(status, { 'content-type': 'application/json', 'request-id': newId('req') });
  response.end(JSON.stringify(body));
}

// Resolves when the peer has read on, or has left.
const drained = (response) => new Promise((resolve) => {
  const done = () => {
    response.off('drain', done).off('close', done);
    resolve();
  };
  response.on('drain', done).on('close', done);
});

export class ModelApi {
  #gates = new Gates();
  #faults = new Faults();
  #log = [];
  #server = createServer((request, response) => this.#handle(request, response));

  // Resolves to the port, which the system chooses when 0 is asked for.
  listen(port = 0) {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, '127.0.0.1', () => resolve(this.#server.address().port));
    });
  }

  close() {
    this.#server.closeAllConnections();
    return new Promise((resolve) => { this.#server.close(resolve); });
  }

  get gates() { return this.#gates; }
  get log() { return this.#log; }

  async #handle(request, response) {
    const { pathname, searchParams } = new URL(request.url, 'http://127.0.0.1');
    const api = request.method === 'POST' ? Apis.get(pathname) : undefined;
    const error = (api ?? messagesApi).error;
    try {
      const body = await bodyOf(request);
      if (pathname.startsWith('/control/')) return await this.#control(request.method, pathname, searchParams, body, response);
      const entry = { at: Date.now(), method: request.method, path: pathname };
      this.#log.push(entry);
      if (api) return await this.#answer(api, body, response, entry);
      if (request.method === 'POST' && pathname === '/v1/messages/count_tokens')
        return sendJson(response, 200, { input_tokens: Math.ceil(JSON.stringify(body.messages ?? '').length / 4) });
      if (pathname === '/' || pathname === '/api/hello') return sendJson(response, 200, {});
      entry.status = 404;
      return sendJson(response, 404, error(404, `No such endpoint: ${request.method} ${pathname}`));
    } catch (thrown) {
      if (!response.headersSent) sendJson(response, 400, error(400, thrown.message));
      else response.destroy();
    }
    return undefined;
  }

  async #control(method, pathname, query, body, response) {
    const [, , noun, name, verb] = pathname.split('/');
    if (noun === 'log') return sendJson(response, 200, this.#log);
    if (noun !== 'gates' || !name) return sendJson(response, 404, { error: `No such control: ${pathname}` });
    if (verb === 'reached') return sendJson(response, 200, await this.#gates.reached(name, Number(query.get('passed') ?? 0)));
    if (method === 'POST' && body.words) this.#gates.credit(name, body.words);
    if (method === 'POST' && body.open) this.#gates.open(name);
    return sendJson(response, 200, this.#gates.state(name));
  }

  async #answer(api, body, response, entry) {
    Object.assign(entry, { stream: Boolean(body.stream), ...api.describe(body) });
    const { steps, key: reply } = api.reply(body);
    const key = `${api.path}:${reply}`;
    const error = steps.find((step) => step.kind === 'error');
    if (error && this.#faults.due(error, key)) {
      entry.status = error.status;
      return sendJson(response, error.status, api.error(error.status, 'The script wants this error', error.type));
    }
    if (!body.stream && !api.whole) throw new Error('This API only streams: ask with "stream": true');
    entry.status = 200;
    if (!body.stream) return sendJson(response, 200, api.whole(body, steps));
    return this.#stream(api, api.voice(body, steps), { steps, key }, response, entry);
  }

  async #stream(api, voice, { steps, key }, response, entry) {
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'request-id': newId('req') });
    for (const { event, gate, cut, fail } of play(steps, voice)) {
      if (gate && !(await this.#gates.pass(gate, gone.signal))) break;
      if (cut && this.#faults.due(cut, key)) return response.write(': cut\n\n', () => response.destroy()); // only after what was said has left
      if (fail && this.#faults.due(fail, key)) return response.end(api.frame(voice.failed(fail.message)));
      if (!event) continue;
      if (!response.write(api.frame(event))) await drained(response);
      if (gone.signal.aborted) break;
    }
    entry.aborted = gone.signal.aborted;
    return response.end(gone.signal.aborted ? undefined : api.last);
  }
}
