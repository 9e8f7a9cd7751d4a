import { describe, expect, it } from 'vitest';
import { compareVersions } from './semver';

describe('compareVersions', () => {
  it.each<[string, string, number]>([
    ['0.2.0', '0.2.0', 0],
    ['0.2.0', '0.3.0', -1],
    ['0.10.0', '0.9.9', 1],
    ['1.0.0', '0.99.99', 1],
    ['0.2.9', '0.2.10', -1],
    ['v0.2.0', '0.2.0', 0],
    ['0.2.0+abc', '0.2.0+def', 0],
    ['1.0.0-rc.1', '1.0.0', -1],
    ['1.0.0-alpha', '1.0.0-alpha.1', -1],
    ['1.0.0-alpha.1', '1.0.0-alpha.beta', -1],
    ['1.0.0-beta.2', '1.0.0-beta.11', -1],
    ['1.0.0-rc.1', '1.0.0-beta.11', 1],
    ['1.0.0-rc.1', '1.0.0-rc.1', 0],
  ])('%s and %s', (a, b, expected) => {
    expect(compareVersions(a, b)).toBe(expected);
    expect(compareVersions(b, a)).toBe(expected === 0 ? 0 : -expected);
  });

  it.each(['', 'dev', '1.2', '1.2.3.4', '1.2.x'])('"%s" is no version', (text) => {
    expect(compareVersions(text, '1.0.0')).toBeUndefined();
    expect(compareVersions('1.0.0', text)).toBeUndefined();
  });
});
