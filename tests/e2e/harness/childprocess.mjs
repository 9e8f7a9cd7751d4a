// A program that the tests started: its output is kept, and it ends by its own pid.

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

import { deadline, patience } from './deadline.mjs';

export class ChildProcess {
  lines = [];
  #child;
  #watchers = new Set();
  #exit;

  constructor(program, args, options = {}) {
    this.#child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
    for (const stream of [this.#child.stdout, this.#child.stderr])
      createInterface({ input: stream }).on('line', (line) => this.#read(line));
    this.#exit = new Promise((resolve) => {
      this.#child.once('error', (error) => resolve({ code: null, signal: null, error }));
      this.#child.once('close', (code, signal) => resolve({ code, signal }));
    });
    this.#exit.then(({ error }) => { if (error) this.#read(String(error)); });
  }

  get pid() { return this.#child.pid; }
  get running() { return this.#child.exitCode === null && this.#child.signalCode === null; }

  #read(line) {
    this.lines.push(line);
    for (const watcher of [...this.#watchers]) watcher(line);
  }

  // The match of the first line, past or future, that fits; rejects when the program ends before.
  line(pattern, milliseconds = patience) {
    const found = new Promise((resolve, reject) => {
      const watcher = (line) => {
        const match = pattern.exec(line);
        if (!match) return;
        this.#watchers.delete(watcher);
        resolve(match);
      };
      this.#watchers.add(watcher);
      for (const line of [...this.lines]) watcher(line);
      this.#exit.then(() => reject(new Error(`The program ended without a line like ${pattern}:\n${this.lines.join('\n')}`)));
    });
    return deadline(found, milliseconds, () => `no line like ${pattern} in:\n${this.lines.join('\n')}`);
  }

  // Resolves to {code, signal} once it has ended and all output was read.
  ended(milliseconds = patience) {
    return deadline(this.#exit, milliseconds, () => `process ${this.pid} still runs:\n${this.lines.slice(-20).join('\n')}`);
  }

  async end(signal = 'SIGTERM') {
    if (this.running) this.#child.kill(signal);
    return this.ended();
  }
}
