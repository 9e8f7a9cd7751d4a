// What goes wrong as often as the script says, and then no more: a CLI that tries again is counted by what it asks for.

export class Faults {
  #given = new Map();

  // Whether the fault `step` is due for the request `key`; counts it.
  due(step, key) {
    const id = `${step.kind}:${key}`;
    const given = this.#given.get(id) ?? 0;
    this.#given.set(id, given + 1);
    return given < step.times;
  }
}
