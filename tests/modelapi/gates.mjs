// Named gates at which a stream waits until the test lets it go on: no test has to sleep.

export class Gates {
  #gates = new Map();

  #gate(name) {
    if (!this.#gates.has(name)) this.#gates.set(name, { credit: 0, open: false, passed: 0, waiting: [], watchers: [] });
    return this.#gates.get(name);
  }

  #settle(gate) {
    while (gate.waiting.length > 0 && (gate.open || gate.credit > 0)) {
      if (!gate.open) gate.credit -= 1;
      gate.passed += 1;
      gate.waiting.shift().resolve(true);
    }
    gate.watchers = gate.watchers.filter((watcher) => !watcher());
  }

  // Resolves to true when the gate lets one word pass, to false when `signal` aborts first.
  pass(name, signal) {
    const gate = this.#gate(name);
    return new Promise((resolve) => {
      const place = { resolve };
      signal?.addEventListener('abort', () => {
        gate.waiting = gate.waiting.filter((other) => other !== place);
        this.#settle(gate);
        resolve(false);
      });
      gate.waiting.push(place);
      this.#settle(gate);
    });
  }

  credit(name, words) {
    this.#gate(name).credit += words;
    this.#settle(this.#gate(name));
  }

  open(name) {
    this.#gate(name).open = true;
    this.#settle(this.#gate(name));
  }

  state(name) {
    const { credit, open, passed, waiting } = this.#gate(name);
    return { credit, open, passed, waiting: waiting.length };
  }

  #when(name, isTrue) {
    const gate = this.#gate(name);
    return new Promise((resolve) => {
      const check = () => {
        const there = isTrue(gate);
        if (there) resolve(this.state(name));
        return there;
      };
      if (!check()) gate.watchers.push(check);
    });
  }

  // Resolves when a stream waits at the gate after `passed` words went through it.
  reached(name, passed) {
    return this.#when(name, (gate) => gate.passed >= passed && gate.waiting.length > 0);
  }

  // Resolves when no stream waits at the gate.
  emptied(name) {
    return this.#when(name, (gate) => gate.waiting.length === 0);
  }
}
