export type Environment = { kind: 'read'; variables: Record<string, string> } | { kind: 'wrong'; message: string };

const assignment = /^([A-Za-z_][A-Za-z0-9_]*)=(.*)$/;

/** Lines "NAME=value"; the value is taken as it stands. Empty lines, and those that begin with #, are passed over. */
export function readEnvironment(text: string): Environment {
  const variables = new Map<string, string>();
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trimStart();
    if (line === '' || line.startsWith('#')) continue;
    const [, name, value] = assignment.exec(line) ?? [];
    if (name === undefined || value === undefined) {
      return { kind: 'wrong', message: `Line ${index + 1} must be NAME=value` };
    }
    if (variables.has(name)) return { kind: 'wrong', message: `Line ${index + 1}: ${name} is there twice` };
    variables.set(name, value);
  }
  return { kind: 'read', variables: Object.fromEntries(variables) };
}

/** As `readEnvironment` reads them. A value of several lines cannot stand in one: it is among `other`. */
export function environmentLines(variables: Record<string, string>): { text: string; other: Record<string, string> } {
  const entries = Object.entries(variables);
  const isLine = ([, value]: [string, string]) => !/[\r\n]/.test(value);
  return {
    text: entries.filter(isLine).map(([name, value]) => `${name}=${value}`).join('\n'),
    other: Object.fromEntries(entries.filter((entry) => !isLine(entry))),
  };
}
