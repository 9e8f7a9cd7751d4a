/** The last lines of a growing text, as many as can be read at a glance. */
export function lastLines(text: string, lines: number): string {
  const end = text.endsWith('\n') ? text.length - 1 : text.length;
  let start = end;
  for (let count = 0; count < lines; count += 1) {
    const at = text.lastIndexOf('\n', start - 1);
    if (at < 0 || start === 0) return text.slice(0, end);
    start = at;
  }
  return text.slice(start + 1, end);
}
