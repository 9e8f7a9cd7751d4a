// A TCP connection that sends exactly the bytes it is told to, for what no HTTP client would send.

import { once } from 'node:events';
import { connect } from 'node:net';

import { deadline, patience } from './deadline.mjs';

const keptBytes = 256 * 1024;
const shownCharacters = 500;

export class RawConnection {
  received = Buffer.alloc(0); // the first of it
  tail = Buffer.alloc(0); // the last 64 bytes
  bytes = 0; // how many came
  error = null;
  #socket;
  #closed;
  #watchers = new Set();

  constructor({ port, localAddress }) {
    this.#socket = connect({ port, host: '127.0.0.1', localAddress, allowHalfOpen: true, noDelay: true });
    this.#socket.on('data', (chunk) => {
      this.bytes += chunk.length;
      this.tail = Buffer.concat([this.tail, chunk]).subarray(-64);
      if (this.received.length >= keptBytes) return;
      this.received = Buffer.concat([this.received, chunk]).subarray(0, keptBytes);
      for (const look of [...this.#watchers]) look();
    });
    this.#socket.on('error', (error) => { this.error = error; });
    this.#socket.on('end', () => { this.isEnded = true; this.#socket.end(); });
    this.#closed = once(this.#socket, 'close').catch(() => {}); // an error before 'close' is in this.error
    this.#socket.once('close', () => { this.isClosed = true; });
  }

  // Resolves once connected; rejects when that fails.
  static async open(options) {
    const connection = new RawConnection(options);
    await deadline(once(connection.#socket, 'connect'), patience, () => `a connection to port ${options.port}`);
    return connection;
  }

  // The whole answer of the other side to `bytes`, up to the end of the connection.
  static async answerTo(bytes, options, milliseconds) {
    const connection = new RawConnection(options);
    connection.write(bytes);
    await connection.closed(milliseconds);
    return connection.text;
  }

  get text() { return this.received.toString('latin1'); }
  get #shown() { return JSON.stringify(this.text.slice(0, shownCharacters)); }

  write(bytes) {
    if (!this.#socket.destroyed) this.#socket.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes);
  }
  // What the kernel has not taken yet.
  get waiting() { return this.#socket.writableLength; }
  end() { this.#socket.end(); }
  // With the first bytes that come.
  once(look) { this.#socket.once('data', look); }
  pause() { this.#socket.pause(); }
  resume() { this.#socket.resume(); }
  destroy() { this.#socket.destroy(); }
  reset() { this.#socket.resetAndDestroy(); }

  // Resolves once what has come so far fits.
  until(pattern, milliseconds = patience) {
    const come = new Promise((resolve, reject) => {
      const look = () => {
        const match = pattern.exec(this.text);
        if (!match) return;
        this.#watchers.delete(look);
        resolve(match);
      };
      this.#watchers.add(look);
      look();
      this.#closed.then(() => reject(new Error(`Closed without ${pattern}: ${this.#shown}`)));
    });
    return deadline(come, milliseconds, () => `${pattern} in ${this.#shown}`);
  }

  closed(milliseconds = patience) {
    return deadline(this.#waitClosed(), milliseconds, () => `the end of the connection; so far ${this.#shown}`);
  }

  async #waitClosed() {
    await this.#closed;
    while (!this.isClosed) await new Promise((resolve) => { this.#socket.once('close', resolve); });
  }
}
