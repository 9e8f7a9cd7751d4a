// Numbers for people.

export function percentile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
}

export const median = (values) => percentile(values, 0.5);

// Of each round the difference, since the machine is not the same from minute to minute.
export const medianDifference = (values, others) => median(values.map((value, round) => value - others[round]));

// A row of many samples.
export const sampled = (what, values, more = {}) =>
  ({ what, value: median(values), unit: 'ms', note: `p99 ${format(percentile(values, 0.99))}`, ...more });

// Measures `times` calls one after another, in milliseconds.
export async function timed(times, call) {
  const took = [];
  for (let i = 0; i < times; ++i) {
    const begun = performance.now();
    await call();
    took.push(performance.now() - begun);
  }
  return took;
}

// Rows of {what, value, unit, target?, least?, note?} become a table; the value should stay below a target, and not below a least.
export function table(rows) {
  const width = Math.max(...rows.map((row) => row.what.length));
  return rows.map(({ what, value, unit, target, least, note = '' }) => {
    const goal = target !== undefined ? `< ${target} ${value < target ? 'met' : 'MISSED'}`
      : least !== undefined ? `>= ${least} ${value >= least ? 'met' : 'MISSED'}` : '';
    return `${what.padEnd(width)}  ${format(value).padStart(10)} ${unit.padEnd(8)} ${goal.padEnd(16)} ${note}`.trimEnd();
  }).join('\n');
}

const format = (value) => (value >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(value < 1 ? 3 : 2));
