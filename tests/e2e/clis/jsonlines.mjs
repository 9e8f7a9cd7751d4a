// A CLI that speaks JSON-RPC in lines over its standard input and output, and a client that keeps all that was said.

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

import { deadline, patience } from '../harness/deadline.mjs';

export class JsonLines {
  messages = []; // all that the CLI has said, in order
  #child;
  #calls = new Map();
  #lastId = 0;
  #watchers = new Set();
  #frame;
  #exit;

  // `frame` is what every message has besides, as {jsonrpc: '2.0'}.
  constructor(program, args, { frame = {}, ...options }) {
    this.#frame = frame;
    this.#child = spawn(program, args, { stdio: ['pipe', 'pipe', 'ignore'], ...options });
    createInterface({ input: this.#child.stdout }).on('line', (line) => this.#read(JSON.parse(line)));
    this.#exit = new Promise((resolve) => { this.#child.once('close', (code, signal) => resolve({ code, signal })); });
    this.#exit.then(() => { for (const { reject } of this.#calls.values()) reject(new Error('The CLI has left')); });
  }

  #read(message) {
    this.messages.push(message);
    const call = message.method === undefined ? this.#calls.get(message.id) : undefined;
    this.#calls.delete(call && message.id);
    if (call && message.error) call.reject(Object.assign(new Error(message.error.message), message.error));
    else if (call) call.resolve(message.result);
    for (const watcher of [...this.#watchers]) watcher();
  }

  #write(message) { this.#child.stdin.write(`${JSON.stringify({ ...this.#frame, ...message })}\n`); }

  notify(method, params) { this.#write({ method, params }); }
  answer(request, result) { this.#write({ id: request.id, result }); }

  // The result; an answer that is an error rejects with it.
  call(method, params) {
    const id = ++this.#lastId;
    const answered = new Promise((resolve, reject) => { this.#calls.set(id, { resolve, reject }); });
    this.#write({ id, method, params });
    return deadline(answered, 60_000, () => `${method} is not answered`);
  }

  // The first message from place `from` on, past or future, that fits.
  next(fits, what, from = 0) {
    const found = new Promise((resolve) => {
      const watcher = () => {
        const message = this.messages.slice(from).find(fits);
        if (!message) return;
        this.#watchers.delete(watcher);
        resolve(message);
      };
      this.#watchers.add(watcher);
      watcher();
    });
    return deadline(found, 60_000, () => `${what}. The last messages:\n${this.messages.slice(-15).map((m) => JSON.stringify(m).slice(0, 300)).join('\n')}`);
  }

  // Closes its input; resolves to {code, signal} when it has left.
  end() {
    this.#child.stdin.end();
    return deadline(this.#exit, patience, () => `process ${this.#child.pid} still runs`);
  }
}
