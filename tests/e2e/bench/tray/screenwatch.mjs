// bench-screenwatch on the corner where the panel is.

import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';

import { deadline } from '../../harness/deadline.mjs';
import { paths } from '../../harness/paths.mjs';

const program = join(dirname(paths.server), 'bench-screenwatch');

export class ScreenWatch {
  #child;
  #waiting = [];

  constructor(environment) {
    this.#child = spawn(program, ['40x24+1240+0'], { env: environment, stdio: ['pipe', 'pipe', 'ignore'] });
    createInterface({ input: this.#child.stdout }).on('line', () => this.#waiting.shift()(performance.now()));
  }

  // Milliseconds from the call of `act` until the colour is there ("-#1f7f55": until it is gone).
  async until(colour, act) {
    const seen = new Promise((resolve) => { this.#waiting.push(resolve); });
    const begun = performance.now();
    const done = act?.();
    this.#child.stdin.write(`${colour}\n`);
    const at = await deadline(seen, 60_000, () => `the panel does not show ${colour}`);
    await done;
    return at - begun;
  }

  close() { this.#child.kill(); }
}
