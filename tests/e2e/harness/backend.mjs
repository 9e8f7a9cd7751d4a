// A backend with everything that HTTP can do, for what is behind a tunnel: it says what it has received, and sends what it is asked for.

import { createHash } from 'node:crypto';
import { createServer } from 'node:http';

const Chunk = Buffer.alloc(64 * 1024, (index) => index % 251);
for (let i = 0; i < Chunk.length; i += 1) Chunk[i] = (i * 31 + (i >> 8)) & 0xff; // every byte value, no period of a frame

// `bytes` of a pattern that a receiver can check by its hash.
export function* pattern(bytes) {
  for (let left = bytes; left > 0; left -= Chunk.length) yield left >= Chunk.length ? Chunk : Chunk.subarray(0, left);
}

export function patternHash(bytes) {
  const hash = createHash('sha256');
  for (const chunk of pattern(bytes)) hash.update(chunk);
  return hash.digest('hex');
}

// Or closed: then there is nobody to wait for.
function drained(response) {
  return new Promise((resolve) => {
    const done = () => {
      response.off('drain', done).off('close', done);
      resolve();
    };
    response.on('drain', done).on('close', done);
  });
}

async function send(response, bytes) {
  for (const chunk of pattern(bytes)) {
    if (response.destroyed) return;
    if (!response.write(chunk)) await drained(response);
  }
  response.end();
}

export class Backend {
  requests = []; // {method, url, headers, rawHeaders, body (its hash), bytes}
  #server;
  #sockets = new Set();
  #held = [];

  async listen(port = 0) {
    this.#server = createServer((request, response) => this.#serve(request, response));
    this.#server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
    this.#server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
    this.#server.on('checkContinue', (request, response) => {
      this.continues = (this.continues ?? 0) + 1;
      if (request.url.startsWith('/refuse')) {
        response.writeHead(417, { 'content-length': 0 }).end();
        return;
      }
      response.writeContinue();
      this.#serve(request, response);
    });
    this.#server.keepAliveTimeout = 75_000;
    await new Promise((resolve) => { this.#server.listen(port, '127.0.0.1', resolve); });
    this.port = this.#server.address().port;
  }

  get connections() { return this.#sockets.size; }
  // Requests to /hold that have not been answered.
  get held() { return this.#held; }

  async #serve(request, response) {
    const url = new URL(request.url, 'http://backend');
    const entry = { method: request.method, url: request.url, headers: request.headers, rawHeaders: request.rawHeaders, httpVersion: request.httpVersion, bytes: 0, aborted: false };
    this.requests.push(entry);
    response.on('close', () => { entry.aborted = !response.writableFinished; });
    const size = Number(url.searchParams.get('bytes') ?? 0);
    switch (url.pathname) {
      case '/download': { // Content-Length, Range
        const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '');
        if (range) {
          const [from, to] = [Number(range[1]), Number(range[2])];
          const whole = Buffer.concat([...pattern(size)]);
          response.writeHead(206, { 'content-range': `bytes ${from}-${to}/${size}`, 'content-length': to - from + 1 }).end(whole.subarray(from, to + 1));
          return;
        }
        response.writeHead(200, { 'content-length': size, 'content-type': 'application/octet-stream' });
        if (request.method === 'HEAD') response.end();
        else await send(response, size);
        return;
      }
      case '/chunked':
        response.writeHead(200, { 'content-type': 'application/octet-stream', trailer: 'x-digest' });
        response.addTrailers({ 'x-digest': 'of the end' });
        await send(response, size);
        return;
      case '/close': // the end of the connection is the end of the body
        response.socket.write('HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\n');
        for (const chunk of pattern(size)) response.socket.write(chunk);
        response.socket.end();
        return;
      case '/cut': // promises more than it sends
        response.writeHead(200, { 'content-length': size });
        response.write(Buffer.alloc(Math.floor(size / 2), 1), () => response.socket.destroy());
        return;
      case '/hold':
        this.#held.push(response);
        return;
      case '/events':
        response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
        response.write('data: first\n\n');
        this.events = response;
        return;
      case '/status':
        response.writeHead(Number(url.searchParams.get('code')), { 'X-Odd-Header': 'as it IS', 'Set-Cookie': ['a=1; Path=/', 'b=2'], ETag: 'W/"x"' }).end();
        return;
      default: { // says what it has received
        const hash = createHash('sha256');
        try {
          for await (const chunk of request) {
            entry.bytes += chunk.length;
            hash.update(chunk);
          }
        } catch {
          return; // it broke off
        }
        entry.body = hash.digest('hex');
        const text = JSON.stringify({ bytes: entry.bytes, body: entry.body, method: entry.method, url: entry.url, headers: entry.headers });
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }).end(text);
      }
    }
  }

  // Accepts every WebSocket; what comes after the handshake is sent back as it is, masked as it came: an echo of bytes.
  #upgrade(request, socket, head) {
    const accept = createHash('sha1').update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
    this.requests.push({ method: 'UPGRADE', url: request.url, headers: request.headers });
    socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`);
    this.webSocket = socket;
    socket.on('error', () => {});
    if (head.length > 0) socket.write(head);
    socket.pipe(socket);
  }

  async close() {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => { this.#server.close(resolve); });
  }
}
