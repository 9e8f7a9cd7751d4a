// The REST API as a script would use it.

import { request } from 'node:http';

// Node's own http client, because fetch does not let a test set Host.
export function exchange(base, method, path, { body, headers = {} } = {}) {
  const { hostname, port } = new URL(base);
  const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
  // Node.js would send the body of a DELETE without its length.
  const own = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) };
  return new Promise((resolve, reject) => {
    const call = request({ hostname, port, method, path, headers: { ...own, ...headers } }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const raw = Buffer.concat(chunks).toString('utf8');
        resolve({ status: response.statusCode, headers: response.headers, raw, body: parsed(raw) });
      });
    });
    call.on('error', reject);
    call.end(text);
  });
}

function parsed(raw) {
  try {
    return JSON.parse(raw);
  } catch {
    return undefined;
  }
}

export class RestClient {
  constructor(base, headers = {}) {
    this.base = base;
    this.headers = headers;
  }

  // {status, body}, whatever the status.
  call(method, path, body) {
    return exchange(this.base, method, `/api${path}`, { body, headers: this.headers });
  }

  // The body of an answer that must be good.
  async get(path) { return this.#good('GET', path); }
  async post(path, body) { return this.#good('POST', path, body); }
  async put(path, body) { return this.#good('PUT', path, body); }
  async delete(path, body) { return this.#good('DELETE', path, body); }

  async #good(method, path, body) {
    const answer = await this.call(method, path, body);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.raw}`);
    return answer.body;
  }
}
