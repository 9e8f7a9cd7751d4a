interface Version {
  core: [number, number, number];
  pre: string[];
}

function parse(text: string): Version | undefined {
  const match = /^v?(\d+)\.(\d+)\.(\d+)(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?$/.exec(text.trim());
  if (match === null) return undefined;
  const [, major, minor, patch, pre] = match;
  return { core: [Number(major), Number(minor), Number(patch)], pre: pre?.split('.') ?? [] };
}

function compareIdentifiers(a: string, b: string): number {
  const numeric = /^\d+$/;
  if (numeric.test(a) && numeric.test(b)) return Math.sign(Number(a) - Number(b));
  if (numeric.test(a) !== numeric.test(b)) return numeric.test(a) ? -1 : 1;
  return a === b ? 0 : a < b ? -1 : 1;
}

function comparePre(a: string[], b: string[]): number {
  // 1.0.0-rc comes before 1.0.0.
  if (a.length === 0 || b.length === 0) return Math.sign(b.length - a.length);
  for (let index = 0; index < Math.max(a.length, b.length); index += 1) {
    const [left, right] = [a[index], b[index]];
    if (left === undefined || right === undefined) return left === undefined ? -1 : 1;
    const order = compareIdentifiers(left, right);
    if (order !== 0) return order;
  }
  return 0;
}

/** Negative if `a` is the older (semver.org, section 11); undefined if one of them is no version. */
export function compareVersions(a: string, b: string): number | undefined {
  const [left, right] = [parse(a), parse(b)];
  if (left === undefined || right === undefined) return undefined;
  for (const index of [0, 1, 2] as const) {
    const order = Math.sign(left.core[index] - right.core[index]);
    if (order !== 0) return order;
  }
  return comparePre(left.pre, right.pre);
}
