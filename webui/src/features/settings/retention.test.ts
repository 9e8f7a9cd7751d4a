// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { dayMs, hourMs, removesMore, retentionChoices, spanWords } from './retention';

const labels = (current: number) => retentionChoices(current).map(({ label }) => label);

describe('how long stopped agents are kept', () => {
  it('offers round times', () => expect(labels(0)).toEqual(['Never', 'After 1 day', 'After 7 days', 'After 30 days']));

  it('offers the one that is set, whatever it is', () => {
    expect(labels(36 * hourMs)).toEqual(['Never', 'After 1 day', 'After 36 hours', 'After 7 days', 'After 30 days']);
  });

  it.each([
    [dayMs, '1 day'], [90 * dayMs, '90 days'], [hourMs, '1 hour'], [90_000, '90 seconds'], [120_000, '2 minutes'], [1, '0.001 seconds'],
  ])('%d ms are %s', (ms, words) => expect(spanWords(ms)).toBe(words));

  it.each([
    [dayMs, 0, true], [dayMs, 7 * dayMs, true], [7 * dayMs, dayMs, false], [0, dayMs, false], [dayMs, dayMs, false],
  ])('%d after %d removes more: %s', (wanted, current, more) => expect(removesMore(wanted, current)).toBe(more));
});
