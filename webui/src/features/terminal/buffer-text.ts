import type { IBuffer } from '@xterm/xterm';

const maxLines = 1_000;

/** The newest lines as text: wrapped ones joined, no spaces at the ends, no empty lines at the end. */
export function bufferText(buffer: Pick<IBuffer, 'length' | 'getLine'>): string {
  const lines: string[] = [];
  for (let index = Math.max(0, buffer.length - maxLines); index < buffer.length; index += 1) {
    const line = buffer.getLine(index);
    if (line === undefined) continue;
    const wrapsOn = buffer.getLine(index + 1)?.isWrapped === true;
    const text = line.translateToString(!wrapsOn);
    const last = lines.length - 1;
    if (line.isWrapped && last >= 0) lines[last] = `${lines[last] ?? ''}${text}`;
    else lines.push(text);
  }
  return lines.join('\n').trimEnd();
}
