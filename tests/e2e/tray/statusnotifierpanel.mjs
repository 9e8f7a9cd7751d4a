// What a panel over D-Bus was told of the tray's icon, and what its user does with it (statusnotifier.py).

import { createInterface } from 'node:readline';

import { deadline, patience } from '../harness/deadline.mjs';
import { eventually } from '../harness/eventually.mjs';

export class StatusNotifierPanel {
  item; // {id, status, icons: [{width, height, argb}], tooltip}, as told last
  errors = [];
  #child;
  #menus = [];
  #ready;

  constructor(child) {
    this.#child = child;
    this.#ready = new Promise((resolve) => {
      createInterface({ input: child.stdout }).on('line', (text) => {
        const line = JSON.parse(text);
        if (line.ready) resolve();
        else if (line.menu) this.#menus.push(line.menu);
        else if (line.error) this.errors.push(line.error);
        else this.item = line;
      });
    });
  }

  ready() { return deadline(this.#ready, patience, () => 'the StatusNotifier panel'); }

  #order(order) { this.#child.stdin.write(`${JSON.stringify(order)}\n`); }

  tooltip(pattern, milliseconds) {
    return eventually(() => pattern.test(this.item?.tooltip ?? ''), `a tooltip like ${pattern}, not ${this.item?.tooltip}`, milliseconds);
  }

  // How many pixels of the icon of that size have that colour ("#5652d6").
  iconHas(colour, size = 48) {
    const icon = this.item?.icons.find(({ width }) => width === size);
    return icon ? icon.argb.match(/.{8}/g).filter((pixel) => pixel === `ff${colour.slice(1)}`).length : 0;
  }

  iconShows(colour, milliseconds) { return eventually(() => this.iconHas(colour) >= 40, `the icon to show ${colour}`, milliseconds); }

  // Opens the menu: its entries.
  menu() { return this.#ask({ menu: true }); }

  // What is in it, without opening it (again).
  menuAsItIs() { return this.#ask({ layout: true }); }

  async #ask(order) {
    const seen = this.#menus.length;
    this.#order(order);
    await eventually(() => this.#menus.length > seen, `the menu: ${this.errors}`);
    return this.#menus.at(-1);
  }

  close() { this.#order({ close: true }); }
  click() { this.#order({ click: true }); }

  // Opens the menu and chooses an entry, by what the lines that lead there begin with.
  async choose(...texts) {
    let entries = await this.menu();
    let found;
    for (const text of texts) {
      found = entries.find((entry) => entry.text.startsWith(text));
      if (!found?.enabled) throw new Error(`${text} cannot be chosen in ${JSON.stringify(entries.map((entry) => entry.text))}`);
      entries = found.children;
    }
    this.#order({ choose: found.id });
  }
}
