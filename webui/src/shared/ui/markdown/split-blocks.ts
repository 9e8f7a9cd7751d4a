const fence = /^ {0,3}(`{3,}|~{3,})/;
/** A line that goes on with what stood before the blank line: list items, and anything indented. */
const continues = /^(\s{2,}|\t|\s*([-*+]|\d{1,9}[.)])\s)/;

/**
 * Cuts growing markdown at blank lines between top-level blocks, so that only the last piece is parsed again when
 * text is appended. Joined by blank lines, the pieces are the text.
 */
export function splitBlocks(markdown: string): string[] {
  const blocks: string[] = [];
  let current: string[] = [];
  let openFence: string | undefined;
  const lines = markdown.split('\n');
  lines.forEach((line, index) => {
    const mark = fence.exec(line)?.[1];
    if (openFence === undefined) openFence = mark;
    else if (mark !== undefined && mark.startsWith(openFence)) openFence = undefined;

    const atBlank = line.trim() === '' && openFence === undefined;
    const next = lines.slice(index + 1).find((later) => later.trim() !== '');
    if (atBlank && current.length > 0 && next !== undefined && !continues.test(next)) {
      blocks.push(current.join('\n'));
      current = [];
    } else if (!atBlank || current.length > 0) {
      current.push(line);
    }
  });
  if (current.some((line) => line.trim() !== '')) blocks.push(current.join('\n').replace(/\n+$/, ''));
  return blocks;
}
