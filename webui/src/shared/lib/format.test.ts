import { describe, expect, it } from 'vitest';
import {
  baseName,
  formatAge,
  formatClock,
  formatCost,
  formatCount,
  formatDuration,
  formatLinkAge,
  formatPercent,
  formatWholeSeconds,
  shortPath, formatBytes, formatCores } from './format';

describe('format', () => {
  it.each<[number, string]>([
    [0, '0.0 s'], [400, '0.4 s'], [9_940, '9.9 s'], [9_960, '10 s'], [59_000, '59 s'], [60_000, '1 m'],
    [3_599_000, '59 m'], [3_600_000, '1 h'], [86_400_000, '1 d'], [-5, '0.0 s'],
  ])('a duration of %d ms is %s', (ms, words) => expect(formatDuration(ms)).toBe(words));

  it.each<[number, string]>([
    [0, '0.1 s'], [430, '0.4 s'], [999, '0.9 s'], [1_000, '1 s'], [3_900, '3 s'], [12_000, '12 s'], [61_000, '1 m'],
  ])('the link is %d ms old: %s', (ms, words) => expect(formatLinkAge(ms)).toBe(words));

  it.each<[number, string]>([[200, '1 s'], [6_200, '6 s'], [59_900, '60 s'], [61_000, '1 m']])(
    'thought for %d ms is %s',
    (ms, words) => expect(formatWholeSeconds(ms)).toBe(words),
  );

  it.each<[number, string]>([[0, 'now'], [9_999, 'now'], [10_000, '10 s'], [180_000, '3 m'], [-60_000, 'now']])(
    'what happened %d ms ago is %s',
    (age, words) => expect(formatAge(1_000_000, 1_000_000 + age)).toBe(words),
  );

  it.each<[number, string]>([
    [0, '0 ¢'], [0.004, '< 1 ¢'], [0.42, '42 ¢'], [0.994, '99 ¢'], [0.996, '$1.00'], [1.2, '$1.20'], [41.005, '$41.01'],
  ])('%d dollars are %s', (usd, words) => expect(formatCost(usd)).toBe(words));

  it.each<[number, string]>([
    [842, '842'], [1_000, '1 k'], [12_400, '12.4 k'], [999_400, '999 k'], [999_600, '1 M'], [1_240_000, '1.2 M'],
  ])('%d is %s', (count, words) => expect(formatCount(count)).toBe(words));

  it('has no percentage of nothing', () => {
    expect(formatPercent(84_000, 200_000)).toBe('42 %');
    expect(formatPercent(1, 0)).toBe('–');
  });

  it('names the day only when it is another one', () => {
    const noon = new Date(2026, 10, 22, 12, 4).getTime();
    expect(formatClock(noon, noon + 60_000)).toBe('12:04');
    expect(formatClock(noon, noon + 86_400_000)).toMatch(/22.*12:04/);
  });

  it.each<[string, string]>([['/home/me/api-server/', 'api-server'], ['/', ''], ['', ''], ['api', 'api']])(
    'the last part of %s is %s',
    (path, name) => expect(baseName(path)).toBe(name),
  );

  it.each<[string, string]>([['/home/me/code/api', '…/code/api'], ['/srv/www', '/srv/www'], ['/a/b/c', '/a/b/c']])(
    '%s is shortened to %s',
    (path, short) => expect(shortPath(path)).toBe(short),
  );
});

it.each<[number, string]>([
  [0, '0 kB'], [900_400, '900 kB'], [999_600, '1 MB'], [412_000_000, '412 MB'], [999_600_000, '1 GB'], [1_240_000_000, '1.2 GB'],
])('%d bytes are %s', (bytes, words) => expect(formatBytes(bytes)).toBe(words));

it.each<[number, string]>([
  [0, '0 %'], [0.004, '0 %'], [0.37, '37 % of a core'], [0.999, '1 core'], [1.02, '1 core'], [2.43, '2.4 cores'], [12, '12 cores'],
])('%d of CPU is %s', (cores, words) => expect(formatCores(cores)).toBe(words));
