// What agents on a terminal draw on theirs.

const bar = (filled, colour) => `[\x1b[${colour}m${'|'.repeat(filled).padEnd(22)}\x1b[0m]`;
const processes = [
  [4211, 'ada', '92.4', ' 3.1', 'claude --output-format stream-json'],
  [4388, 'ada', '41.0', ' 1.2', 'node node_modules/.bin/vitest run'],
  [5120, 'ada', '12.7', ' 0.9', 'codex app-server'],
  [1021, 'root', ' 2.0', ' 0.4', '/usr/sbin/sshd -D'],
  [   1, 'root', ' 0.0', ' 0.1', '/sbin/init'],
];

/** Full-screen, drawn anew at every size. */
export function htop(cols) {
  const line = (text) => `${text}\x1b[K\r\n`;
  const row = (cells) => cells.join(' ');
  return (
    '\x1b[?1049h\x1b[H\x1b[2J\x1b[?25l' +
    line(` \x1b[36m0\x1b[0m${bar(20, 32)} \x1b[1m91.2%\x1b[0m`) + line(` \x1b[36m1\x1b[0m${bar(9, 32)} 41.0%`) +
    line(` \x1b[36mMem\x1b[0m${bar(13, 33)} 5.1G/8G`) + line('') +
    line(`\x1b[30;42m${'   PID USER  CPU% MEM% Command'.slice(0, cols).padEnd(cols)}\x1b[0m`) +
    processes
      .map(([pid, user, cpu, memory, command], index) => {
        const text = row([String(pid).padStart(6), user.padEnd(5), cpu, memory, command]).slice(0, cols);
        return line(index === 0 ? `\x1b[30;46m${text.padEnd(cols)}\x1b[0m` : text);
      })
      .join('') +
    line('') +
    ['F1 Help', 'F5 Tree', 'F9 Kill', 'F10 Quit'].map((key) => `${key.slice(0, 3)}\x1b[30;46m${key.slice(3)}\x1b[0m`).join(' ')
  );
}

export function buildWatch() {
  return [
    '\x1b[1m> webshop@4.2.0 watch\x1b[0m', '> vite build --watch', '',
    '\x1b[36mvite v8.3.8\x1b[0m \x1b[32mbuilding for production…\x1b[0m', '\x1b[32m✓\x1b[0m 412 modules transformed.',
    '\x1b[90mdist/\x1b[0mindex.html         \x1b[90m  0.6 kB\x1b[0m', '\x1b[90mdist/assets/\x1b[0m\x1b[36mmain.js\x1b[0m    \x1b[90m181.2 kB │ gzip: 61.0 kB\x1b[0m',
    '\x1b[32mbuilt in 1.84 s\x1b[0m', '', '\x1b[33mwarning\x1b[0m \x1b[1msrc/cart.ts:41\x1b[0m unused variable “rounded”', '\x1b[90mwatching for changes…\x1b[0m', '',
  ].join('\r\n');
}

/** One that a test drives: it says what it is told, and shows what is typed. */
export class FixtureProgram {
  constructor(draw, onOutput) {
    this.draw = draw;
    this.cols = 80;
    this.rows = 24;
    this.input = '';
    this.onOutput = onOutput;
    this.shown = draw(this.cols);
  }

  say(text) {
    this.shown += text;
    this.onOutput(text);
  }

  resize({ cols, rows }) {
    const changed = cols !== this.cols || rows !== this.rows;
    this.cols = cols;
    this.rows = rows;
    if (!changed || this.draw !== htop) return;
    this.shown = '';
    this.say(this.draw(cols));
  }

  type(text) {
    this.input += text;
  }
}
