const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** "0.4 s", "12 s", "3 m", "2 h", "5 d": one unit, for ages and durations in a line. */
export function formatDuration(ms: number): string {
  const value = Math.max(0, ms);
  if (value < 9_950) return `${(value / second).toFixed(1)} s`;
  if (value < minute) return `${Math.round(value / second)} s`;
  if (value < hour) return `${Math.floor(value / minute)} m`;
  if (value < day) return `${Math.floor(value / hour)} h`;
  return `${Math.floor(value / day)} d`;
}

/** "0.4 s" while it is fresh, whole seconds after: tenths would only flicker. */
export function formatLinkAge(ms: number): string {
  if (ms >= second) return formatDuration(Math.floor(ms / second) * second).replace('.0', '');
  return `${Math.max(0.1, Math.floor(ms / 100) / 10).toFixed(1)} s`;
}

/** "thought for 6 s" wants no tenths. */
export function formatWholeSeconds(ms: number): string {
  return ms < minute ? `${Math.max(1, Math.round(ms / second))} s` : formatDuration(ms);
}

/** "8 s", "12 min", "2 h", "3 d": how long something has lasted, within a sentence. */
export function formatSpan(ms: number): string {
  const value = Math.max(0, ms);
  if (value < minute) return `${Math.floor(value / second)} s`;
  return value < hour ? `${Math.floor(value / minute)} min` : formatDuration(value);
}

/** "0.4 ms", "12 ms", "1.3 s": a round trip. */
export function formatRoundTrip(ms: number): string {
  if (ms >= second) return formatDuration(ms);
  return ms < 9.95 ? `${Math.max(0.1, ms).toFixed(1)} ms` : `${Math.round(ms)} ms`;
}

/** "now", "3 m ago", "yesterday" would need a calendar; a plain age does not lie. */
export function formatAge(at: number, now: number): string {
  const age = now - at;
  return age < 10 * second ? 'now' : formatDuration(age);
}

/** "$1.20", "42 ¢", "< 1 ¢"; nothing for nothing. */
export function formatCost(usd: number): string {
  if (usd <= 0) return '0 ¢';
  if (usd < 0.01) return '< 1 ¢';
  if (usd < 0.995) return `${Math.round(usd * 100)} ¢`;
  return `$${usd.toFixed(2)}`;
}

/** "842", "12.4 k", "1.2 M". */
export function formatCount(count: number): string {
  if (count < 1_000) return String(count);
  if (count < 999_500) return `${trim(count / 1_000)} k`;
  return `${trim(count / 1_000_000)} M`;
}

function trim(value: number): string {
  return value < 99.95 ? value.toFixed(1).replace(/\.0$/, '') : value.toFixed(0);
}

/** "842 kB", "412 MB", "1.2 GB". */
export function formatBytes(bytes: number): string {
  if (bytes < 999_500) return `${Math.round(bytes / 1_000)} kB`;
  if (bytes < 999_500_000) return `${Math.round(bytes / 1_000_000)} MB`;
  return `${trim(bytes / 1_000_000_000)} GB`;
}

/** CPU time in cores: "0 %", "37 % of a core", "2.4 cores". */
export function formatCores(cores: number): string {
  if (cores < 0.005) return '0 %';
  return cores < 0.995 ? `${Math.round(cores * 100)} % of a core` : `${trim(cores)} ${trim(cores) === '1' ? 'core' : 'cores'}`;
}

export function formatPercent(used: number, total: number): string {
  return total <= 0 ? '–' : `${Math.round((used / total) * 100)} %`;
}

const time = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const dateTime = new Intl.DateTimeFormat(undefined, {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});
const dayAndTime = new Intl.DateTimeFormat(undefined, {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

/** "12:04" today, "21 Nov, 12:04" before. */
export function formatClock(at: number, now: number): string {
  const sameDay = new Date(at).toDateString() === new Date(now).toDateString();
  return sameDay ? time.format(at) : dayAndTime.format(at);
}

export function formatExact(at: number): string {
  return dateTime.format(at);
}

/** The last part of a path: "api-server" of "/home/me/api-server/". */
export function baseName(path: string): string {
  const parts = path.split('/').filter((part) => part !== '');
  return parts[parts.length - 1] ?? '';
}

/** "/home/me/code/api" as "…/code/api" when it is long. */
export function shortPath(path: string, keep = 2): string {
  const parts = path.split('/').filter((part) => part !== '');
  return parts.length <= keep + 1 ? path : `…/${parts.slice(-keep).join('/')}`;
}
