// The Messages API over HTTP, and beside it the control endpoints for the test that drives it.

import { createServer } from 'node:http';

import { newId, streamOf, wholeMessage } from './answer.mjs';
import { planFile, readConversation, sideRequest, userTexts } from './conversation.mjs';
import { Gates } from './gates.mjs';

const ErrorNames = {
  400: 'invalid_request_error', 401: 'authentication_error', 403: 'permission_error', 404: 'not_found_error',
  429: 'rate_limit_error', 500: 'api_error', 529: 'overloaded_error',
};

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

const sendError = (response, status, message) =>
  sendJson(response, status, { type: 'error', error: { type: ErrorNames[status] ?? 'api_error', message } });

const SideAnswers = {
  title: JSON.stringify({ title: 'A scripted task', isNewTopic: true }),
  summary: '<analysis>Nothing to add.</analysis>\n<summary>A scripted task was worked on.</summary>',
  other: 'A scripted task',
};

const say = (text) => [{ kind: 'text', text }];

// The steps of the reply that is due, and a key that stays the same when the request is repeated.
function replyTo(request) {
  const side = sideRequest(request);
  if (side) return { side, steps: say(SideAnswers[side]) };
  const { words, replies, step } = readConversation(request);
  if (replies.length === 0) return { steps: say(step === 0 ? `You said: ${words.slice(0, 200)}` : 'Done.') };
  const fileOfPlan = (each) => ({ kind: 'tool', name: 'Write', input: { file_path: planFile(request), content: each.text } });
  const steps = (replies[step] ?? say('Done.')).map((each) => (each.kind === 'planFile' ? fileOfPlan(each) : each));
  return { steps, key: `${step}:${words}` };
}

export class ModelApi {
  #gates = new Gates();
  #log = [];
  #errorsGiven = new Map();
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
    try {
      const { pathname, searchParams } = new URL(request.url, 'http://127.0.0.1');
      const body = await bodyOf(request);
      if (pathname.startsWith('/control/')) return await this.#control(request.method, pathname, searchParams, body, response);
      const entry = { at: Date.now(), method: request.method, path: pathname };
      this.#log.push(entry);
      if (request.method === 'POST' && pathname === '/v1/messages') return await this.#messages(body, response, entry);
      if (request.method === 'POST' && pathname === '/v1/messages/count_tokens')
        return sendJson(response, 200, { input_tokens: Math.ceil(JSON.stringify(body.messages ?? '').length / 4) });
      if (pathname === '/' || pathname === '/api/hello') return sendJson(response, 200, {});
      return sendError(response, 404, `No such endpoint: ${request.method} ${pathname}`);
    } catch (error) {
      if (!response.headersSent) sendError(response, 400, String(error));
      else response.destroy();
    }
    return undefined;
  }

  async #control(method, pathname, query, body, response) {
    const [, , noun, name, verb] = pathname.split('/');
    if (noun === 'log') return sendJson(response, 200, this.#log);
    if (noun !== 'gates' || !name) return sendError(response, 404, `No such control: ${pathname}`);
    if (verb === 'reached') return sendJson(response, 200, await this.#gates.reached(name, Number(query.get('passed') ?? 0)));
    if (method === 'POST' && body.words) this.#gates.credit(name, body.words);
    if (method === 'POST' && body.open) this.#gates.open(name);
    return sendJson(response, 200, this.#gates.state(name));
  }

  // The error that a script wants before its answer, as long as it wants it.
  #dueError(steps, key) {
    const error = steps.find((step) => step.kind === 'error');
    if (!error) return undefined;
    const given = this.#errorsGiven.get(key) ?? 0;
    this.#errorsGiven.set(key, given + 1);
    return given < error.times ? error : undefined;
  }

  async #messages(body, response, entry) {
    const { steps, side, key } = replyTo(body);
    Object.assign(entry, {
      side, model: body.model, stream: Boolean(body.stream), effort: body.output_config?.effort, thinking: body.thinking,
      tools: body.tools?.length ?? 0, messages: body.messages.length, userTexts: userTexts(body),
    });
    const error = this.#dueError(steps, key);
    if (error) {
      entry.status = error.status;
      return sendError(response, error.status, 'The script wants this error');
    }
    entry.status = 200;
    if (!body.stream) return sendJson(response, 200, wholeMessage(body, steps));
    return this.#stream(body, steps, response, entry);
  }

  async #stream(body, steps, response, entry) {
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'request-id': newId('req') });
    for (const { event, gate, cut } of streamOf(body, steps)) {
      if (gate && !(await this.#gates.pass(gate, gone.signal))) break;
      if (cut) return response.write(': cut\n\n', () => response.destroy()); // only after what was said has left
      if (!event) continue;
      if (!response.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`))
        await new Promise((resolve) => { response.once('drain', resolve); response.once('close', resolve); });
      if (gone.signal.aborted) break;
    }
    entry.aborted = gone.signal.aborted;
    return response.end();
  }
}
