const arrows = { up: 'A', down: 'B', right: 'C', left: 'D' } as const;
const others = { escape: '\x1b', tab: '\t', interrupt: '\x03' } as const;

/** The keys of the bar. */
export type BarKey = keyof typeof arrows | keyof typeof others;

const isArrow = (key: BarKey): key is keyof typeof arrows => key in arrows;

/** What they send, as every terminal since the VT100. `applicationCursor`: DECCKM, which full-screen programs switch on. */
export function sequenceOf(key: BarKey, ctrl: boolean, applicationCursor: boolean): string {
  if (!isArrow(key)) return others[key];
  if (ctrl) return `\x1b[1;5${arrows[key]}`;
  return applicationCursor ? `\x1bO${arrows[key]}` : `\x1b[${arrows[key]}`;
}

/** The control character of one typed character; undefined for what has none. */
export function controlOf(text: string): string | undefined {
  if (text === ' ') return '\0';
  if (text === '?') return '\x7f';
  if (!/^[@-_a-z]$/.test(text)) return undefined;
  return String.fromCharCode(text.toUpperCase().charCodeAt(0) & 0x1f);
}
