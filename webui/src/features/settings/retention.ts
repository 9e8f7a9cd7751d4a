const second = 1_000;
const minute = 60 * second;
export const hourMs = 60 * minute;
export const dayMs = 24 * hourMs;

export interface Choice {
  value: string;
  label: string;
}

/** In the largest unit that tells it exactly: "7 days", "36 hours". */
export function spanWords(ms: number): string {
  const units: [number, string][] = [[dayMs, 'day'], [hourMs, 'hour'], [minute, 'minute']];
  const [size, unit] = units.find(([each]) => ms % each === 0) ?? [second, 'second'];
  const count = ms / size;
  return `${count.toLocaleString('en')} ${unit}${count === 1 ? '' : 's'}`;
}

/** How long stopped agents are kept, by milliseconds; one that scripts have set is offered too. */
export function retentionChoices(current: number): Choice[] {
  const offered = new Set([0, dayMs, 7 * dayMs, 30 * dayMs, current]);
  return [...offered].sort((a, b) => a - b).map((ms) => ({ value: String(ms), label: ms === 0 ? 'Never' : `After ${spanWords(ms)}` }));
}

/** Agents that stayed until now would go. */
export function removesMore(wanted: number, current: number): boolean {
  return wanted > 0 && (current === 0 || wanted < current);
}

export const sessionFilesChoices: Choice[] = [
  { value: 'ask', label: 'Ask' },
  { value: 'keep', label: 'Keep' },
  { value: 'purge', label: 'Delete too' },
];
