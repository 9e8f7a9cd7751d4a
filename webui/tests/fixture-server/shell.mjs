// A scripted shell on a terminal of the fixture server: a line editor that echoes, and a few commands.

const prompt = '\x1b[32mada@studio\x1b[0m:\x1b[34m~/code\x1b[0m$ ';
// eslint-disable-next-line no-control-regex
const editingKeys = /\x1b(\[200~|\[201~|O?\[?[A-D])/g;
const colours = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'];

const commands = {
  echo: (words) => `${words.join(' ')}\r\n`,
  ls: () => '\x1b[1;34mdocs\x1b[0m  \x1b[1;34msrc\x1b[0m  \x1b[1;32mbuild.sh\x1b[0m  README.md  package.json\r\n',
  pwd: () => '/home/ada/code\r\n',
  seq: ([count = '10']) => Array.from({ length: Number(count) }, (_, line) => `${line + 1}\r\n`).join(''),
  size: (_words, shell) => `${shell.cols}x${shell.rows}\r\n`,
  clear: () => '\x1b[H\x1b[2J\x1b[3J',
  colours: () =>
    colours.map((name, index) => `\x1b[3${index}m${name}\x1b[0m \x1b[9${index}m${name}\x1b[0m`).join(' ') +
    '\r\n' + colours.map((name, index) => `\x1b[4${index};3${index === 0 ? 7 : 0}m ${name} \x1b[0m`).join('') + '\r\n',
  test: () => [
    '\x1b[1m> vitest run\x1b[0m', '',
    ' \x1b[32m✓\x1b[0m src/cart.test.ts \x1b[90m(12 tests)\x1b[0m \x1b[32m41 ms\x1b[0m',
    ' \x1b[31m❯\x1b[0m src/invoice.test.ts \x1b[90m(7 tests | \x1b[31m1 failed\x1b[90m)\x1b[0m',
    '   \x1b[31m× rounds half a cent away from zero\x1b[0m', '     → expected \x1b[32m10.01\x1b[0m, got \x1b[31m10.00\x1b[0m', '',
    '┌──────────────┬────────┐', '│ \x1b[1mtests\x1b[0m        │     19 │', '│ \x1b[31mfailed\x1b[0m       │      1 │', '└──────────────┴────────┘', '',
  ].join('\r\n'),
};

export class FixtureShell {
  constructor({ cols, rows }, onOutput, onExit) {
    this.cols = cols;
    this.rows = rows;
    this.shown = '';
    this.line = '';
    this.input = '';
    this.onOutput = onOutput;
    this.onExit = onExit;
    this.say(prompt);
  }

  say(text) {
    this.shown = (this.shown + text).slice(-256 * 1024);
    this.onOutput(text);
  }

  resize({ cols, rows }) {
    this.cols = cols;
    this.rows = rows;
  }

  type(text) {
    this.input += text;
    for (const key of text.replaceAll(editingKeys, '')) this.#press(key);
  }

  #press(key) {
    if (key === '\r') {
      const { line } = this;
      this.line = '';
      this.say('\r\n');
      this.#run(line.trim());
    } else if (key === '\x7f' && this.line !== '') {
      this.line = this.line.slice(0, -1);
      this.say('\b \b');
    } else if (key === '\x03') {
      this.line = '';
      this.say(`^C\r\n${prompt}`);
    } else if (key >= ' ' && key !== '\x7f') {
      this.line += key;
      this.say(key);
    }
  }

  #run(line) {
    const [name, ...words] = line.split(/\s+/);
    if (name === 'exit') {
      this.onExit(Number(words[0] ?? 0));
      return;
    }
    if (name !== '') this.say(commands[name]?.(words, this) ?? `bash: ${name}: command not found\r\n`);
    this.say(prompt);
  }
}
